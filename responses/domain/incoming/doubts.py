"""Why an answer that was read from a file is not sure. Pure."""

from enum import StrEnum


class Doubt(StrEnum):
    """One reason to look at a proposal before it is accepted.

    Of its question: it has `NO_NUMBER`, or an `OTHER_NUMBER`, its wording is `UNLIKE` ours, it is
    `OUT_OF_ORDER`, nothing but the number tells it (`NUMBER_ALONE`), what stands behind that may be
    its title or the answer (`TITLE`), the lines of one number are `SEVERAL`, or it has what
    stands in a `COLUMN` of something else.
    Of its answer: something in it `ASKS`, `NOTHING` stands below a wording that may hold it, a
    description that is needed is read as the name of an address (`NAMED`), it has several figures
    (`FIGURE`), it may be another choice (`CHOICE`), fields are missing (`FIELDS`), or it says how
    to reach a `PERSON`.
    """

    NO_NUMBER = "no_number"
    OTHER_NUMBER = "other_number"
    UNLIKE = "unlike"
    OUT_OF_ORDER = "out_of_order"
    NUMBER_ALONE = "number_alone"
    TITLE = "title"
    SEVERAL = "several"
    COLUMN = "column"
    ASKS = "asks"
    NOTHING = "nothing"
    NAMED = "named"
    FIGURE = "figure"
    CHOICE = "choice"
    FIELDS = "fields"
    PERSON = "person"

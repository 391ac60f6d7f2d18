"""How sure a proposal is and what became of it, and which lines it has, in words."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from responses.domain.incoming.doubts import Doubt
from responses.domain.incoming.placed import Decision
from responses.enums import complete

SURE = gettext_lazy("Sure")
UNSURE = gettext_lazy("Unsure: look at it")
BY_HAND = gettext_lazy("Placed by hand")
SAME = gettext_lazy("Same as the current answer")
DECIDED: Mapping[Decision, str | Promise] = complete(
    Decision,
    {
        Decision.OPEN: "",
        Decision.WRITTEN: gettext_lazy("Accepted"),
        Decision.KEPT: gettext_lazy("Accepted, to be combined with the current answer"),
        Decision.KNOWN: gettext_lazy("Accepted: the answer was the same"),
        Decision.REJECTED: gettext_lazy("Rejected"),
    },
)
"""What became of a proposal."""
DOUBTS: Mapping[Doubt, str | Promise] = complete(
    Doubt,
    {
        Doubt.NO_NUMBER: gettext_lazy("It has no question number, and was found by its wording."),
        Doubt.OTHER_NUMBER: gettext_lazy("Its number is that of another question."),
        Doubt.UNLIKE: gettext_lazy("What is asked is worded differently in the file."),
        Doubt.OUT_OF_ORDER: gettext_lazy("It does not stand where the form has this question."),
        Doubt.NUMBER_ALONE: gettext_lazy("Only the question number says which question it is."),
        Doubt.TITLE: gettext_lazy(
            "What stands behind the number may be the title of the question or the answer."
        ),
        Doubt.SEVERAL: gettext_lazy(
            "Several lines of the file begin with this number, and are put together here."
        ),
        Doubt.COLUMN: gettext_lazy(
            "It also has what stands in the table's other columns, such as remarks."
        ),
        Doubt.ASKS: gettext_lazy("A line of it reads as a question does."),
        Doubt.NOTHING: gettext_lazy("The line read as its question may hold the answer."),
        Doubt.NAMED: gettext_lazy(
            "The description is missing; words of the file were read as the name of a link."
        ),
        Doubt.FIGURE: gettext_lazy("The file gives several figures, or words beside the figure."),
        Doubt.CHOICE: gettext_lazy("It is not clear which choices are ticked."),
        Doubt.FIELDS: gettext_lazy("Some fields of the contact are missing."),
        Doubt.PERSON: gettext_lazy(
            "It has the name, telephone number or e-mail address of a person, which the UN would "
            "read."
        ),
    },
)
"""Why a proposal has to be looked at."""
NO_FILE = gettext_lazy("Choose a file.")
_EN_DASH = "\u2013"


def line_ranges(numbers: Iterable[int]) -> str:
    """Return numbers of lines, given in order, as short as they can be said: `3–5, 8`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join(_EN_DASH.join(map(str, run)) for run in runs)


def lines_words(numbers: Iterable[int]) -> str:
    """Return which lines of a file those are, in words."""
    known = list(numbers)
    words = ngettext("line %(numbers)s", "lines %(numbers)s", len(known))
    return words % {"numbers": line_ranges(known)}


def left_words(count: int) -> str:
    """Return how many lines of a file are in no answer."""
    if not count:
        return _("Every line of the file is in a proposal or an answer, or part of the form.")
    words = ngettext(
        "%(count)d line of the file is in no answer.",
        "%(count)d lines of the file are in no answer.",
        count,
    )
    return words % {"count": count}

"""How a response stands to its newest submission, in words, and whether the UN has what it says."""

from typing import NamedTuple

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.delivering import delivery_of
from responses.domain.submissions.repeating import same_as
from responses.domain.submissions.sealing import is_sealed, reopened_since
from responses.models import Delivery, Submission
from responses.wording.files import needless_words, reopened_words, same_words


class Standing(NamedTuple):
    """How a response stands to its newest submission, the `last`.

    `sealed` is that one if nothing was reopened since, and `same` says, until it is recorded as
    sent, if an earlier one has the same answers; `after` and `needless` say what became of the
    response if it was reopened. `is_sent` is whether the UN has what the last says: by itself,
    whose `delivery` is the record of that, or by an earlier one.
    """

    last: Submission | None = None
    sealed: Submission | None = None
    delivery: Delivery | None = None
    same: str = ""
    is_sent: bool = False
    after: str = ""
    needless: str = ""

    @property
    def to_send(self) -> Submission | None:
        """The submission that is to be sent, if it is: sealed as the response stands."""
        return None if self.is_sent else self.sealed

    @property
    def to_record(self) -> Submission | None:
        """The submission that says what the reopened response does, and waits to be sent."""
        return self.last if self.needless and not self.is_sent else None


def read_standing(snapshot: Snapshot, last: Submission | None) -> Standing:
    """Return how a response stands to its newest submission.

    No query where that is the first or recorded as sent, and the response not reopened since.
    """
    if last is None:
        return Standing()
    sealed = last if is_sealed(snapshot, last) else None
    after = reopened_since(snapshot, last)
    repeats = sealed or (snapshot.approved and after and not after.differs)
    delivery = delivery_of(last)
    same = same_as(last) if repeats and not delivery else None
    sent = last if delivery else same if delivery_of(same) else None
    return Standing(
        last=last,
        sealed=sealed,
        delivery=delivery,
        same=same_words(same) if sealed else "",
        is_sent=sent is not None,
        after=reopened_words(after),
        needless=needless_words(after, approved=snapshot.approved, sent=sent),
    )

"""Files of a response as it stands, beside its PDFs: which there are, and of which bytes.

Of the same Snapshot each is the same to the byte. While a response stands as it was sealed, a file
that its archive has is given out as it was sealed.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from responses.domain.snapshot.snapshot import Snapshot
from responses.domain.submissions.response_json import response_json
from responses.domain.submissions.sealing import (
    RESPONSE,
    SNAPSHOT,
    Reopened,
    called,
    is_sealed,
    last_submission,
    reopened_since,
)
from responses.models import Response, Submission

from .package import read_file


class Format(NamedTuple):
    """A kind of file: how its name ends, its type, how it is made, and where archives have it.

    `sealed` are its names in archives, of which an older one may have the last alone.
    """

    end: str
    media: str
    make: Callable[[Snapshot, Reopened | None], bytes]
    sealed: tuple[str, ...] = ()


class Offered(NamedTuple):
    """A file that is given out: what it is called, and in which submission it is, if in one.

    `inside` is its name there; `after` says after which submission the response was reopened.
    """

    name: str
    sealed: Submission | None = None
    inside: str = ""
    after: Reopened | None = None


def _json(snapshot: Snapshot, after: Reopened | None) -> bytes:
    return response_json(snapshot, after=after).encode()


FORMATS: Mapping[str, Format] = {
    "response.json": Format(".json", "application/json", _json, (RESPONSE, SNAPSHOT)),
}
"""What there is of a whole response, by the names in its addresses."""


def offered(response: Response, snapshot: Snapshot, form: Format) -> Offered:
    """Return which file is given out as a response stands now; a query or two."""
    last = last_submission(response)
    place = (snapshot.city_slug, snapshot.edition.code)
    if form.sealed and last and is_sealed(snapshot, last):
        names = set(last.files.values_list("name", flat=True))
        inside = next(name for name in form.sealed if name in names)
        return Offered(called(*place, last.number, inside), last, inside)
    draft = "" if snapshot.approved else "-draft"
    return Offered("-".join(place) + draft + form.end, after=reopened_since(snapshot, last))


def content_of(snapshot: Snapshot, form: Format, file: Offered) -> bytes:
    """Return the file that is given out; a query if it is sealed.

    `snapshot` names the city's coordinators, as the sealed text does.
    """
    if file.sealed:
        return read_file(bytes(file.sealed.archive), file.inside)
    return form.make(snapshot, file.after)

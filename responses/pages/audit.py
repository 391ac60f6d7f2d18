"""What was done in a city, as its page says it."""

from collections.abc import Collection

from responses.wording.names import edition_name

BETWEEN = " · "


def named(subject: str, editions: Collection[str]) -> str:
    """Return the subject of a record with the name of its edition in place of the code.

    `editions` are the codes of those that the city answers. What was recorded is never changed,
    and begins with the code where it is of a response.
    """
    code, between, rest = subject.partition(BETWEEN)
    return edition_name(code) + between + rest if code in editions else subject

"""An edition that has indicators: two services, and what its questions ask for."""

from typing import Any

from tests.support.factories import make_definition, wording

MEANINGS = {
    "content/7": "budget online",
    "content/8": "city news",
    "services/253": "report to the police",
    "services/254": "driving licence",
}


def with_indicators(code: str = "test-2033", **more: str) -> dict[str, Any]:
    """Return the edition of `make_definition`, whose A.1 asks for two indicators of content.

    A.2 asks for one of them; nothing asks for the services, nor for `more` of criteria called so.
    """
    found = make_definition(code)
    meanings = MEANINGS | {f"{criterion}/{number}": criterion for criterion, number in more.items()}
    rows = [key.split("/") for key in meanings]
    found["indicators"] = [
        {
            "criterion": criterion,
            "code": number,
            "meaning": wording(meanings[f"{criterion}/{number}"]),
        }
        for criterion, number in rows
    ]
    first, second = found["sections"][0]["questions"]
    found["sections"][0]["questions"] = [
        {**first, "indicators": ["content/7", "content/8"]},
        {**second, "indicators": ["content/7"]},
    ]
    return found

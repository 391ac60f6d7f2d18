import pytest

from responses.domain.glossary.glossary import NO_GLOSSARY, Glossary

GLOSSARY = Glossary("en", {"팀장": "Team Leader", "이부재": "Lee Bujae"}, {7: "Kim Dokyeong"})


@pytest.mark.parametrize(
    ("language", "post", "named", "by_term", "unknown"),
    [
        ("en", "Team Leader", "Kim Dokyeong", "Lee Bujae", "과장"),
        ("ko", "팀장", "김도경", "이부재", "과장"),
    ],
)
def test_a_document_uses_what_is_in_its_language(
    language: str, post: str, named: str, by_term: str, unknown: str
) -> None:
    used = GLOSSARY.into(language)
    assert (used.term("팀장"), used.term("과장"), used.term("")) == (post, unknown, "")
    # A person's own spelling goes before that of the city.
    assert (used.name(7, "김도경"), used.name(8, "이부재")) == (named, by_term)
    assert used.name(0, "박모름") == "박모름"


def test_names_in_latin_letters_need_no_submission_language() -> None:
    names_alone = Glossary("", {}, {7: "Kim Dokyeong"})
    assert names_alone.into("en").name(7, "김도경") == "Kim Dokyeong"
    assert names_alone.into("ko").name(7, "김도경") == "김도경"


def test_it_is_sealed_only_if_it_says_something() -> None:
    assert NO_GLOSSARY.to_json() == Glossary("en").to_json() == {}
    assert Glossary.from_json({}) == NO_GLOSSARY
    assert Glossary.from_json(GLOSSARY.to_json()) == GLOSSARY

from responses.wording.names import edition_name


def test_edition_name_is_short() -> None:
    assert edition_name("lgq-2022") == "LGQ 2022"

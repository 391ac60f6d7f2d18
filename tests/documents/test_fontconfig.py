from responses.documents.fontconfig import BOLD, REGULAR, Fonts


def test_face_finds_a_font_by_family_and_weight() -> None:
    regular = Fonts().face("Noto Sans CJK KR", REGULAR)
    bold = Fonts().face("Noto Sans CJK KR", BOLD)
    assert regular
    assert bold
    assert (regular.path.name, bold.path.name) == (
        "NotoSansCJK-Regular.ttc",
        "NotoSansCJK-Bold.ttc",
    )
    assert regular.path.exists()


def test_face_is_none_for_a_font_that_is_not_there() -> None:
    assert Fonts().face("No Such Family", REGULAR) is None


def test_covers_tells_characters_that_fonts_draw_from_those_that_none_does() -> None:
    covers = Fonts().covers
    assert "".join(filter(covers, "A가힣□○※⇒〈〉漢ع\u0378\U0010fffd")) == "A가힣□○※⇒〈〉漢ع"

"""A response, or one section, as Markdown in UTF-8, to be worked on as text.

Each answer stands under its question; of a response in both languages in one and then the other.
The same `Extract` gives the same bytes.
"""

from responses.domain.content.kinds.links import PrintedLink
from responses.pages.printed import PrintedFile

from .blocks import (
    Aside,
    Block,
    Bold,
    Boxes,
    FileList,
    Heading,
    LinkList,
    Pairs,
    Points,
    Unanswered,
    passages,
)
from .extract import Extract
from .markdown import address, block, escaped, inline


def response_md(extract: Extract) -> bytes:
    """Return the text, in the active language beside the answers."""
    return (
        "\n\n".join(_text(each.block) for each in passages(extract, every_name=True)) + "\n"
    ).encode()


def _text(given: Block) -> str:
    match given:
        case Heading(level=level, text=text):
            return f"{'#' * level} {escaped(text)}"
        case Bold(text=text):
            return f"**{escaped(text)}**"
        case Aside(text=text):
            return f"> {inline(text)}".replace("\n", "\n> ")
        case Unanswered(label=label, words=words):
            return " ".join(filter(None, (label and f"**{escaped(label)}**", escaped(words))))
        case Boxes(ticks=ticks):
            lines = [f"[{'x' if each.ticked else ' '}] {escaped(each.label)}" for each in ticks]
        case LinkList(links=links):
            lines = [_link(each) for each in links]
        case FileList(files=files):
            lines = [_file(each) for each in files]
        case Pairs(pairs=pairs):
            lines = [inline(f"{label}: {text}") for label, text in pairs]
        case Points(texts=texts):
            lines = [inline(each) for each in texts]
        case _:
            return block(given)
    return "\n".join(f"- {each}".replace("\n", "\n  ") for each in lines)


def _link(link: PrintedLink) -> str:
    label = f"{escaped(link.label)}: " if link.label else ""
    return f"{label}{address(link.address)}"


def _file(printed: PrintedFile) -> str:
    file = printed.file
    said = (file.caption, file.alternative, printed.name, file.type.label, printed.size)
    about = " · ".join(escaped(each) for each in said if each)
    return f"{about} · SHA-256 {file.facts.digest}"

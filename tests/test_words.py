"""One word, one meaning: no class is called as another one, and a part is a part of a question."""

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

RESPONSES = Path(__file__).resolve().parent.parent / "responses"
# Django's own names: each command, migration and table has one.
DJANGOS = {"Command", "Meta", "Migration"}
# What a part is, and what is made of parts: `question.parts`, `answer.lacking`, a definition.
PARTS = {"PartShape", "Part"}
SOURCES = ("parts", "lacking", "needed", "hard", "['parts']", "['parts'])", "parts.get(name)")


def trees() -> Iterator[tuple[str, ast.Module]]:
    """Yield every module of the application with its name."""
    for path in sorted(RESPONSES.rglob("*.py")):
        yield path.relative_to(RESPONSES).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def twice(found: list[tuple[str, str]]) -> list[list[str]]:
    """Return the places of every name that is there more than once."""
    together = (list(each) for _name, each in groupby(sorted(found), lambda pair: pair[0]))
    return [[f"{name}: {place}" for name, place in each] for each in together if len(each) > 1]


def test_no_class_is_called_as_another_one() -> None:
    classes = [
        (node.name, place)
        for place, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name not in DJANGOS
    ]
    assert classes
    assert twice(classes) == []


def test_two_classes_of_one_name_are_found() -> None:
    assert twice([("A", "x.py"), ("B", "x.py"), ("A", "y.py")]) == [["A: x.py", "A: y.py"]]


def strays(tree: ast.Module) -> Iterator[str]:
    """Yield what is called `part` and is none, as far as the code says what it is."""
    for node in ast.walk(tree):
        match node:
            case ast.arg(arg="part", annotation=annotation) if annotation is not None:
                if ast.unparse(annotation) not in PARTS:
                    yield f"{node.lineno} part: {ast.unparse(annotation)}"
            case ast.AnnAssign(target=ast.Name(id="part"), annotation=annotation):
                if ast.unparse(annotation) not in PARTS:
                    yield f"{node.lineno} part: {ast.unparse(annotation)}"
            case (
                ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source)
            ):
                named = {each.id for each in ast.walk(target) if isinstance(each, ast.Name)}
                if "part" in named and not ast.unparse(source).endswith(SOURCES):
                    yield f"{target.lineno} part in {ast.unparse(source)}"
            case ast.Assign(targets=[ast.Name(id="part")], value=value):
                if not ast.unparse(value).endswith(SOURCES):
                    yield f"{node.lineno} part = {ast.unparse(value)}"


def test_a_part_is_a_part_of_a_question() -> None:
    assert [f"{place}:{stray}" for place, tree in trees() for stray in strays(tree)] == []


def test_what_is_called_a_part_and_is_none_is_found() -> None:
    module = """
def f(part: SectionSnapshot, other: int) -> None:
    part = next(other)
    for part in snapshot.sections:
        pass
    return [part for key, part in by_key.items()] + [part for part in question.parts]
"""
    assert [each.split(" ", 1)[1] for each in strays(ast.parse(module))] == [
        "part = next(other)",
        "part in snapshot.sections",
        "part: SectionSnapshot",
        "part in by_key.items()",
    ]

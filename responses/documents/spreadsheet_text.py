"""Text in the cells of a spreadsheet, where it must never be taken for a formula. Pure."""

# What a spreadsheet program takes for the beginning of a formula or a command.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Return a text as a cell shows it; one that looks like a formula gets an apostrophe."""
    return f"'{text}" if is_dangerous(text) else text


def is_dangerous(text: str) -> bool:
    """Return whether a text looks like a formula or a command."""
    return text.startswith(_DANGEROUS)

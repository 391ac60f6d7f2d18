"""`manage.py build_print_font`: make the font that documents are printed with quickly."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from responses.fonts import fonts


class Command(BaseCommand):
    """Makes the print font once; does nothing while its source stays the same."""

    help = (
        f"Copies the fonts of documents into DATA_DIR/fonts and makes the print font, a part of "
        f"{fonts.SOURCE}, else the first document waits for it."
    )

    def handle(self, **_options: Any) -> None:
        """Make the font and say so, or say nothing."""
        try:
            made = fonts.build()
        except fonts.FontMissingError as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"The print font cannot be made: {error}") from error
        if made:
            self.stdout.write("The print font is made.")

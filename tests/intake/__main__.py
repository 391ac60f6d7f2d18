"""Reads generated questionnaires, and the real one where it is at hand, and prints how well."""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from responses.intake.proposals import Proposed, propose  # noqa: E402
from responses.intake.reading import read_file  # noqa: E402
from tests.support.filled import EDITION, make_lone, measure  # noqa: E402
from tests.support.shapes import edition_of  # noqa: E402

SHAPE = edition_of(EDITION)


def proposed(text: str) -> Proposed:
    """Return what a text proposes."""
    return propose(SHAPE, read_file(text.encode()))


if __name__ == "__main__":
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    begun = time.process_time()
    measured = measure(range(many), proposed)
    used = time.process_time() - begun
    sys.stdout.write(
        f"{many} files, {measured.lines} lines: {measured.share:.2%} in their place; "
        f"in sure proposals {measured.surely_wrong} wrong, {measured.surely_astray} of them "
        f"answers of another question\n"
        f"addresses {measured.links_found} of {measured.links}, yes and no "
        f"{measured.yes_no_read} of {measured.yes_no} ({measured.yes_no_wrong} wrong), "
        f"ticks wrong in {measured.choices_wrong} files; {used / many:.3f} s of CPU a file\n"
    )
    lone = measure(range(many), proposed, make_lone)
    sys.stdout.write(
        f"Numbers and answers alone, {lone.lines} lines: {lone.share:.2%} in their place; in sure "
        f"proposals {lone.surely_wrong} wrong; yes and no {lone.yes_no_read} of {lone.yes_no} "
        f"({lone.yes_no_wrong} wrong)\n"
    )

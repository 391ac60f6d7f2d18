"""What My work says."""

import re

OVERVIEW = "/springfield/test-2030/"


def tasks(html: str) -> list[str]:
    found = re.findall(r'<span class="lgq-waiting-task">(.*?)</span>', html, re.DOTALL)
    return [each.strip() for each in found]

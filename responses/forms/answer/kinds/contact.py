"""A text field each for name, title, agency and e-mail address."""

from responses.domain.content.kinds.contact import FIELDS
from responses.forms.answer.lines import entry_of_lines

ENTRY = entry_of_lines(FIELDS)

"""One text field, so that a percentage can be written with a comma."""

from responses.forms.answer.entry import Entry

ENTRY = Entry()

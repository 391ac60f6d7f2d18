"""Who was told of what a person has just said: the people, or that it was nobody, and a way out."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from responses.domain.permissions import Permission
from responses.domain.telling.audiences import is_assigned
from responses.models import User
from responses.wording.talk import told_nobody, told_people

from .places import SectionPage


def told_words(page: SectionPage, people: Sequence[User], question: int | None = None) -> str:
    """Return who was told; that nobody was takes two queries more at most.

    Who can assign somebody where nobody is has a link to do so.
    """
    if people:
        return told_people(people)
    response = page.access.response
    assigned = is_assigned(response.pk, page.shape.pk, question)
    said = told_nobody(unassigned=not assigned)
    if assigned or not page.access.may(Permission.ASSIGN):
        return said
    href = reverse("assignment", args=[response.city.slug, response.edition.code])
    link = '{} <a href="{}#s-{}">{}</a>'
    return format_html(link, said, href, page.shape.key, _("Assign someone"))

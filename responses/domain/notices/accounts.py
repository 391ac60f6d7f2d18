"""Who is signed in, read once a request, together with what every page says to them."""

from django.contrib.auth.backends import ModelBackend
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from responses.domain.compiled import compiled
from responses.models import User

from .inbox import unread_of
from .together import TOLD


class Accounts(ModelBackend):
    """Knows people by their e-mail addresses and passwords, and again by their sessions."""

    def get_user(self, user_id: int) -> User | None:
        """Return the person of a session, if their account is open; one query.

        With them comes how much they have not read, as `unread`, and how many notices that is,
        as `unread_each`: what is told of several places as one is more than one.
        """
        person = next(iter(_with_unread(user_id)), None)
        return person if person and self.user_can_authenticate(person) else None


@compiled
def _with_unread(person: int) -> QuerySet[User, User]:
    """Return the one account there may be."""
    notices = unread_of(OuterRef("pk")).order_by().values("person")

    def counted(count: Count) -> Coalesce:
        found = Subquery(notices.annotate(count=count).values("count"))
        return Coalesce(found, 0, output_field=IntegerField())

    return (
        User.objects.filter(pk=person)
        .annotate(unread=counted(Count(TOLD, distinct=True)), unread_each=counted(Count("pk")))
        .order_by()
    )

"""The e-mail that invites somebody to a city."""

from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from responses.enums import Role
from responses.mails import one_line
from responses.models import Invitation


def invitation_mail(invitation: Invitation, secret: str, *, sender: str) -> EmailMultiAlternatives:
    """Return the mail with the link of an invitation, in the city's working language.

    It says the same whether or not the address has an account.
    """
    with translation.override(invitation.city.language):
        city = one_line(str(invitation.city))
        context = {
            "invitation": invitation,
            "city": city,
            "role": Role(invitation.role).label,
            "sender": sender,
            "link": settings.SITE_URL + reverse("invitation", args=(secret,)),
            "language": translation.get_language(),
            "subject": gettext("Invitation to %(city)s") % {"city": city},
        }
        mail = EmailMultiAlternatives(
            f"[LGQ Desk] {context['subject']}",
            render_to_string("responses/mail/invitation.txt", context),
            to=[formataddr((one_line(invitation.name), invitation.email))],
            headers={"Auto-Submitted": "auto-generated"},
        )
        html = render_to_string("responses/mail/invitation.html", context)
        mail.attach_alternative(html, "text/html")
    return mail

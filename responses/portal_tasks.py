"""Background work: looking at the front page of a city's site for who asks for it."""

import threading
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

# In Django 6 it is django.tasks.
from django_tasks import task

from responses.domain.coverage.claiming import keep_look
from responses.domain.coverage.portal import PortalLook
from responses.evidence.checking import asking_as_set
from responses.evidence.holds import HeldElsewhereError, holding
from responses.evidence.portal import look_at_portal
from responses.jobs import without_job

SOON = 5
"""The priority: somebody waits for what came of it."""
_LATER, _MOST_TRIES = timedelta(seconds=20), 45
"""After how long it is tried again to have a host, and how often: for a quarter of an hour."""


@task(priority=SOON)
def judge_portal(response: int, url: str, tries: int = 0) -> str:
    """Look at the front page at an address, and keep what was seen; return what came of it.

    It is put off while another worker asks the host, with which a site may have many links.
    """
    if not settings.CHECK_LINKS:
        return "not allowed"
    at = timezone.now().isoformat()
    try:
        with holding(asking_as_set(threading.Event())) as asking:
            judged = look_at_portal(url, asking)
    except HeldElsewhereError:
        if tries >= _MOST_TRIES:
            return "not looked at"
        judge_portal.using(run_after=timezone.now() + _LATER).enqueue(response, url, tries + 1)
        return "put off"
    keep_look(response, PortalLook(url, at, judged))
    return "looked at"


def enqueue_portal(response: int, url: str) -> bool:
    """Have somebody look, unless that is under way; return whether it is new."""
    if not without_job(judge_portal, [response]):
        return False
    judge_portal.enqueue(response, url)
    return True

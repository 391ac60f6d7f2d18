"""The sheet of keyboard shortcuts, for anybody; `?` opens it over any page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from responses.wording.shortcuts import SHORTCUTS


@login_not_required
@require_safe
def shortcuts(request: HttpRequest) -> HttpResponse:
    """List what keys do; the page knows nothing of who asks, so that no session is needed."""
    return render(request, "responses/shortcuts/shortcuts.html", {"places": SHORTCUTS})

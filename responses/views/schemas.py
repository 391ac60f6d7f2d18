"""The formats of what leaves the product for programs, as anybody may read them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from responses.domain.submissions.response_json import schema_text


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def response_schema(_request: HttpRequest) -> HttpResponse:
    """Send the JSON Schema of a response as JSON, which every archive has, too."""
    return HttpResponse(schema_text(), content_type="application/schema+json")

"""The site's addresses: the product's own, and those of Django's applications."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("responses.account_urls")),
    path("", include("responses.urls")),
]

handler400 = "responses.views.errors.bad_request"

"""The site's addresses: the product's own, and those of Django's applications."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from responses.views import account

urlpatterns: list[URLPattern | URLResolver] = [
    # Before the administration's own, so that there is one way to sign in and out.
    path("admin/login/", account.admin_sign_in, name="admin_sign_in"),
    path("admin/logout/", account.SignOut.as_view(), name="admin_sign_out"),
    path("admin/password_change/", account.admin_password, name="admin_password"),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("accounts/", include("responses.account_urls")),
    path("", include("responses.urls")),
]

handler400 = "responses.views.errors.bad_request"
handler403 = "responses.views.errors.forbidden"
handler404 = "responses.views.errors.not_found"
handler500 = "responses.views.errors.server_error"

"""The addresses of the floors, and the one that tells that the server is up."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from bench.floor import views


@login_not_required
def _up(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns: list[URLPattern] = [
    path("view/", views.view),
    path("save/", views.save),
    path("upload/", views.upload_form),
    path("upload/<slug:question>/files/", views.upload),
    path("form-plain/", views.form_plain),
    path("form-crispy/", views.form_crispy),
    path("accounts/login/", _up, name="login"),
]

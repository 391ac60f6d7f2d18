"""The addresses for signing in and out and for passwords, most of them Django's own views."""

from django.contrib.auth import views
from django.urls import URLPattern, path

from responses.forms.account import (
    NewPasswordForm,
    OtherPasswordForm,
    PasswordMailForm,
    SignInForm,
)
from responses.views import account
from responses.views.again import sign_in_again

TEMPLATES = "responses/account"

urlpatterns: list[URLPattern] = [
    path(
        "login/",
        account.SignIn.as_view(
            template_name=f"{TEMPLATES}/login.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("again/", sign_in_again, name="sign_in_again"),
    path("logout/", account.SignOut.as_view(), name="logout"),
    path("profile/", account.profile, name="profile"),
    path(
        "password/",
        account.PasswordChange.as_view(
            template_name=f"{TEMPLATES}/password_change.html", form_class=OtherPasswordForm
        ),
        name="password_change",
    ),
    path(
        "password/changed/",
        views.PasswordChangeDoneView.as_view(
            template_name=f"{TEMPLATES}/password_change_done.html"
        ),
        name="password_change_done",
    ),
    path(
        "reset/",
        account.PasswordMail.as_view(
            template_name=f"{TEMPLATES}/password_reset.html", form_class=PasswordMailForm
        ),
        name="password_reset",
    ),
    path(
        "reset/sent/",
        views.PasswordResetDoneView.as_view(template_name=f"{TEMPLATES}/password_reset_done.html"),
        name="password_reset_done",
    ),
    path(
        "reset/<uidb64>/<token>/",
        account.PasswordSet.as_view(
            template_name=f"{TEMPLATES}/password_reset_confirm.html", form_class=NewPasswordForm
        ),
        name="password_reset_confirm",
    ),
    path(
        "reset/done/",
        views.PasswordResetCompleteView.as_view(
            template_name=f"{TEMPLATES}/password_reset_complete.html"
        ),
        name="password_reset_complete",
    ),
]

"""The addresses for signing in and out and for passwords, most of them Django's own views."""

from django.contrib.auth import views
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path

from responses.forms.account import PasswordMailForm, SignInForm
from responses.views.again import sign_in_again

TEMPLATES = "responses/account"

urlpatterns: list[URLPattern] = [
    path(
        "login/",
        views.LoginView.as_view(
            template_name=f"{TEMPLATES}/login.html",
            authentication_form=SignInForm,
            redirect_authenticated_user=True,
        ),
        name="login",
    ),
    path("again/", sign_in_again, name="sign_in_again"),
    # Who is signed out already has nothing to sign in again for.
    path("logout/", login_not_required(views.LogoutView.as_view()), name="logout"),
    path(
        "password/",
        views.PasswordChangeView.as_view(template_name=f"{TEMPLATES}/password_change.html"),
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
        views.PasswordResetView.as_view(
            template_name=f"{TEMPLATES}/password_reset.html",
            form_class=PasswordMailForm,
            email_template_name=f"{TEMPLATES}/password_reset_email.txt",
            subject_template_name=f"{TEMPLATES}/password_reset_subject.txt",
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
        views.PasswordResetConfirmView.as_view(
            template_name=f"{TEMPLATES}/password_reset_confirm.html"
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

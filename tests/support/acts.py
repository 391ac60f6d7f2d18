"""What is done in a city, each act once, as the audit tells of it."""

from dataclasses import dataclass

from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from responses.enums import Role
from responses.models import City, Membership, Response, User
from tests.support.factories import (
    PASSWORD,
    approve_all,
    make_member,
    make_submission,
)

AUDIT = "/springfield/audit/"
TABLE = f"{AUDIT}records.csv"
SPRINGFIELD = "/springfield/test-2030/"
HERE = "192.0.2.7"
CHOSEN = "a sentence nobody guesses"


@dataclass
class Scene:
    """A city with a response, a coordinator in a browser, and somebody else."""

    client: Client
    response: Response
    kang: User
    ann: User

    @property
    def city(self) -> City:
        return self.response.city

    def member(self) -> int:
        return Membership.objects.get(user=self.ann).pk

    def post(self, path: str, **data: object) -> int:
        return self.client.post(path, data, REMOTE_ADDR=HERE).status_code

    def get(self, path: str, **data: str | int) -> int:
        return self.client.get(path, data, REMOTE_ADDR=HERE).status_code

    def as_nobody(self) -> "Scene":
        return Scene(Client(), self.response, self.kang, self.ann)

    def sign_in(self, password: str = PASSWORD, path: str = "login") -> int:
        who = {"username": self.kang.email.upper(), "password": password}
        return self.as_nobody().post(reverse(path), **who)

    def sign_in_by_page(self, **typed: object) -> int:
        """Sign in on the page that holds what was posted too late."""
        who = {"again-username": self.kang.email, "again-password": PASSWORD, "person": "1"}
        return self.as_nobody().post("/preview/", **(who | {"person": self.kang.pk} | typed))

    def set_password(self) -> int:
        uid = urlsafe_base64_encode(force_bytes(self.ann.pk))
        link = reverse("password_reset_confirm", args=(uid, make_token(self.ann)))
        nobody = self.as_nobody()
        form = nobody.client.get(link).headers["Location"]
        return nobody.post(form, new_password1=CHOSEN, new_password2=CHOSEN)

    def seal(self) -> int:
        approve_all(self.response, make_member(self.city, Role.REVIEWER))
        return self.post(f"{SPRINGFIELD}submissions/seal/")

    def deliver(self) -> int:
        make_submission(self.response)
        said = {"number": "1", "s1-day": f"{timezone.localdate()}", "s1-means": "Post"}
        return self.post(f"{SPRINGFIELD}submissions/", **said)

    def download(self, name: str) -> int:
        make_submission(self.response)
        return self.get(f"{SPRINGFIELD}submissions/1/{name}")


def make_token(person: User) -> str:
    return str(default_token_generator.make_token(person))

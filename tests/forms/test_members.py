"""What people who join say of themselves."""

from responses.forms.members import AccountForm
from responses.models import Invitation

# In the order of reading they would say another name than they hold.
TURNED = "\u202enimda\u202c \u2066Kim\u2069\u200f"


def test_a_name_holds_nothing_that_turns_the_order_of_reading() -> None:
    form = AccountForm(Invitation(email="a@city.example"), {"name": TURNED, "post": TURNED})
    form.is_valid()
    assert (form.cleaned_data["name"], form.cleaned_data["post"]) == ("nimda Kim", "nimda Kim")

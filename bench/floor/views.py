"""The floors' views: session and authentication as everywhere, and one thing each."""

from secrets import randbelow

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from bench.floor.forms import CHOICES, INITIAL, LINKS, YES_NO, ThirtyTwo
from bench.plan import FLOOR_FILE, FLOOR_SECTION
from responses.models import Answer, FileChunk, SectionWork

RESPONSE = 1
"""The demo's first response, which is the first of a new database."""


def view(request: HttpRequest) -> HttpResponse:
    """One query by an index and a template."""
    works = SectionWork.objects.filter(response=RESPONSE).order_by()
    return render(request, "floor/view.html", {"works": works})


def save(request: HttpRequest) -> HttpResponse:
    """One UPDATE in a POST; to GET it is to be told what to send."""
    if request.method == "POST":
        sent = request.POST
        Answer.objects.filter(pk=sent["answer"], version=sent["version"]).update(
            version=int(sent["version"]) + 1,
            content={"parts": {"text": sent["text"]}},
            updated_at=timezone.now(),
        )
        return HttpResponseRedirect("/view/")
    mine = Answer.objects.filter(response__city__memberships__user=request.user.pk)
    answer = mine.get(question__section__key=FLOOR_SECTION)
    return render(request, "floor/save.html", {"answer": answer, "text": INITIAL["text-1"]})


def upload_form(request: HttpRequest) -> HttpResponse:
    """What is to be sent with a file."""
    return render(request, "floor/upload.html")


def upload(request: HttpRequest, question: str) -> HttpResponse:
    """One INSERT of the bytes of a file, in a POST."""
    given = request.FILES[f"q-{question}--files--file"]
    if not isinstance(given, UploadedFile):
        raise BadRequest
    number = FileChunk.objects.create(
        file_id=FLOOR_FILE, number=randbelow(2**31), content=given.read()
    ).number
    return JsonResponse({"question": question, "number": number})


def form_plain(request: HttpRequest) -> HttpResponse:
    """A form of 32 fields, written by hand."""
    pairs = [
        (f"yes-no-{number}", f"text-{number}", INITIAL[f"text-{number}"]) for number in range(1, 6)
    ]
    links = [
        (number, INITIAL[f"label-{number}"], INITIAL[f"url-{number}"])
        for number in range(1, LINKS + 1)
    ]
    context = {
        "pairs": pairs,
        "links": links,
        "yes_no": YES_NO,
        "choices": CHOICES,
        "initial": INITIAL,
    }
    return render(request, "floor/form_plain.html", context)


def form_crispy(request: HttpRequest) -> HttpResponse:
    """The same form, by crispy."""
    return render(request, "floor/form_crispy.html", {"form": ThirtyTwo()})

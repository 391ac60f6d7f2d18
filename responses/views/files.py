"""Files of answers: taken from a form or one by one, and sent to who may see them."""

import logging
from collections.abc import Iterable, Mapping
from typing import IO, NamedTuple

from django.core.exceptions import BadRequest, RequestDataTooBig, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from responses.domain.content.content import files_in
from responses.domain.content.files import TYPES, FileFacts, fit_name
from responses.domain.content.kinds import KINDS
from responses.domain.content.kinds.files import row_of
from responses.domain.edition.shapes import EditionShape, QuestionShape
from responses.domain.files.stored import facts_of, stream
from responses.domain.files.storing import bring
from responses.domain.files.unfit import Unfit, UnfitError
from responses.domain.permissions import Permission
from responses.enums import WRITABLE
from responses.forms.answer.entry import Data
from responses.forms.answer.kinds.files import added_words, field_of, with_file
from responses.forms.answer.widgets import Names
from responses.wording.uploads import NO_FILE, REFUSALS

from .access import ResponseAccess, response_or_404
from .places import AnswerPage, SectionPage
from .taking import taken_out
from .uploads import is_too_large

logger = logging.getLogger(__name__)

BUSY_SECONDS = 4
"""After how long a picture is sent again that came while others were being read."""
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


class Taken(NamedTuple):
    """What a form holds once the files in it are taken, and why some are not, by their parts."""

    data: Data
    refused: Mapping[str, ValidationError]


@require_safe
def answer_file(
    request: HttpRequest, city: str, edition: str, digest: str, name: str
) -> HttpResponseBase:
    """Send a file that was brought to a response; a picture to be shown, any other to be kept."""
    access = response_or_404(request, city, edition)
    facts = facts_of(access.response, digest)
    if facts is None or fit_name(name, facts.type) != name:
        raise Http404
    etag = f'"{digest}"'
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        return known
    reply = _reply(request, facts)
    file_type = TYPES[facts.type]
    if not file_type.is_picture:
        taken_out(request, access.response.city, name)
    disposition = content_disposition_header(not file_type.is_picture, name) or "inline"
    for header, said in {**_SAFE, "ETag": etag, "Content-Disposition": disposition}.items():
        reply[header] = said
    return reply


def _reply(request: HttpRequest, facts: FileFacts) -> HttpResponseBase:
    media = TYPES[facts.type].media
    headers = {"Content-Length": str(facts.size)}
    if request.method == "HEAD":
        return HttpResponse(content_type=media, headers=headers)
    return StreamingHttpResponse(stream(facts.digest), content_type=media, headers=headers)


@require_POST
def add_file(
    request: HttpRequest, city: str, edition: str, section: str, question: str
) -> JsonResponse:
    """Take one file for an answer, for scripts, and reply with the row that names it.

    No answer is written: the row is saved with the others of its card. Replies 422 where the file
    is not taken, 413 where it was not even read, 403 or 409 where the answer cannot be written,
    503 where others' pictures are before it, each with a `message`.
    """
    page = AnswerPage.of(request, city, edition, section, question)
    if page.question.language:
        # Files are of the original alone.
        raise Http404
    if page.closed:
        is_late = page.access.may(Permission.EDIT) and page.section.state not in WRITABLE
        return _not_taken(page.closed, 409 if is_late else 403)
    if is_too_large(request):
        return _not_taken(REFUSALS[Unfit.TOO_LARGE], 413)
    fields = [field_of(name) for name in _fields([page.question])]
    chosen = [file for field in fields for file in request.FILES.getlist(field)]
    if len(chosen) != 1:
        raise BadRequest
    try:
        facts = _brought(page.access, chosen[0], request.POST)
    except UnfitError as unfit:
        return _busy() if unfit.why is Unfit.BUSY else _not_taken(REFUSALS[unfit.why], 422)
    row = row_of(chosen[0].name or "", facts)
    return JsonResponse({"row": row, "about": added_words(row, chosen[0].size or 0)})


def _busy() -> JsonResponse:
    """Return what is said of a picture that is to be sent again by itself."""
    logger.info("A picture is to come again in %d s: others are being read.", BUSY_SECONDS)
    said = {"message": str(REFUSALS[Unfit.BUSY]), "after": BUSY_SECONDS}
    return JsonResponse(said, status=503, headers={"Retry-After": str(BUSY_SECONDS)})


def _not_taken(message: str | Promise, code: int) -> JsonResponse:
    return JsonResponse({"message": str(message)}, status=code)


def take_files(page: SectionPage) -> Taken:
    """Store the files that were chosen in the form of a section, and make a row of each.

    Raises `RequestDataTooBig` (413) for a form that is too large: then what stands behind its
    files has not been read.
    """
    request = page.request
    if request.content_type == "multipart/form-data" and is_too_large(request):
        raise RequestDataTooBig
    if not request.FILES:
        # To copy hundreds of fields takes as long as to judge them.
        return Taken(request.POST, _unsent(request))
    data: Data = request.POST.copy()
    refused: dict[str, ValidationError] = {}
    for name in _fields(page.shape.questions):
        for chosen in request.FILES.getlist(field_of(name)):
            try:
                facts = _brought(page.access, chosen, data)
            except UnfitError as unfit:
                refused[name] = ValidationError(str(REFUSALS[unfit.why]))
            else:
                with_file(data, name, chosen.name or "", facts)
    return Taken(data, refused)


def _unsent(request: HttpRequest) -> Mapping[str, ValidationError]:
    """Return the part whose button to add a file was pressed, as none was sent with it."""
    verb, _space, name = request.POST.get("rows", "").partition(" ")
    return {name: ValidationError(NO_FILE)} if verb == "upload" else {}


def _fields(questions: Iterable[QuestionShape]) -> list[str]:
    """Return the parts of questions that take files, as a form names them."""
    return [
        Names.of(question).parts[part.key]
        for question in questions
        for part in question.parts
        if KINDS[part.kind].takes_files
    ]


def file_questions(edition: EditionShape) -> list[tuple[str, QuestionShape]]:
    """Return the questions that take pictures and files, each with the key of its section."""
    return [
        (section.key, question)
        for section in edition.sections
        for question in section.questions
        if any(KINDS[part.kind].takes_files for part in question.parts)
    ]


def takes_files(page: SectionPage) -> bool:
    """Return whether files can be chosen in the form of a section."""
    return bool(_fields(page.shape.questions))


def _brought(access: ResponseAccess, chosen: UploadedFile, data: Data) -> FileFacts:
    named = {
        file.facts.digest
        for answer in access.snapshot.answers_by_key.values()
        for file in files_in(answer.question, answer.content)
    }
    # Those that were chosen before, too, and are not saved yet.
    named |= {str(text) for name, text in data.items() if name.endswith("--digest")}
    given: IO[bytes] = chosen.file  # type: ignore[assignment]
    return bring(access.response, given, author=access.user, named=named, name=chosen.name or "")

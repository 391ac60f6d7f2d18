"""What the administration shows and nobody changes there, as the product writes it."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from responses.characters import one_line
from responses.domain.content.kinds import KINDS
from responses.models import (
    Answer,
    AuditRecord,
    Edition,
    Event,
    Part,
    Question,
    Response,
    Revision,
    Section,
    SectionWork,
)
from responses.pages.audit import readable

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class ReadOnly:
    """What is shown and never changed here, as another door writes it."""

    def has_add_permission(self, _request: Any, _obj: object = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, _request: Any, _obj: object = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, _request: Any, _obj: object = None) -> bool:
        """Nobody deletes."""
        return False


class Searched:
    """What is found by words as they are kept: NFC, in one line."""

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> Any:
        """Return what is found."""
        return super().get_search_results(request, queryset, one_line(search_term))  # type: ignore[misc]


class SectionInline(ReadOnly, TabularInline):
    """The sections of an edition."""

    model = Section
    fields = ("number", "key", "title")
    show_change_link = True


@admin.register(Edition)
class EditionAdmin(ReadOnly, ModelAdmin):
    """Editions, which `manage.py load_edition` loads."""

    list_display = ("code", "__str__", "year")
    inlines = (SectionInline,)


class QuestionInline(ReadOnly, TabularInline):
    """The questions of a section."""

    model = Question
    fields = ("number", "key", "wording")
    show_change_link = True


@admin.register(Section)
class SectionAdmin(ReadOnly, ModelAdmin):
    """Sections with their questions."""

    list_display = ("__str__", "edition")
    list_filter = ("edition",)
    list_select_related = ("edition",)
    ordering = ("edition", "position")
    inlines = (QuestionInline,)


class PartInline(ReadOnly, TabularInline):
    """The parts of a question."""

    model = Part
    fields = ("key", "kind_of_part", "label", "choices")
    readonly_fields = ("kind_of_part",)

    @admin.display(description=_("kind"))
    def kind_of_part(self, part: Part) -> str:
        """Return the kind in words."""
        return str(KINDS[part.kind].label)


@admin.register(Question)
class QuestionAdmin(ReadOnly, ModelAdmin):
    """Questions with their parts."""

    list_display = ("__str__", "section")
    list_filter = ("section__edition",)
    list_select_related = ("section__edition",)
    inlines = (PartInline,)


class SectionWorkInline(ReadOnly, TabularInline):
    """The sections of a response, which coordinators assign and `domain.review.workflow` moves."""

    model = SectionWork
    fields = readonly_fields = ("section", "state", "state_since", "department", "due_on")

    def get_queryset(self, request: Any) -> Any:
        """Read what the rows show along with them."""
        return super().get_queryset(request).select_related("section", "response__city")


@admin.register(Response)
class ResponseAdmin(ReadOnly, ModelAdmin):
    """Responses, which coordinators start and assign."""

    list_display = ("__str__", "city", "edition", "created_at")
    list_filter = ("edition", "city")
    list_select_related = ("city", "edition")
    inlines = (SectionWorkInline,)


class RevisionInline(ReadOnly, TabularInline):
    """The versions of an answer."""

    model = Revision
    fields = ("version", "author", "source", "created_at", "content")
    ordering = ("-version",)


@admin.register(Answer)
class AnswerAdmin(ReadOnly, ModelAdmin):
    """Answers, which `domain.answers.drafting` writes."""

    list_display = ("response", "question", "version", "updated_at", "updated_by")
    list_display_links = ("question",)
    list_filter = ("response__city", "response__edition")
    list_select_related = ("response__city", "response__edition", "question", "updated_by")
    inlines = (RevisionInline,)


@admin.register(Revision)
class RevisionAdmin(ReadOnly, ModelAdmin):
    """Revisions, which `domain.answers.drafting` writes."""

    list_display = ("question", "version", "author", "source", "created_at")
    list_filter = ("source", "answer__response__city")
    list_select_related = ("answer__question", "author")
    ordering = ("-created_at", "-pk")

    @admin.display(description=_("question"))
    def question(self, revision: Revision) -> str:
        """Return what the answer is to."""
        return str(revision.answer.question)


@admin.register(Event)
class EventAdmin(ReadOnly, ModelAdmin):
    """Events, which `domain.review.workflow` writes."""

    list_display = ("created_at", "work", "action", "actor", "actor_role")
    list_filter = ("action", "work__response__city")
    list_select_related = (
        "work__response__city",
        "work__response__edition",
        "work__section",
        "actor",
    )
    ordering = ("-pk",)


@admin.register(AuditRecord)
class AuditRecordAdmin(Searched, ReadOnly, ModelAdmin):
    """Audit records, which `domain.auditing` writes; those of no city are shown here alone."""

    list_display = ("at", "kind", "person", "city", "told", "address")
    list_filter = ("kind", "city")
    list_select_related = ("person", "city")
    search_fields = ("subject", "person__name", "person__email")
    ordering = ("-pk",)

    @admin.display(description=_("subject"), ordering="subject")
    def told(self, record: AuditRecord) -> str:
        """Return the subject as people read it."""
        return readable(record.subject)

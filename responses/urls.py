"""The addresses of LGQ Desk's own pages; address, view function and template share a name."""

from django.urls import URLPattern, path

from responses.views import (
    assigning,
    audit,
    autosave,
    dashboard,
    deputies,
    documents,
    history,
    invitations,
    members,
    notices,
    presence,
    preview,
    response,
    review,
    sealing,
    search,
    section,
    shortcuts,
    suggest,
    talk,
    unsaved,
    verify,
    work,
)

CITY = "<slug:city>/"
RESPONSE = f"{CITY}<slug:edition>/"
SECTION = f"{RESPONSE}<slug:section>/"

urlpatterns: list[URLPattern] = [
    path("", work.my_work, name="my_work"),
    path("preview/", preview.preview, name="preview"),
    path("search/", search.search, name="search"),
    path("verify/", verify.verify, name="verify"),
    path("shortcuts/", shortcuts.shortcuts, name="shortcuts"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/", notices.notice, name="notice"),
    path("invitations/<str:secret>/", invitations.invitation, name="invitation"),
    path(f"{CITY}members/", members.members, name="members"),
    path(f"{CITY}deputies/", deputies.deputies, name="deputies"),
    path(f"{CITY}audit/", audit.audit, name="audit"),
    path(f"{CITY}audit/records.csv", audit.audit_csv, name="audit_csv"),
    path(f"{RESPONSE}start/", work.start, name="start"),
    path(RESPONSE, response.overview, name="overview"),
    path(f"{RESPONSE}response.pdf", documents.response_pdf, name="response_pdf"),
    path(f"{RESPONSE}dashboard/", dashboard.dashboard, name="dashboard"),
    path(f"{RESPONSE}dashboard/progress.xlsx", dashboard.progress_xlsx, name="progress_xlsx"),
    path(f"{RESPONSE}submissions/", sealing.submissions, name="submissions"),
    path(f"{RESPONSE}submissions/seal/", sealing.seal, name="seal"),
    path(f"{RESPONSE}submissions/compare/", sealing.compare, name="compare_submissions"),
    path(f"{RESPONSE}submissions/<int:number>/<str:name>", sealing.file, name="submission_file"),
    path(f"{RESPONSE}assignment/", assigning.assignment, name="assignment"),
    path(SECTION, section.section, name="section"),
    path(f"{SECTION}unsaved/", unsaved.unsaved, name="unsaved"),
    path(f"{SECTION}presence/", presence.presence, name="presence"),
    path(f"{SECTION}review/", review.review, name="review"),
    path(f"{SECTION}<slug:question>/save/", autosave.autosave, name="autosave"),
    path(f"{SECTION}<slug:question>/history/", history.history, name="history"),
    path(f"{SECTION}<slug:question>/talk/", talk.talk, name="talk"),
    path(f"{SECTION}<slug:question>/people/", talk.people, name="people"),
    path(f"{SECTION}<slug:question>/suggest/", suggest.suggest, name="suggest"),
    path(f"{SECTION}<slug:action>/", review.act, name="act"),
]

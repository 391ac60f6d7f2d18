"""Which pages are drawn, each as one person who sees it; tests/test_pictures.py finds none missing.

A page that comes in several states has a row a state, and its pictures begin with its name.
"""

from dataclasses import dataclass

COORDINATOR, WRITER, REVIEWER, SECOND = "coordinator", "writer1", "reviewer1", "reviewer2"
OTHER, VIEWER, ADMINISTRATOR, NOBODY = "writer2", "viewer", "administrator", ""
SEOUL, BUSAN = "/seoul/lgq-2022/", "/busan/lgq-2022/"
READY, SEALED = "/daejeon/lgq-2022/", "/incheon/lgq-2022/"
JOB = "submissions/seal/?job="


@dataclass(frozen=True, slots=True)
class Shot:
    """One page in one state.

    `person` is the first part of an address of the page's city, as `account_of` reads it. What
    stands in braces in `path` is made by `tests/pictures/states.py`, as nobody can know it
    before; `status` is that of the reply. `choose` is a file of `CHOSEN`, chosen where the page
    takes one first. What is pressed on the page must change nothing, as each page is opened four
    times.
    """

    name: str
    person: str
    path: str
    press: str = ""
    unfold: str = ""
    choose: str = ""
    status: int = 200


def account_of(shot: Shot) -> str:
    """Return the e-mail address of the person who looks at a page; empty: nobody. Pure."""
    if not shot.person or shot.person == ADMINISTRATOR:
        return shot.person and f"{ADMINISTRATOR}@lgq.example"
    first = shot.path.split("/")[1]
    city = first if first in {"busan", "daejeon", "incheon"} else "seoul"
    return f"{shot.person}@{city}.example"


SEND = "main .btn-primary"

CHOSEN = {"on-the-way.csv": b"1,2\n", "refused.html": b"<p>1,2</p>"}
"""Files that are chosen on a page: one that never arrives, and one that is not taken."""

SHOTS = (
    # Before signing in
    Shot("sign-in", NOBODY, "/accounts/login/"),
    Shot("sign-in-refused", NOBODY, "/accounts/login/", press=SEND),
    Shot("password-reset", NOBODY, "/accounts/reset/"),
    Shot("password-reset-sent", NOBODY, "/accounts/reset/sent/"),
    Shot("password-reset-set", NOBODY, "{reset}"),
    Shot("password-reset-void", NOBODY, "/accounts/reset/x/y/"),
    Shot("password-reset-done", NOBODY, "/accounts/reset/done/"),
    Shot("invitation", NOBODY, "{invitation}"),
    Shot("give-back", NOBODY, "{returned}"),
    Shot("give-back-void", NOBODY, "/returns/nobody-made-it/", status=404),
    Shot("invitation-void", NOBODY, "/invitations/nobody-made-it/", status=404),
    Shot("verify", NOBODY, "/verify/"),
    Shot("verify-found", NOBODY, "/verify/?digest={digest}"),
    Shot("verify-unknown", NOBODY, f"/verify/?digest={'0' * 64}"),
    Shot("verify-missing", NOBODY, "/verify/?digest=", status=422),
    # Everybody's own
    Shot("work-coordinator", COORDINATOR, "/"),
    Shot("work-writer", WRITER, "/"),
    Shot("work-reviewer", REVIEWER, "/"),
    Shot("work-translator", "translator", "/"),
    Shot("work-viewer", VIEWER, "/"),
    Shot("profile", WRITER, "/accounts/profile/"),
    Shot("notices", WRITER, "/notices/"),
    Shot("notices-coordinator", COORDINATOR, "/notices/"),
    Shot("search", WRITER, "/search/"),
    Shot("search-found", WRITER, "/search/?words=서울+go.kr"),
    Shot("search-none", WRITER, "/search/?words=nowhere"),
    Shot("menu-of-person", WRITER, "/", unfold="header details"),
    Shot("password", WRITER, "/accounts/password/"),
    Shot("password-refused", WRITER, "/accounts/password/", press=SEND),
    Shot("password-changed", WRITER, "/accounts/password/changed/"),
    Shot("help", WRITER, "/help/contributor/"),
    Shot("help-reviewer", REVIEWER, "/help/reviewer/"),
    Shot("help-coordinator", COORDINATOR, "/help/coordinator/"),
    Shot("help-viewer", VIEWER, "/help/viewer/"),
    Shot("help-administrator", ADMINISTRATOR, "/help/administrator/"),
    Shot("help-all", NOBODY, "/help/"),
    Shot("shortcuts", WRITER, "/shortcuts/"),
    Shot("shortcuts-dialog", WRITER, "/", press="?"),
    # A response
    Shot("response", COORDINATOR, SEOUL),
    Shot("response-viewer", VIEWER, SEOUL),
    Shot("response-empty", COORDINATOR, BUSAN),
    Shot("response-ready", COORDINATOR, READY),
    Shot("evidence", VIEWER, f"{SEOUL}evidence/", unfold="main details"),
    Shot("evidence-link", WRITER, f"{SEOUL}evidence/address/{{link}}/"),
    Shot("evidence-link-read", VIEWER, f"{SEOUL}evidence/address/{{link}}/"),
    Shot("evidence-repairs", COORDINATOR, f"{BUSAN}evidence/repairs/"),
    Shot("evidence-repairs-none", OTHER, f"{SEOUL}evidence/repairs/"),
    Shot("evidence-none", COORDINATOR, f"{SEOUL}evidence/?state=failing&section=legal"),
    Shot("coverage", VIEWER, f"{SEOUL}coverage/"),
    Shot("coverage-none", COORDINATOR, f"{SEOUL}coverage/?show=none"),
    Shot("services", COORDINATOR, f"{SEOUL}services/"),
    Shot("services-viewer", VIEWER, f"{SEOUL}services/"),
    Shot("evidence-kept", COORDINATOR, f"{SEALED}evidence/pages/", unfold="main details"),
    Shot("evidence-kept-none", COORDINATOR, f"{SEOUL}evidence/pages/"),
    Shot("export", VIEWER, f"{SEOUL}export/"),
    Shot("export-sealed", COORDINATOR, f"{SEALED}export/"),
    Shot("import", COORDINATOR, f"{SEOUL}import/"),
    Shot("import-none", COORDINATOR, f"{BUSAN}import/"),
    Shot("import-refused", COORDINATOR, f"{SEOUL}import/{{damaged}}/", status=422),
    Shot("import-reading", COORDINATOR, f"{SEOUL}import/{{unread}}/", status=202),
    Shot("import-proposals", COORDINATOR, f"{SEOUL}import/{{read}}/"),
    Shot("import-selected", COORDINATOR, f"{SEOUL}import/{{read}}/?select=i-2-1#move"),
    Shot("import-editing", COORDINATOR, f"{SEOUL}import/{{read}}/i-2-1/"),
    Shot("history-imported", COORDINATOR, f"{BUSAN}organization/i-1/history/"),
    Shot("response-sealed", COORDINATOR, SEALED),
    Shot("pdf-waiting", COORDINATOR, f"{BUSAN}response.pdf?language=ko", status=202),
    # Writing
    Shot("section-translating", WRITER, f"{SEOUL}strategy/?show=both"),
    Shot("section-translating-terms", WRITER, f"{SEOUL}smart-city/?show=both#viii-2_en"),
    Shot("section-confirming", "reviewer3", f"{READY}strategy/?show=both"),
    Shot("section", WRITER, f"{SEOUL}satisfaction/"),
    Shot("section-table", WRITER, f"{SEOUL}satisfaction/", press="#v-2 [id$='--table-button']"),
    Shot("section-addresses", COORDINATOR, f"{BUSAN}strategy/", unfold="[data-moves]"),
    Shot("section-asked", WRITER, f"{SEOUL}strategy/"),
    Shot("section-uploading", WRITER, f"{SEOUL}smart-city/", choose="on-the-way.csv"),
    Shot("section-file-refused", WRITER, f"{SEOUL}smart-city/", choose="refused.html"),
    Shot("section-translating-files", OTHER, f"{SEOUL}satisfaction/?show=both"),
    Shot("section-not-mine", WRITER, f"{SEOUL}legal/"),
    Shot("section-unfolded", WRITER, f"{SEOUL}strategy/", unfold="main details"),
    Shot("section-in-review", WRITER, f"{SEOUL}online-services/"),
    Shot("section-approved", WRITER, f"{SEOUL}organization/"),
    Shot("section-viewer", VIEWER, f"{SEOUL}satisfaction/"),
    Shot("section-conflict", WRITER, f"{SEOUL}covid-19/"),
    Shot("unsaved", WRITER, f"{SEOUL}covid-19/unsaved/"),
    Shot("unsaved-files", OTHER, f"{SEOUL}smart-city/unsaved/"),
    Shot("send", WRITER, f"{SEOUL}satisfaction/send/"),
    Shot("send-addresses", COORDINATOR, f"{BUSAN}strategy/send/"),
    Shot("history", WRITER, f"{SEOUL}strategy/iii-3/history/"),
    Shot("history-compared", WRITER, f"{SEOUL}strategy/iii-3/history/?from=1&to=3"),
    Shot("history-files", WRITER, f"{SEOUL}smart-city/viii-2/history/?from=1&to=2"),
    Shot("history-restore", WRITER, f"{SEOUL}strategy/iii-3/history/?restore=2"),
    Shot("indicators", WRITER, f"{SEOUL}strategy/iii-3/indicators/"),
    Shot("indicators-viewer", VIEWER, f"{SEOUL}organization/i-1/indicators/"),
    Shot("talk", WRITER, f"{SEOUL}strategy/iii-3/talk/"),
    Shot("talk-suggestion", REVIEWER, f"{SEOUL}strategy/iii-3/suggest/"),
    Shot("talk-translation", "translator", f"{SEOUL}strategy/iii-3_en/talk/"),
    Shot("talk-translation-suggestion", REVIEWER, f"{SEOUL}strategy/iii-3_en/suggest/"),
    # Review
    Shot("review", REVIEWER, f"{SEOUL}strategy/review/"),
    Shot("review-to-sign", SECOND, f"{SEOUL}online-services/review/"),
    Shot("review-signing", SECOND, f"{SEOUL}online-services/review/", press="[name=ask]"),
    Shot("review-withdrawing", COORDINATOR, f"{SEOUL}online-services/withdraw/"),
    Shot("review-approved", REVIEWER, f"{SEOUL}organization/review/"),
    Shot("review-writer", WRITER, f"{SEOUL}satisfaction/review/"),
    # Coordinating
    Shot("dashboard", COORDINATOR, f"{SEOUL}dashboard/"),
    Shot("dashboard-empty", COORDINATOR, f"{BUSAN}dashboard/"),
    Shot("assignment", COORDINATOR, f"{SEOUL}assignment/"),
    Shot("assignment-unfolded", COORDINATOR, f"{SEOUL}assignment/", unfold="main details"),
    Shot("handouts", COORDINATOR, f"{SEOUL}handouts/"),
    Shot("handouts-refused", COORDINATOR, f"{SEOUL}handouts/", press=SEND),
    Shot("handout", COORDINATOR, f"{SEOUL}handouts/{{handout}}/"),
    Shot("people", COORDINATOR, "/seoul/members/"),
    Shot("people-refused", COORDINATOR, "/seoul/members/", press="[name=do][value=invite]"),
    Shot("deputies", COORDINATOR, "/seoul/deputies/"),
    Shot("glossary", WRITER, "/seoul/glossary/"),
    Shot("glossary-viewer", VIEWER, "/seoul/glossary/"),
    Shot("glossary-changing", WRITER, "/seoul/glossary/", press="tbody a"),
    Shot("glossary-refused", WRITER, "/seoul/glossary/", press="[name=do][value=import]"),
    Shot("glossary-none", COORDINATOR, "/busan/glossary/"),
    Shot("settings", COORDINATOR, "/seoul/settings/"),
    Shot("audit", COORDINATOR, "/seoul/audit/"),
    Shot("submissions", COORDINATOR, f"{SEOUL}submissions/"),
    Shot("submissions-ready", COORDINATOR, f"{READY}submissions/"),
    Shot("submissions-seal", COORDINATOR, f"{READY}submissions/seal/"),
    Shot("submissions-sealing", COORDINATOR, f"{SEALED}{JOB}{{sealing}}", status=202),
    Shot("submissions-unsealed", COORDINATOR, f"{READY}{JOB}{{unsealed}}", status=409),
    Shot("submissions-sealed", COORDINATOR, f"{SEALED}submissions/"),
    Shot("submissions-compared", COORDINATOR, f"{SEALED}submissions/compare/?from=1&to=2"),
    # Administration and refusals
    Shot("administration", ADMINISTRATOR, "/admin/"),
    Shot("administration-city", ADMINISTRATOR, "/admin/responses/city/add/"),
    Shot("administration-list", ADMINISTRATOR, "/admin/responses/city/"),
    Shot("refused-unknown", WRITER, "/nowhere/at/all/", status=404),
    Shot("refused-forbidden", VIEWER, "/seoul/members/", status=403),
)

README = Shot("readme", "writer2", f"{SEOUL}covid-19/")
"""The page on the picture of README.md."""

GUIDES = {
    "contributor": README,
    "reviewer": Shot("review", SECOND, f"{SEOUL}online-services/review/"),
    "coordinator": Shot("dashboard", COORDINATOR, f"{SEOUL}dashboard/"),
    "viewer": Shot("response", VIEWER, SEOUL),
    "translator": Shot("translation", "translator", f"{SEOUL}strategy/?show=both"),
    "administrator": Shot("city", ADMINISTRATOR, "/admin/responses/city/add/"),
}
"""The page on the picture of each guide, in the reader's language."""

FILES = {
    "pdf": f"{SEOUL}response.pdf?language={{language}}",
    "pdf-sealed": f"{SEALED}submissions/2/response-{{language}}.pdf",
}
"""The documents that are drawn page by page, as their city's coordinator."""

POSTED, LEADS_ON = "it takes no GET", "it leads to another page"
LEFT_OUT = {
    "preview": POSTED,
    "presence": POSTED,
    "autosave": POSTED,
    "add_file": POSTED,
    "start": POSTED,
    "logout": POSTED,
    "set_language": POSTED,
    "recheck": POSTED,
    "admin_sign_out": POSTED,
    "admin_sign_in": LEADS_ON,
    "admin_password": LEADS_ON,
    "notice": LEADS_ON,
    "sign_in_again": "by GET it tells a script alone who is there",
    "people": "a part of a page, which a script asks for",
    "kept_page": "a file without a look",
    "answer_file": "a file without a look of ours",
    "audit_csv": "a file without a look",
    "glossary_csv": "a file without a look",
    "coverage_file": "a file without a look",
    "progress_xlsx": "a file without a look",
    "imported_file": "a file without a look of ours",
    "export_file": "a file: see docs/flows/export.md",
    "response_schema": "a file without a look",
    "handed_file": "a file: see docs/flows/handout.md",
    "blank_file": "a file: see docs/flows/handout.md",
    "returned_original": "a file as it came back",
}
"""The addresses of which there is no picture, each with the reason."""

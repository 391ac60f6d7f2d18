"""What is sealed, made as the product makes it but for the PDFs, which would take seconds."""

from responses.documents import package
from responses.documents.files_csv import files_csv
from responses.domain.auditing import Actor
from responses.domain.snapshot.plain import read_text
from responses.domain.submissions.attached import archive_digest, attached, filed
from responses.domain.submissions.sealing import Prepared, seal
from responses.models import Response, Submission, User


def packed(prepared: Prepared) -> package.Package:
    """Return the files of what was prepared, and the archive of them."""
    snapshot, files = read_text(prepared.text), {"snapshot.json": prepared.text.encode()}
    of_answers = attached(snapshot)
    if of_answers:
        files["files.csv"] = files_csv(snapshot, of_answers)
    manifest = package._manifest(snapshot, prepared.seal, files, [*filed(of_answers)])
    files["manifest.json"] = package._json(manifest)
    archive = package._zip(files, prepared.seal.sealed_at)
    return package.Package(files, archive, archive_digest(archive))


def seal_packed(response: Response, prepared: Prepared, actor: User) -> Submission:
    """Seal what was prepared, with its archive."""
    made = packed(prepared)
    return seal(
        *(response, prepared),
        files=made.files,
        archive=made.archive,
        archive_digest=made.digest,
        actor=Actor(actor),
    )

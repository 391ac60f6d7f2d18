"""What is encrypted is read by its key alone, and as it was or not at all."""

from pathlib import Path

import pytest

from responses.domain.backups.archive import DAMAGED, FOREIGN, BackupError
from responses.domain.backups.encrypted import MAGIC, NO_KEY, WRONG_KEY, decrypting, encrypting
from responses.domain.backups.opened import check

KEY, SAID = "a key of many letters", b"the content that nobody reads" * 5_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "encrypted"
    with made.open("w+b") as new, encrypting(new, KEY) as plain:
        plain.write(SAID)
    return made


def decrypted(file: Path, key: str) -> bytes:
    with file.open("rb") as raw, decrypting(raw, key) as plain:
        return plain.read()


def test_the_key_reads_it(file: Path) -> None:
    assert decrypted(file, KEY) == SAID
    assert b"nobody" not in file.read_bytes()


def test_a_wrong_key_and_none_are_told(file: Path) -> None:
    with pytest.raises(BackupError, match=WRONG_KEY):
        decrypted(file, f"{KEY}.")
    with pytest.raises(BackupError, match=NO_KEY):
        decrypted(file, "")


def test_two_of_the_same_content_differ(file: Path, tmp_path: Path) -> None:
    with (tmp_path / "second").open("w+b") as new, encrypting(new, KEY) as plain:
        plain.write(SAID)
    second = (tmp_path / "second").read_bytes()
    assert second[len(MAGIC) :][:16] != file.read_bytes()[len(MAGIC) :][:16]


# In the salt, the proof of the key, the code, what openssl puts first, and the content.
@pytest.mark.parametrize("place", [30, 50, 90, 110, 130, 70_000, -1])
def test_a_changed_byte_is_found_before_anything_is_decrypted(file: Path, place: int) -> None:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupError, match=f"{DAMAGED}|{WRONG_KEY}"):
        decrypted(file, KEY)


@pytest.mark.parametrize(("length", "said"), [(5, FOREIGN), (40, DAMAGED), (70_000, DAMAGED)])
def test_a_lost_end_is_found(file: Path, length: int, said: str) -> None:
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(BackupError, match=said):
        check(file, KEY)


def test_without_openssl_it_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="openssl is not installed"):
        decrypted(file, KEY)


def test_what_openssl_cannot_write_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(BackupError, match="openssl says"),
        Path("/dev/full").open("r+b", buffering=0) as full,
        encrypting(Full(full), KEY) as plain,  # type: ignore[arg-type]
    ):
        plain.write(SAID)


class Full:
    """A file that has room for its head alone."""

    def __init__(self, full: object) -> None:
        self.full = full

    def write(self, _content: bytes) -> None:
        pass

    def flush(self) -> None:
        pass

    def fileno(self) -> int:
        return self.full.fileno()  # type: ignore[attr-defined, no-any-return]

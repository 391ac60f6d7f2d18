"""A file that is encrypted: AES-256 by openssl, and a code by which each change of it is found.

The words that a person sets as the key become two keys by scrypt. One encrypts. The other makes
the code (HMAC-SHA-256) of what was encrypted; it is checked before anything is decrypted.
"""

import hmac
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import scrypt
from io import BufferedReader
from typing import IO, Any, NamedTuple

from .archive import DAMAGED, BackupError

MAGIC = b"lgq-desk-backup encrypted/1\n"
_SALT, _CODE = 16, 32
_BLOCK = 1024 * 1024

NO_KEY = "it is encrypted: set BACKUP_KEY to the key that it was made with"
WRONG_KEY = "BACKUP_KEY is not the key that it was made with"


class _Keys(NamedTuple):
    """What a salt makes of the key that a person set."""

    cipher: bytes
    code: bytes

    @property
    def proof(self) -> bytes:
        """What stands in the file, so that a wrong key is told from damage."""
        return hmac.digest(self.code, b"proof of the key", "sha256")


@contextmanager
def encrypting(file: IO[bytes], key: str) -> Iterator[IO[bytes]]:
    """Give a file whose content is encrypted into this one, from its start."""
    salt = os.urandom(_SALT)
    keys = _keys(key, salt)
    file.write(MAGIC + salt + keys.proof + bytes(_CODE))
    file.flush()
    with _openssl("-e", keys.cipher, stdin=subprocess.PIPE, stdout=file) as process:
        assert process.stdin  # noqa: S101 - as asked for
        yield process.stdin
    start = len(MAGIC) + _SALT + _CODE
    file.seek(start)
    file.write(_code_of(file, keys, salt))
    file.flush()


@contextmanager
def decrypting(file: IO[bytes], key: str) -> Iterator[BufferedReader]:
    """Give the content of an encrypted file; raise `BackupError` unless all of it is as it was."""
    if not key:
        raise BackupError(NO_KEY)
    file.seek(len(MAGIC))
    salt, proof, code = file.read(_SALT), file.read(_CODE), file.read(_CODE)
    if len(code) < _CODE:
        raise BackupError(DAMAGED)
    keys = _keys(key, salt)
    if not hmac.compare_digest(proof, keys.proof):
        raise BackupError(WRONG_KEY)
    if not hmac.compare_digest(code, _code_of(file, keys, salt)):
        raise BackupError(DAMAGED)
    # Of the file itself, which openssl reads on from here.
    os.lseek(file.fileno(), len(MAGIC) + _SALT + 2 * _CODE, os.SEEK_SET)
    with _openssl("-d", keys.cipher, stdin=file, stdout=subprocess.PIPE) as process:
        assert isinstance(process.stdout, BufferedReader)  # noqa: S101 - as asked for
        yield process.stdout


def _keys(key: str, salt: bytes) -> _Keys:
    # 32 MB and a tenth of a second a guess.
    made = scrypt(key.encode(), salt=salt, n=2**15, r=8, p=1, maxmem=64 * 2**20, dklen=64)
    return _Keys(made[:32], made[32:])


def _code_of(file: IO[bytes], keys: _Keys, salt: bytes) -> bytes:
    """Return the code of what is encrypted in a file; leave the file where it was."""
    before = file.tell()
    found = hmac.new(keys.code, MAGIC + salt, "sha256")
    file.seek(len(MAGIC) + _SALT + 2 * _CODE)
    while block := file.read(_BLOCK):
        found.update(block)
    file.seek(before)
    return found.digest()


@contextmanager
def _openssl(way: str, key: bytes, *, stdin: Any, stdout: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Run openssl; the key goes through a pipe, as arguments can be seen by everybody."""
    reading, writing = os.pipe()
    os.write(writing, key.hex().encode() + b"\n")
    os.close(writing)
    command = ("openssl", "enc", way, "-aes-256-ctr", "-pbkdf2", "-md", "sha256")
    try:
        process = subprocess.Popen(  # noqa: S603
            [*command, "-pass", f"fd:{reading}"],
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            pass_fds=(reading,),
        )
    except FileNotFoundError as error:
        raise BackupError("the program openssl is not installed") from error
    finally:
        os.close(reading)
    with process:
        try:
            yield process
        except BrokenPipeError:
            pass  # it has ended, and says why
        except BaseException:
            process.kill()
            raise
        _out, said = process.communicate()
    if process.returncode:
        reason = said.decode(errors="replace").strip().rpartition("\n")[-1]
        raise BackupError(f"openssl says: {reason or process.returncode}")

"""script/server: the web server and the worker beside it begin together and end together."""

import os
import re
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import pytest

from tests.support import PATIENCE, migrated
from tests.support.factories import PASSWORD
from tests.support.mail_server import eventually, free_port
from tests.support.servers import PRODUCT, Site

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "script/server"

pytestmark = pytest.mark.race


def test_it_says_where_it_is_however_long_the_start_takes() -> None:
    found = re.search(
        r"^welcome_once_up\(\) {.*?^}", SCRIPT.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert found
    waits = "listening() { ((++asked > 700)); }; sleep() { :; }; welcome() { echo Welcome; }"
    command = ["bash", "-euc", f"asked=0; {waits}; {found[0]}; welcome_once_up"]
    said = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
    assert said.stdout == "Welcome\n"
    assert said.stderr.count("== Still starting") == 4


def skip_compressing(data: Path) -> None:
    """Say that the static files were collected, which takes a minute and is not needed here."""
    found = re.search(r"^files=\$\((.+)\)$", SCRIPT.read_text(encoding="utf-8"), re.MULTILINE)
    assert found
    command = ["bash", "-c", found[1]]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    (data / "static").mkdir()
    (data / "static/.collected").write_bytes(files.stdout)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Path:
    """Give a data folder with all tables and fonts, which take longer to make than all else."""
    site = new_site(tmp_path_factory.mktemp("prepared"))
    if migrated.FILE.exists():
        shutil.copyfile(migrated.FILE, site.folder / "db.sqlite3")
    else:
        site.run("manage.py", "migrate", "--verbosity=0")
    site.run("manage.py", "build_print_font")
    return site.folder


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    """Give a data folder as another start left it."""
    return Path(shutil.copytree(prepared, tmp_path / "data"))


def new_site(data: Path) -> Site:
    return Site(data, f"sqlite:///{data / 'db.sqlite3'}")


@contextmanager
def started(data: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run script/server until it says where it is."""
    skip_compressing(data)
    log = data / "log"
    with log.open("wb") as lines:
        process = subprocess.Popen(  # noqa: S603
            [SCRIPT, "--no-demo", "--port", str(free_port())],
            env={**new_site(data).environment, **environ},
            stdout=lines,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # What runs this test in the background may ignore Ctrl-C; a terminal does not.
            preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - before any thread
        )
    try:
        assert eventually(lambda: b"LGQ Desk is at" in log.read_bytes()), log.read_text()
        said = log.read_text()
        assert said.index("== Preparing the database") < said.index("LGQ Desk is at")
        assert eventually(lambda: (len(servers(data)), len(workers(data))) == (3, 1))
        yield process
    finally:
        process.kill()
        process.wait()


def processes(data: Path) -> dict[int, str]:
    """Return what runs on a data folder, by its environment: command lines by process id."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"DATA_DIR={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                found[int(folder.name)] = line
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue
    return {pid: line for pid, line in found.items() if line}


def workers(data: Path) -> list[int]:
    return [pid for pid, line in processes(data).items() if "manage.py work" in line]


def servers(data: Path) -> list[int]:
    """Return the web server's master, and then its two workers."""
    return sorted(pid for pid, line in processes(data).items() if "gunicorn" in line)


def test_it_begins_with_nothing_and_ends_with_all_that_it_started(tmp_path: Path) -> None:
    with started(tmp_path) as server:
        assert_ends(server, signal.SIGINT, tmp_path)


def assert_ends(server: subprocess.Popen[bytes], end: signal.Signals, data: Path) -> None:
    server.send_signal(end)
    assert server.wait(PATIENCE) == 0
    assert processes(data) == {}


def test_nothing_stays_when_it_is_killed(data: Path) -> None:
    with started(data) as server:
        server.kill()
        assert eventually(lambda: processes(data) == {})


def test_a_worker_that_ends_is_started_again_and_ends_with_all_else(data: Path) -> None:
    with started(data) as server:
        # It has taken the backup of today by itself.
        backups = data / "backups"
        assert eventually(lambda: len(list(backups.glob("lgq-*.backup"))) == 1)
        [first] = workers(data)
        os.kill(first, signal.SIGKILL)
        assert eventually(lambda: first not in workers(data) and len(workers(data)) == 1)
        assert "the worker has ended; starting it again" in (data / "log").read_text()
        assert_ends(server, signal.SIGTERM, data)


def test_it_ends_soon_and_gives_back_the_job_at_hand(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = new_site(data)
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", PASSWORD)
    site.run("manage.py", "createsuperuser", "--noinput", "--email=kim@x.example", "--name=Kim")

    def shell(code: str) -> str:
        return site.run("manage.py", "shell", "--no-imports", "--command", f"{TASKS}; {code}")

    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE)
        host, port = silent.getsockname()
        with started(data, EMAIL_URL=f"smtp://{host}:{port}", **OWN_SETTINGS) as server:
            shell("mail_password.enqueue('kim@x.example', 'en')")
            waits, _address = silent.accept()  # the worker, for the greeting
            with waits:
                began = monotonic()
                assert_ends(server, signal.SIGTERM, data)
                # A mail is given twenty seconds.
                assert monotonic() - began < 12
    told = shell("print(DBTaskResult.objects.ready().get().args_kwargs['args'])")
    assert told == "['kim@x.example', 'en']\n"


OWN_SETTINGS = {"DJANGO_SETTINGS_MODULE": PRODUCT}
"""The product's own, as those of the tests send no mail."""
TASKS = "from responses.tasks import DBTaskResult, mail_password"


def test_without_the_web_server_it_ends(data: Path) -> None:
    with started(data) as server:
        os.kill(servers(data)[0], signal.SIGKILL)
        assert server.wait(PATIENCE) == 128 + signal.SIGKILL
        assert eventually(lambda: processes(data) == {})

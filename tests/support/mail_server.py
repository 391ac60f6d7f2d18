"""A mail server of the tests' own: it takes mails on a port of 127.0.0.1, or refuses them."""

import asyncio
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from socket import SO_REUSEPORT, SOL_SOCKET, create_server, socket
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from tests.support import PATIENCE

# Linux gives the ports above these to whoever asks for any.
NEVER_GIVEN = range(20_000, 32_768)


@dataclass
class Mailbox:
    """What a server took, and what it says instead of taking mails, or those to an address.

    While it holds, it neither takes nor refuses: `asked` counts the mails brought to it.
    """

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    says: str = ""
    asked: int = 0
    free: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.free.set()

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Refuse a recipient who is to be refused."""
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        """Take a mail, or say what is to be said; whoever hangs up meanwhile has brought none."""
        self.asked += 1
        while not self.free.is_set():  # noqa: ASYNC110 - it is set by another thread
            await asyncio.sleep(0.01)
        if self.says:
            return self.says
        assert isinstance(envelope.content, bytes)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """Return the mails to an address."""
        return [
            mail
            for mail in self.mails
            if address in {each.addr_spec for each in mail["To"].addresses}
        ]


def eventually(true: Callable[[], bool], *, seconds: float = PATIENCE) -> bool:
    """Return whether something becomes true in that time."""
    deadline = time.monotonic() + seconds
    while True:
        asked = time.monotonic()
        if true():
            return True
        now = time.monotonic()
        if now > deadline:
            return False
        # What takes long to ask is asked less often, lest it hold up what it waits for.
        time.sleep(max(0.02, 3 * (now - asked)))


@contextmanager
def new_mailbox() -> Iterator[Mailbox]:
    """Give a mailbox whose port is kept for it: whoever connects before it is served is refused."""
    with socket() as door:
        door.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        door.bind(("127.0.0.1", 0))
        yield Mailbox(door.getsockname()[1])


class _Server(Controller):
    """A server that shares the port with the socket that keeps it."""

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, host=self.hostname, port=self.port, reuse_port=True
        )


@contextmanager
def serving(mailbox: Mailbox) -> Iterator[Mailbox]:
    """Take mails for a mailbox, on its port."""
    controller = _Server(mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=PATIENCE)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on, and that no client is given meanwhile."""
    while True:
        port = secrets.choice(NEVER_GIVEN)
        with suppress(OSError), create_server(("127.0.0.1", port)):
            return port


def subject_of(mail: EmailMessage) -> str:
    """Return a mail's subject, whose first line may be empty as Python folds it."""
    return str(mail["Subject"]).strip()


def part(mail: EmailMessage, kind: str) -> str:
    """Return what a mail says as "plain" or "html"."""
    found = mail.get_body((kind,))
    assert found is not None
    return str(found.get_content()).replace("\r\n", "\n")

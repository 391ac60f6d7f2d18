import smtplib
from socket import create_server

import pytest

from tests.support.mail_server import new_mailbox, serving


def test_a_mailbox_keeps_its_port_and_refuses_whoever_connects_before_it_is_served() -> None:
    with new_mailbox() as mailbox:
        with pytest.raises(ConnectionRefusedError):
            smtplib.SMTP("127.0.0.1", mailbox.port)
        with pytest.raises(OSError, match="in use"):
            create_server(("127.0.0.1", mailbox.port))
        for _ in range(2):
            with serving(mailbox), smtplib.SMTP("127.0.0.1", mailbox.port) as server:
                assert server.noop()[0] == 250
        with pytest.raises(ConnectionRefusedError):
            smtplib.SMTP("127.0.0.1", mailbox.port)

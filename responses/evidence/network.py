"""Where the product may connect to. Pure, but for asking what a name means."""

import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from queue import Empty, SimpleQueue

from responses.domain.checks.trouble import TroubleError
from responses.link_states import Finding

# Written out, as what Python calls global has changed from version to version, and never was
# what a stranger may have us connect to. 168.63.129.16 is the host of Azure's machines.
_NOT_PUBLIC_4 = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "168.63.129.16/32"),
            *("169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24"),
            *("192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
            *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        ),
    )
)
# All else is mapped, translated (NAT64), local, a group, or of nobody.
_PUBLIC_6 = ip_network("2000::/3")
# Teredo and its like, documentation, 6to4.
_NOT_PUBLIC_6 = tuple(map(ip_network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# ISATAP: an address of IPv4 in the last half of any network's.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})

PORTS = frozenset({80, 443, 444, 8080, 8443})
"""The ports of web servers; cities of the seed have one at 444."""

NAME_SECONDS = 8


def is_public(address: str) -> bool:
    """Return whether an IP address is one that anybody on the Internet reaches."""
    try:
        ip = ip_address(address)
    except ValueError:  # also one with a zone, such as fe80::1%eth0
        return False
    return _is_public_6(ip) if isinstance(ip, IPv6Address) else _is_public_4(ip)


def _is_public_4(ip: IPv4Address) -> bool:
    return not any(ip in network for network in _NOT_PUBLIC_4)


def _is_public_6(ip: IPv6Address) -> bool:
    if ip.scope_id is not None or ip not in _PUBLIC_6:
        return False
    is_inside = any(ip in network for network in _NOT_PUBLIC_6)
    return not is_inside and (int(ip) >> 32) & 0xFFFFFFFF not in _ISATAP


def is_loopback(address: str) -> bool:
    """Return whether an IP address is of this machine, in IPv4."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return isinstance(ip, IPv4Address) and ip.is_loopback


def public_ports(port: int) -> bool:
    """Return whether a port is one of web servers."""
    return port in PORTS


def own_ports(port: int) -> bool:
    """Return whether a port is one that every program may open."""
    return port >= 1024  # noqa: PLR2004


def believing(issuers: Path | None = None) -> ssl.SSLContext:
    """Return how certificates are verified, by the issuers of the system or those of a file.

    As browsers do: Python 3.13 and later refuse some, too, that only lack what nobody reads.
    """
    context = ssl.create_default_context(cafile=issuers)
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


@dataclass(frozen=True, slots=True)
class Network:
    """What may be connected to, and whose certificates are believed."""

    allows: Callable[[str], bool] = is_public
    allows_port: Callable[[int], bool] = public_ports
    context: ssl.SSLContext = field(default_factory=believing)

    def addresses(self, host: str, port: int) -> list["SocketAddress"]:
        """Return where a host is, asked once; to be connected to as they are.

        Raises `TroubleError` where nobody may connect to, be it one address among others.
        """
        if not self.allows_port(port):
            raise TroubleError(Finding.PORT, str(port))
        found = _resolve(host, port)
        for each in found:
            if not self.allows(each.ip):
                raise TroubleError(Finding.NOT_PUBLIC, each.ip)
        return found


LOOPBACK = (is_loopback, own_ports)
"""What a test farm allows: this machine alone, and nothing of the Internet."""


@dataclass(frozen=True, slots=True)
class SocketAddress:
    """One address of a host, as the system takes it: no name in it is looked up again."""

    family: int
    ip: str
    port: int

    def connect(self, seconds: float) -> socket.socket:
        """Return a connection; raises `OSError`."""
        made = socket.socket(self.family, socket.SOCK_STREAM)
        try:
            made.settimeout(seconds)
            made.connect((self.ip, self.port))
        except BaseException:
            made.close()
            raise
        return made


def _resolve(host: str, port: int) -> list[SocketAddress]:
    """Ask the system for the addresses of a host, which has no time limit of its own."""
    said: SimpleQueue[list[SocketAddress] | TroubleError] = SimpleQueue()
    threading.Thread(target=_ask, args=(host, port, said), daemon=True).start()
    try:
        found = said.get(timeout=NAME_SECONDS)
    except Empty:
        raise TroubleError(Finding.NO_NAME, "no reply") from None
    if isinstance(found, TroubleError):
        raise found
    return found


def _ask(host: str, port: int, said: "SimpleQueue[list[SocketAddress] | TroubleError]") -> None:
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = [SocketAddress(int(row[0]), str(row[4][0]), port) for row in rows]
    except (OSError, UnicodeError, ValueError) as error:
        said.put(TroubleError(Finding.NO_NAME, str(error)))
    else:
        none = TroubleError(Finding.NO_NAME, "no address")
        said.put(list(dict.fromkeys(found)) or none)

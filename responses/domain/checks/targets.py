"""An address as it is asked for: host, port and path, in ASCII. Pure."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin, urlsplit

from responses.domain.content.links import escaping, href, is_plain
from responses.link_states import Finding

from .trouble import TroubleError

URL_BYTES = 8_000
"""How long an address may be as it is sent: 2,000 letters of Hangul take nine bytes each."""

_PORTS = {"http": 80, "https": 443}
_LABEL = "[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
# What separates, and "%", so that what is encoded already stays as it is.
_SAFE = "/?%[]=:;$&()+,!*@'~|"
_escaped = escaping(_SAFE)
_ODD = re.compile(r"[\x00-\x20\x7f\\@%]")


@dataclass(frozen=True, slots=True)
class Target:
    """Whom to ask, and for what; `url` is the same in one text, without a fragment."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_secure(self) -> bool:
        """Whether it is asked for by TLS."""
        return self.scheme == "https"

    @property
    def url(self) -> str:
        """The address in one text; two that ask for the same are equal."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}{self.path}"


def target_of(url: str) -> Target:
    """Return what an address asks for, as somebody typed it or a server said it.

    Raises `TroubleError` for one that is no address of a web page, or has a name and password.
    """
    if len(url) <= URL_BYTES and is_plain(url := href(url)):
        # Most are, and reading them so takes a fifth.
        scheme, _, rest = url.partition("://")
        host, stroke, path = rest.partition("/")
        scheme = scheme.lower()
        return Target(scheme, _ascii_host(host), _PORTS[scheme], stroke + path or "/")
    try:
        parts = urlsplit(href(url))
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise TroubleError(Finding.NO_ADDRESS) from None
    if _ODD.search(parts.netloc) or port == 0:
        raise TroubleError(Finding.NO_ADDRESS)
    path = _escaped(parts.path or "/")
    query = f"?{_escaped(parts.query)}" if parts.query else ""
    if len(path) + len(query) > URL_BYTES or not path.startswith("/"):
        raise TroubleError(Finding.NO_ADDRESS)
    scheme = parts.scheme.lower()
    return Target(scheme, _ascii_host(host), port or _PORTS[scheme], path + query)


def host_of(url: str) -> str:
    """Return the host of an address as servers are asked for it."""
    return urlsplit(url).hostname or ""


def follow(target: Target, location: str) -> Target:
    """Return where a redirect leads; raises `TroubleError` where it leads to no web page."""
    if len(location) > URL_BYTES:
        raise TroubleError(Finding.NO_ADDRESS)
    said = location.strip()
    try:
        # Servers write the letters of a path as they are, in UTF-8 or in something else.
        said = said.encode("latin-1").decode()
    except ValueError:
        said = quote(said.encode("latin-1", "replace"), safe=_SAFE + "#")
    try:
        whole = urljoin(target.url, said)
        scheme = urlsplit(whole).scheme.lower()
    except ValueError:
        raise TroubleError(Finding.NO_ADDRESS) from None
    if scheme not in _PORTS:
        raise TroubleError(Finding.SCHEME, scheme)
    return target_of(whole)


def _ascii_host(host: str) -> str:
    """Return a host as it is looked up, named to servers, and compared with certificates."""
    if ":" in host:
        try:
            return str(IPv6Address(host))
        except ValueError:
            raise TroubleError(Finding.NO_ADDRESS) from None
    try:
        plain = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        raise TroubleError(Finding.NO_ADDRESS) from None
    plain = plain.lower().removesuffix(".")
    if not _HOST.fullmatch(plain):
        raise TroubleError(Finding.NO_ADDRESS)
    return plain

"""Who may ask: whoever has the token, through an address that is really this machine's.

A page of a stranger, open in the same browser, can send requests here. It knows no token; and by DNS rebinding it
would come under the stranger's name, not ours, which is why names other than our own are refused.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
import socket
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = "127.0.0.1"
_HERE = ("127.0.0.1", "localhost", "[::1]")


def is_loopback(host: str) -> bool:
    """Tell whether a host reaches nobody but this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True)
class Guard:
    """The token of this session and the names under which it may be asked.

    Parameters
    ----------
    host, port
        Where it listens.
    token
        A random one unless given.
    """

    host: str
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def address(self) -> str:
        """What one opens: it holds the token."""
        return f"http://{_written(self.host)}:{self.port}/{self.token}/"

    def knows(self, token: str) -> bool:
        """Tell in constant time whether a token is ours."""
        return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self.token.encode())

    def is_ours(self, host: str | None) -> bool:
        """Tell whether the ``Host`` of a request names this machine and this port."""
        name, _, port = (host or "").rpartition(":")
        if port != str(self.port):
            # A browser leaves the usual port out.
            name, port = (host or ""), "80"
        return port == str(self.port) and self._is_named(name.lower())

    def _is_named(self, name: str) -> bool:
        if self.host in ("0.0.0.0", "::"):
            # Rebinding needs a name, so that an address of numbers is ours by reaching us.
            return name in (*_HERE, socket.gethostname().lower()) or _is_address(name)
        return name == _written(self.host).lower() or (is_loopback(self.host) and name in _HERE)

    def is_from_here(self, origin: str | None, host: str | None, site: str | None) -> bool:
        """Tell whether a request that changes something comes from our own page, as far as the browser says."""
        if site not in (None, "same-origin", "none"):
            return False
        if origin is None:
            return True
        try:
            asked = urlsplit(origin)
        except ValueError:
            return False
        return asked.scheme == "http" and asked.netloc == host


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _written(host: str) -> str:
    return f"[{host}]" if ":" in host else host

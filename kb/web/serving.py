"""The server of `make serve`: Werkzeug's, with a log that tells on nobody."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from ipaddress import ip_address

from werkzeug.serving import WSGIRequestHandler

__all__ = ["QuietHandler", "log_line", "shortened"]


class QuietHandler(WSGIRequestHandler):
    """Logs one line a request, without what was searched for: that tells whom somebody worries about."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        now = datetime.now(UTC)
        status = code if isinstance(code, str) else str(int(code))
        asked = getattr(self, "path", "-")  # a request line that cannot be read has none
        line = log_line(now, str(self.client_address[0]), self.command or "-", asked, status, str(size))
        print(line, file=sys.stderr, flush=True)


def log_line(now: datetime, address: str, method: str, path: str, status: str, size: str) -> str:
    """One line: the time in UTC, the shortened address, what was asked without its query string, how it went."""
    shown = "".join(letter if letter.isprintable() else "?" for letter in path.split("?", maxsplit=1)[0])[:200]
    return f"{now:%Y-%m-%dT%H:%M:%SZ} {shortened(address)} {method} {shown} {status} {size}"


def shortened(address: str) -> str:
    """An address that no longer names one line: IPv4 without the last number, IPv6 without the last five groups."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "-"
    kept = parsed.packed[:3] if parsed.version == 4 else parsed.packed[:6]
    return str(ip_address(kept + bytes(len(parsed.packed) - len(kept))))

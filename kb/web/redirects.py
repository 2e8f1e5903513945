"""The only way to another address: within the site, and made of nothing but letters that an address may have."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from flask import Response, request
from werkzeug.routing import RequestRedirect

__all__ = ["local", "redirect_to", "slashes_mended"]

_KEPT = "/?:@!$&'()*+,;=~%"


def redirect_to(address: str, status: int) -> Response:
    """An answer that leads to `address`; of an address elsewhere only the path is kept."""
    return Response(status=status, headers={"Location": local(address)})


def local(address: str) -> str:
    """The address without scheme and host, so that no redirect ever leaves the site.

    Letters that an address cannot have are escaped; those of a query arrive from WSGI as one letter per byte.
    """
    parts = urlsplit(quote(address.encode("latin-1", errors="replace"), safe=_KEPT + "#"))
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path


def slashes_mended() -> Response | None:
    """Werkzeug's own redirects, for a slash that is missing or twice there.

    Werkzeug 3.1 puts the query into the header as it came and fails on some bytes.
    Flask hands these to no error handler.
    """
    error = request.routing_exception
    return redirect_to(error.new_url, error.code) if isinstance(error, RequestRedirect) else None

"""What every response carries, what a browser may keep, and what is refused before anything is done."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from flask import Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge, RequestURITooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from kb.settings import Settings
from kb.web.redirects import local, slashes_mended
from kb.web.site import current_snapshot, reader, site

__all__ = ["MAX_ADDRESS", "MAX_BODY", "install"]

MAX_ADDRESS = 8_190
"""Characters of an address with its query."""
MAX_BODY = 65_536
"""Bytes of a request's body; nothing here reads one."""

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

ALWAYS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": _POLICY,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    }
)
_HSTS = "max-age=31536000"

_CONTENT = ("pages", "api")
"""Blueprints whose answers follow from the content alone."""


def install(app: Flask, settings: Settings) -> None:
    """Trust whom the settings trust, refuse what is too large, and finish every answer."""
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    if settings.trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(settings.trusted_hosts)
    if settings.proxy_hops:
        hops = settings.proxy_hops
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    app.before_request(_refuse)
    app.before_request(slashes_mended)
    app.before_request(_not_modified)
    app.after_request(_finish)


def _refuse() -> None:
    address = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or ""
    if max(len(address), len(request.path) + len(request.query_string)) > MAX_ADDRESS:
        raise RequestURITooLarge
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge


def _not_modified() -> Response | None:
    """Answer at once where the browser has the page; only a page that was found ever had its tag."""
    if not _is_content() or request.method not in ("GET", "HEAD"):
        return None
    g.tag = _tag()
    has_it = request.if_none_match.contains_weak(g.tag) and not request.if_none_match.star_tag
    return Response(status=304) if has_it else None


def _is_content() -> bool:
    return (request.blueprint or "").split("_")[0] in _CONTENT


def _tag() -> str:
    """Changes with the content, the code, the day, and the address."""
    own = reader()
    parts = (
        site().version,
        current_snapshot().digest,
        own.today.isoformat(),
        request.path,
        request.query_string.decode("latin-1"),
    )
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def _finish(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = _HSTS
    if response.location:
        response.headers["Location"] = local(response.location)
    tag = g.get("tag")
    if tag and response.status_code in (200, 304):
        response.set_etag(tag)
        response.headers["Cache-Control"] = "no-cache"
    response.headers.setdefault("Cache-Control", "no-store")
    return response

"""Answers to what cannot be answered: a page that helps, or JSON of one shape where JSON was asked for."""

from __future__ import annotations

import json
import re

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from kb.web.addresses import without_language
from kb.web.i18n import known_language
from kb.web.present.failures import Failure, failure, no_language, no_page
from kb.web.redirects import redirect_to
from kb.web.site import current_snapshot, reader, render, site

__all__ = ["Failed", "install"]


class Failed(HTTPException):
    """Ends a view with a page that says what went wrong."""

    def __init__(self, page: Failure) -> None:
        super().__init__(page.message)
        self.code = page.status
        self.page = page


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, _answer)
    app.register_error_handler(InternalServerError, _broken)


def _answer(error: HTTPException) -> AnyResponse | HTTPException:
    if error.code is None or error.code < 400:
        return error
    without_slash = _without_slash() if error.code == 404 else ""
    if without_slash:
        return redirect_to(without_slash, 308)
    response = _response(_failure(error))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _failure(error: HTTPException) -> Failure:
    if isinstance(error, Failed):
        return error.page
    if error.code == 404:
        return _not_found()
    return failure(error.code or 500, error.name)


def _not_found() -> Failure:
    first, _, rest = request.path.removeprefix("/").partition("/")
    languages = site().languages
    if first not in languages and re.fullmatch("[a-z]{2,3}", first) and known_language(first):
        return no_language(first, f"/{rest}", languages, reader())
    path = without_language(request.path, reader().language)
    return no_page(path, current_snapshot().collection, reader())


def _response(page: Failure) -> Response:
    if request.path.endswith(".json"):
        told = {"error": {"code": page.code, "message": page.message, "fix": page.fix}}
        text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        return Response(text, page.status, mimetype="application/json")
    return Response(render(page), page.status, mimetype="text/html")


def _without_slash() -> str:
    """The address without the slash at its end, if there is a page; empty if not."""
    path = request.path.rstrip("/")
    adapter = current_app.create_url_adapter(request)
    if not path or path == request.path or adapter is None or not adapter.test(path, "GET"):
        return ""
    query = request.query_string.decode("latin-1")
    return f"{path}?{query}" if query else path


def _broken(error: InternalServerError) -> Response:  # noqa: ARG001 - the log has it already
    """A page that rests on nothing which may be broken."""
    page = failure(500)
    if request.path.endswith(".json"):
        return _response(page)
    return Response(render_template("broken.html", page=page), 500, mimetype="text/html")

"""A content folder of drawn entries, and the two servers that are compared over it.

`python -m tests.bench.site FOLDER own|bare` serves it on a free port of 127.0.0.1 and prints the port.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask, Response, render_template, request, template_rendered
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from kb.web import TEMPLATES
from search import Document
from tests.makers import REAL_VOCABULARIES, an_entry, settings_for

CPU = "/-/cpu"
"""Where either server says how much CPU time it has taken, in seconds."""

_LISTS = (
    *("policy_areas", "countries", "prevention_levels", "working_groups", "approaches", "target_groups"),
    *("audiences", "settings", "phenomena", "funding", "networks"),
)
"""Fields of an entry that are filled with the drawn values of the facet of the same name."""


def write_site(folder: Path, documents: Iterable[Document]) -> None:
    """Write the documents as entries, with the real vocabularies, into a folder that is not there yet."""
    shutil.copytree(REAL_VOCABULARIES, folder / "_vocabularies")
    for document in documents:
        (folder / f"{document.id}.md").write_text(_entry(document), encoding="utf-8")


def _entry(document: Document) -> str:
    passages = [" ".join(text.text.split()) for text in document.texts]
    body = "\n\n".join(f"{passage.lstrip('#')}[^s1]" for passage in passages[1:])
    values = {name: list(document.facets[name]) for name in _LISTS if document.facets[name]}
    return an_entry(f"## What it is\n\n{body}\n", title=document.title, summary=passages[0], **values)


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing: a log would be measured, too."""


def serve(folder: Path, name: str) -> None:
    """Serve the site itself, or a bare view of the pages that the addresses in standard input have on it."""
    own = create_app(settings_for(folder))
    app = own if name == "own" else bare(contexts(own, sys.stdin.read().split()))
    app.add_url_rule(CPU, "cpu", lambda: Response(repr(time.process_time()), mimetype="text/plain"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Silent)
    print(server.port, flush=True)
    server.serve_forever()


def bare(contexts: Mapping[str, Mapping[str, object]]) -> Flask:
    """An application whose one view renders the search page with the fixed values of each query string."""
    app = Flask("bare", static_folder=None)
    app.jinja_loader = jinja2.FileSystemLoader(TEMPLATES)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_null_translations(newstyle=True)  # type: ignore[attr-defined]  # jinja2.ext.i18n's

    @app.get("/search")
    def search() -> str:
        return render_template("search.html", **contexts[request.query_string.decode()])

    return app


def contexts(app: Flask, addresses: Iterable[str]) -> Mapping[str, Mapping[str, object]]:
    """What the site's own template is given at each address, by its query string."""
    found: dict[str, Mapping[str, object]] = {}

    def note(_: Flask, context: dict[str, object], **__: object) -> None:
        found[request.query_string.decode()] = {name: context[name] for name in ("page", "frame")}

    with template_rendered.connected_to(note, app):
        for address in addresses:
            app.test_client().get(address)
    return found


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])

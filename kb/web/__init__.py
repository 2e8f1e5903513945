"""The web door: pages for people, the same answers for programs."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jinja2
from flask import Flask

import kb
import search
from kb.settings import Settings
from kb.web import api, errors, headers, i18n, pages
from kb.web.addresses import SOURCE_LANGUAGE
from kb.web.assets import Assets
from kb.web.site import Site, begin_request

__all__ = ["register"]

TEMPLATES = Path(__file__).parent / "templates"


def register(app: Flask, settings: Settings, locale: Path = i18n.FOLDER) -> None:
    """Give the app its pages. They show what `app.extensions["kb"]` holds.

    Args:
        locale: where the translations of the interface are.
    """
    _prepare_templates(app)
    languages = i18n.install(app, settings.languages, locale)
    assets = Assets.load()
    Site(settings, assets, languages, _version(settings, assets, locale)).install(app)
    app.before_request(begin_request)
    headers.install(app, settings)
    errors.install(app)
    api.install(app)
    for language in languages:
        prefix, suffix = ("", "") if language == SOURCE_LANGUAGE else (f"/{language}", f"_{language}")
        app.register_blueprint(api.blueprint(f"api{suffix}", prefix))
        app.register_blueprint(pages.blueprint(f"pages{suffix}", prefix))
    app.add_url_rule("/en/", "plain_home", pages.without_prefix)
    app.add_url_rule("/en/<path:rest>", "plain", pages.without_prefix)


def _prepare_templates(app: Flask) -> None:
    app.jinja_loader = jinja2.FileSystemLoader(TEMPLATES)
    app.jinja_env.undefined = jinja2.StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def _version(settings: Settings, assets: Assets, locale: Path) -> str:
    """Changes with everything that pages depend on besides the content, the day and the address."""
    digest = hashlib.blake2b(assets.digest.encode(), digest_size=8)
    shown = (settings.site_name, settings.site_url, settings.edit_url, settings.contact)
    digest.update(repr((*shown, settings.languages)).encode())
    for root in (kb.__path__[0], search.__path__[0], str(locale)):
        for path in sorted(Path(root).rglob("*")):
            if path.suffix in (".py", ".html", ".po"):
                digest.update(path.read_bytes())
    return digest.hexdigest()

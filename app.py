"""The knowledge base as a Flask application: this file wires the parts together, and does nothing else."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

import click
from flask import Flask

from kb import web
from kb.cli import kb
from kb.live import Live
from kb.settings import Settings, SettingsError
from kb.web.serving import QuietHandler

__all__ = ["create_app"]


def create_app(settings: Settings | None = None, config: Mapping[str, object] | None = None) -> Flask:
    """Make the application, with its content loaded and its index ready.

    Args:
        settings: what to serve and how; read from the environment if left out.
        config: further settings of Flask itself, such as `TESTING`.

    Raises:
        SettingsError: an environment variable cannot be used.
        UsageError: the same while a command is running, which shows it in one line.
    """
    chosen = settings or _settings()
    app = Flask("kb.web", static_folder=None)
    app.config.update(config or {}, KB=chosen)
    live = Live(chosen.content, chosen.state, chosen.today, is_watching=chosen.is_watching)
    app.extensions["kb"] = live
    web.register(app, chosen)
    app.cli.add_command(kb)
    if not _is_command():
        live.refresh()
    return app


def _settings() -> Settings:
    try:
        return Settings.of(os.environ)
    except SettingsError as error:
        if click.get_current_context(silent=True):
            raise click.UsageError(str(error)) from error
        raise


def _is_command() -> bool:
    """Whether a command such as `flask kb check` is running, which reads the folder by itself and serves nothing."""
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name != "run"


if __name__ == "__main__":
    try:
        own = Settings.of(os.environ)
    except SettingsError as wrong:
        sys.exit(str(wrong))
    create_app(own).run(host=own.host, port=own.port, threaded=True, request_handler=QuietHandler)

"""`flask kb`: the commands for contributors and for whoever runs the site."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from kb import folder
from kb.collection import Collection
from kb.documents import facet_fields
from kb.insight import FEWEST_DAYS, Asked
from kb.insight_store import InsightStore
from kb.live import load
from kb.problem import Format, Problem, as_github, as_json, as_text, has_errors, summary
from kb.settings import Settings
from search import Index

__all__ = ["kb"]

kb = AppGroup("kb", help="Check and index the entries of the knowledge base.")


@kb.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice([each.value for each in Format]),
    default=Format.TEXT.value,
    help="text for people, json for programs, github for annotations in a pull request.",
)
@click.option("--strict", is_flag=True, help="Let warnings fail the check, too.")
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], form: str, *, strict: bool) -> None:
    """Tell every problem of the entries, with its place, its reason and its remedy.

    Without PATHS the whole content folder is checked. With PATHS only problems of these files are printed; all files
    are read all the same, because some problems show only when they are seen together. Nothing is written.

    \b
    Exit status: 0 no error (warnings are allowed unless --strict is given), 1 problems, 2 wrong use.

    \b
    Example:
      flask kb check practices/street-work.md
    """  # noqa: D301 - click wants the character itself
    settings = _settings()
    chosen = _chosen(settings.content.resolve(), paths)
    content = load(settings.content, settings.today())
    problems = [each for each in content.collection.problems if _is_chosen(each, chosen)]
    _print(problems, Format(form), content.collection)
    context.exit(1 if has_errors(problems) or (strict and problems) else 0)


@kb.command("index")
def index() -> None:
    """Build or refresh the saved index, and say how long it took.

    The index is a cache in KB_STATE: deleting it loses nothing.

    \b
    Example:
      flask kb index
    """  # noqa: D301 - as above
    settings = _settings()
    started = time.perf_counter()
    content = load(settings.content, settings.today())
    read = time.perf_counter()
    state = settings.state / "index" if settings.state else None
    made = Index.open(content.documents, state, facet_fields(content.collection.vocabularies))
    done = time.perf_counter()
    click.echo(f"{_counted(len(content.collection.practices), 'entry', 'entries')} read in {read - started:.3f} s")
    where = "kept for the next start" if made.stored else "kept in memory only"
    click.echo(f"index ready after {done - read:.3f} s more, {where}")
    if made.warning:
        click.echo(made.warning, err=True)


@kb.command("insight")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="text for people, json for programs.",
)
def insight(form: str) -> None:
    """List the questions that found nothing, or one or two practices, on several days.

    A question is shown as its words in the order of the alphabet. "found" is how many practices it found when it was
    asked last, "days" on how many days of the past year it was asked. Nothing is known of who asked.

    The counts are in KB_STATE, in the file insight.json. To forget them, stop the site and delete the file.

    \b
    Example:
      flask kb insight --format json
    """  # noqa: D301 - as above
    settings = _settings()
    if not settings.is_counting:
        click.echo("Questions are not counted, because KB_INSIGHT is off.", err=True)
    elif not settings.state:
        click.echo("Questions are counted in the memory of the running site only, because of KB_STATE.", err=True)
    rows = InsightStore(settings.state).report(settings.today())
    click.echo(json.dumps([asdict(row) for row in rows], default=str, indent=2) if form == "json" else _table(rows))


def _table(rows: Iterable[Asked]) -> str:
    """The rows below a head, in columns as wide as what is in them."""
    lines = [tuple(map(str, (row.question, row.found, row.days, row.since, row.last))) for row in rows]
    if not lines:
        return f"No question that found little was asked on {FEWEST_DAYS} days or more."
    lines.insert(0, ("question", "found", "days", "since", "last"))
    question, found, days = (max(len(line[column]) for line in lines) for column in range(3))
    form = f"{{:{question}}}  {{:>{found}}}  {{:>{days}}}  {{:10}}  {{}}"
    return "\n".join(form.format(*line) for line in lines)


def _settings() -> Settings:
    settings: Settings = current_app.config["KB"]
    return settings


def _chosen(root: Path, paths: tuple[Path, ...]) -> tuple[str, ...]:
    """The files and folders that were named, as problems name them; none means all.

    Raises:
        click.BadParameter: a file is not there, or not in the content folder.
    """
    found: list[str] = []
    for path in paths:
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - a link is checked as itself, not as what it leads to
        place = absolute.parent.resolve() / absolute.name
        if not os.path.lexists(place):
            raise click.BadParameter(f'"{path}" does not exist. Check the spelling, and the folder you are in.')
        place = root if place.resolve() == root else place
        if not place.is_relative_to(root):
            raise click.BadParameter(f'"{path}" is not in the content folder "{root.name}".')
        found.append(folder.path_in(root, place))
    return tuple(found)


def _is_chosen(problem: Problem, chosen: tuple[str, ...]) -> bool:
    path = problem.place.path
    return not chosen or any(path == each or path.startswith(f"{each}/") for each in chosen)


def _print(problems: list[Problem], form: Format, collection: Collection) -> None:
    if form is Format.JSON:
        click.echo(as_json(problems))
    elif form is Format.GITHUB:
        for problem in problems:
            click.echo(as_github(problem))
    else:
        for problem in problems:
            click.echo(f"{as_text(problem)}\n")
        click.echo(_verdict(problems, collection))


def _verdict(problems: list[Problem], collection: Collection) -> str:
    errors, warnings = summary(problems)
    shown = f"{_counted(len(collection.practices), 'entry', 'entries')} can be shown"
    left_out = f", {len(collection.left_out)} left out" if collection.left_out else ""
    found = f"{_counted(errors, 'error', 'errors')}, {_counted(warnings, 'warning', 'warnings')}"
    return f"{shown}{left_out}; {found}."


def _counted(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"

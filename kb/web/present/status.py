"""What is loaded and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from types import MappingProxyType
from typing import ClassVar

from kb.collection import Collection
from kb.problem import Problem, Severity, as_text, summary
from kb.rules import N_
from kb.web.i18n import gettext, ngettext, translated
from kb.web.present.reader import Reader

__all__ = ["Keeping", "StatusPage", "status_page"]

MOST_SHOWN = 100
"""Problems that the page shows; its JSON has all."""


class Keeping(Enum):
    """Where the search index is."""

    DISK = N_("The search index is saved on disk.")
    MEMORY = N_("The search index is held in memory, as this site is set up.")
    FAILED = N_("The search index is held in memory only, because it could not be saved; the log says why.")


@dataclass(frozen=True, slots=True)
class ProblemView:
    """One problem in words; `excerpt` is the author's line with the place marked below it."""

    is_error: bool
    severity: str
    code: str
    place: str
    what: str
    excerpt: str
    why: str
    fix: str


@dataclass(frozen=True, slots=True)
class FileProblems:
    path: str
    is_left_out: bool
    problems: tuple[ProblemView, ...]


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What is loaded, and the problems by file; `more` says how many are not shown, empty for none."""

    template: ClassVar[str] = "status.html"
    is_indexed: ClassVar[bool] = False

    title: str
    description: str
    counts: tuple[tuple[str, int], ...]
    digest: str
    index: str
    is_index_missing: bool
    verdict: str
    files: tuple[FileProblems, ...]
    more: str
    as_json: str


def status_page(collection: Collection, digest: str, keeping: Keeping, reader: Reader) -> StatusPage:
    errors, warnings = summary(collection.problems)
    return StatusPage(
        title=gettext("Status"),
        description=gettext("What is loaded, and what has to be mended."),
        counts=tuple((translated(name), count) for name, count in counts_of(collection)),
        digest=digest,
        index=translated(keeping.value),
        is_index_missing=keeping is Keeping.FAILED,
        verdict=_verdict(errors, warnings),
        files=tuple(_files(collection)),
        more=_more(len(collection.problems) - MOST_SHOWN),
        as_json=reader.addresses.of("/status.json"),
    )


def counts_of(collection: Collection) -> tuple[tuple[str, int], ...]:
    """How much of each there is, with English names that can be translated."""
    errors, warnings = summary(collection.problems)
    return (
        (N_("Practices"), len(collection.practices)),
        (N_("Translations"), sum(map(len, collection.translations.values()))),
        (N_("Left out because of errors"), len(collection.left_out)),
        (N_("Vocabularies"), len(collection.vocabularies)),
        (N_("Terms"), sum(len(each.terms) for each in collection.vocabularies.values())),
        (N_("Pages"), len(collection.pages)),
        (N_("Errors"), errors),
        (N_("Warnings"), warnings),
    )


def _verdict(errors: int, warnings: int) -> str:
    if not errors and not warnings:
        return gettext("Nothing has to be mended.")
    return gettext(
        "%(errors)s and %(warnings)s.",
        errors=ngettext("%(count)s error", "%(count)s errors", errors),
        warnings=ngettext("%(count)s warning", "%(count)s warnings", warnings),
    )


def _files(collection: Collection) -> Iterator[FileProblems]:
    """The files that are left out first; at most `MOST_SHOWN` problems, so that the page stays light."""
    left_out = set(collection.left_out.values())
    ordered = sorted(collection.problems, key=lambda problem: (problem.place.path not in left_out, problem))
    for path, problems in groupby(ordered[:MOST_SHOWN], lambda problem: problem.place.path):
        yield FileProblems(path, path in left_out, tuple(map(problem_view, problems)))


def _more(count: int) -> str:
    if count <= 0:
        return ""
    return ngettext(
        "%(count)s more is not shown here. The command flask kb check tells all.",
        "%(count)s more are not shown here. The command flask kb check tells all.",
        count,
    )


_SEVERITIES: Mapping[Severity, str] = MappingProxyType({Severity.ERROR: N_("Error"), Severity.WARNING: N_("Warning")})


def problem_view(problem: Problem) -> ProblemView:
    place = problem.place
    return ProblemView(
        is_error=problem.is_error,
        severity=translated(_SEVERITIES[problem.severity]),
        code=problem.code,
        place=_place(place.line, place.column),
        what=problem.what(translated),
        excerpt=_excerpt(problem),
        why=problem.why(translated),
        fix=problem.fix(translated),
    )


def _place(line: int, column: int) -> str:
    if not line:
        return gettext("the file as a whole")
    return gettext("line %(line)s, column %(column)s", line=line, column=column)


def _excerpt(problem: Problem) -> str:
    """The lines between what is wrong and why, as the checker prints them."""
    lines = as_text(problem).split("\n")
    before = 1 + problem.what().count("\n")
    after = 2 + problem.why().count("\n") + problem.fix().count("\n")
    return "\n".join(line.removeprefix("  ") for line in lines[before : len(lines) - after])

"""What a contributor did that a reader would stumble over: where, what, why and how to mend it.

A problem is a value. It is collected, sorted, counted and printed; it is never raised. The words of each
problem stand in one table, `kb.rules.RULES`, so that they can be translated and documented as a whole.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from kb.rules import RULES, Rule, Severity

__all__ = ["ENOUGH", "Format", "Place", "Problem", "Severity", "as_github", "as_json", "as_text"]
__all__ += ["has_errors", "limited", "summary"]

Translate = Callable[[str], str]

LONGEST_EXCERPT = 160
"""Characters of a source line that a message shows; the rest is cut around the place."""


MOST_OF_A_KIND = 50
"""Problems of one kind in one file that are listed; the first of them are enough to see what is wrong."""

ENOUGH = MOST_OF_A_KIND + 1
"""Where looking for more of a kind takes time, this many are enough to know that there are more."""

LONGEST_QUOTATION, LONGEST_LIST = 200, 500
"""Characters of a message's details: of what an author wrote, and of what there is to choose from."""


class Format(Enum):
    """The forms in which a list of problems can be printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one line of one file.

    Attributes:
        path: from the root of the content's repository, with forward slashes.
        line: counted from 1; 0 means the file as a whole.
        column: counted from 1, in characters.
        length: number of characters that are meant, at least 1.
        excerpt: the whole line as the author wrote it, without its line end.
    """

    path: str
    line: int = 0
    column: int = 1
    length: int = 1
    excerpt: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend, at one place. Sorts by place."""

    place: Place
    code: str
    details: tuple[tuple[str, str], ...] = ()

    @classmethod
    def at(cls, place: Place, code: str, **details: object) -> Problem:
        """Make a problem of the rule named `code`. A detail is put on one line, and shortened if it is very long.

        Raises:
            KeyError: there is no such rule.
        """
        RULES[code]
        return cls(place, code, tuple((name, _shown(name, str(value))) for name, value in sorted(details.items())))

    @property
    def rule(self) -> Rule:
        return RULES[self.code]

    @property
    def severity(self) -> Severity:
        return self.rule.severity

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def what(self, translate: Translate = str) -> str:
        """What is wrong, quoting what the author wrote."""
        return translate(self.rule.what) % dict(self.details)

    def why(self, translate: Translate = str) -> str:
        """What a reader gains when it is mended."""
        return translate(self.rule.why) % dict(self.details)

    def fix(self, translate: Translate = str) -> str:
        """An instruction; it names the nearest match where there is one."""
        details = dict(self.details)
        template = self.rule.fix_near if details.get("near") else self.rule.fix
        return translate(template) % details


def as_text(problem: Problem, translate: Translate = str) -> str:
    """The form for people: five lines at most, with the place marked by carets."""
    head = f"{problem.place}: {problem.severity.value}[{problem.code}]: {problem.what(translate)}"
    reasons = [f"  why: {problem.why(translate)}", f"  fix: {problem.fix(translate)}"]
    return "\n".join([head, *_excerpt(problem.place), *reasons])


def as_json(problems: Iterable[Problem], translate: Translate = str) -> str:
    """A list of objects; lines and columns are counted from 1, line 0 is the file as a whole."""
    return json.dumps([_object(problem, translate) for problem in problems], indent=2, ensure_ascii=False)


def as_github(problem: Problem, translate: Translate = str) -> str:
    """A workflow command that annotates the line in a pull request.

    Source: GitHub Docs, "Workflow commands for GitHub Actions", section on error and warning messages.
    """
    place = problem.place
    end = place.column + place.length - 1
    position = f",line={place.line},col={place.column},endColumn={end}" if place.line else ""
    message = f"{problem.what(translate)}\nWhy: {problem.why(translate)}\nFix: {problem.fix(translate)}"
    target = f"file={_escaped_property(place.path)}{position},title={problem.code}"
    return f"::{problem.severity.value} {target}::{_escaped(message)}"


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether any of them blocks."""
    return any(problem.is_error for problem in problems)


def limited(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems of one file by place, each once; of each kind the first ones, and a word that there are more."""
    count: Counter[str] = Counter()
    kept: list[Problem] = []
    for problem in sorted(set(problems), key=_by_place):
        count[problem.code] += 1
        if count[problem.code] <= MOST_OF_A_KIND:
            kept.append(problem)
        elif count[problem.code] == ENOUGH:
            kept.append(Problem.at(problem.place, "more-problems", kind=problem.code, limit=MOST_OF_A_KIND))
    return tuple(kept)


def _by_place(problem: Problem) -> tuple[object, ...]:
    """The order of problems themselves, as a tuple that is faster to compare."""
    place = problem.place
    return place.path, place.line, place.column, place.length, place.excerpt, problem.code, problem.details


def summary(problems: Iterable[Problem]) -> tuple[int, int]:
    """Number of errors, number of warnings."""
    errors = [problem.is_error for problem in problems]
    return sum(errors), len(errors) - sum(errors)


def _object(problem: Problem, translate: Translate) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "what": problem.what(translate),
        "why": problem.why(translate),
        "fix": problem.fix(translate),
    }


def _excerpt(place: Place) -> list[str]:
    """The author's line and carets under the place, as two lines; nothing for a whole file."""
    if not place.line:
        return []
    cut = max(0, place.column - 1 - LONGEST_EXCERPT // 2)
    shown = "".join(_visible(letter) for letter in place.excerpt[cut : cut + LONGEST_EXCERPT])
    start = place.column - 1 - cut
    room = sum(map(_width, shown[:start]))
    length = max(1, sum(map(_width, shown[start : start + place.length])))
    gutter = f"  {place.line} | "
    return [f"{gutter}{shown}".rstrip(), f"{' ' * (len(gutter) - 2)}| {' ' * room}{'^' * length}"]


def _visible(letter: str) -> str:
    """One printable character for one character, so that carets stay under their place."""
    if letter.isspace():
        return " "
    return letter if letter.isprintable() else "\ufffd"


def _width(letter: str) -> int:
    """Columns that a letter takes on a screen."""
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in ("W", "F") else 1


def _shown(name: str, detail: str) -> str:
    """A detail of a message on one line, with nothing in it that a screen would obey."""
    longest = LONGEST_LIST if name in ("known", "path", "help", "example") else LONGEST_QUOTATION
    line = detail[: longest + 1]
    if not line.isprintable():
        line = "".join(_visible(letter) for letter in re.sub(r"\s*\n\s*", " ", line))
    return line if len(detail) <= longest else f"{line[: longest - 1]}…"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")

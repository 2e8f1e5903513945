"""Questions that found little, counted in a way that tells nothing about who asks.

A question is a set of folded words. Of each is known on which days it was asked and how much it found then: not by
whom, at which time, how often on a day, or after which other one. What was asked on few days is neither shown nor
written down.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from kb.wording import personal_data
from search import SearchQuery
from search.analysis import folded, split, stop_words, without_joined

__all__ = ["FEWEST_DAYS", "MAX_BYTES", "MAX_QUESTIONS", "Asked", "Days", "Insight", "question_of"]

MOST_FOUND = 2
"""A question that found more practices than these is answered, and not counted."""
FEWEST_DAYS = 3
"""On at least so many days a question is asked before it is shown or written down."""
KEPT_DAYS = 365
"""For so long a day is remembered, the day itself included."""
MAX_CHARACTERS = 60
MAX_DIGITS = 4
"""Numbers with more digits than a year has can be those of a person: of a phone, a birthday, an account."""
MAX_QUESTIONS = 5_000
"""Of more questions than these, the rarest and oldest are forgotten."""
MAX_KEPT = 500
"""The same for those that were asked on enough days."""
MAX_WAITING = 4_000
"""The same for all others. Some room is left, so that a flood of questions is not sorted anew with each of them."""
MAX_BYTES = 4_000_000
"""What `to_json` makes is smaller: 500 times 60 characters and 365 days."""

Days = Mapping[date, int]
"""How many practices a question found, by the day on which it was asked."""

_VERSION = 1
_SIGNS = frozenset(" -‐‑'’ʼ&,;?!()")
_SMALL_WORDS = frozenset("avenue boulevard de des du from impasse in la living of place quai rue".split())
"""Words of addresses and of descriptions of a person that have no capital."""
_EXCLUSION = re.compile(r"(?:^|\s)-")


def question_of(query: SearchQuery, language: str) -> str:
    """What a query asks for, in the form in which it is counted; empty if it must not be counted.

    These are its words without accents and capitals, each once, in the order of the alphabet, without the stop words
    of `language`. The search does not ask for the order of words either, and no sentence of anybody is kept.

    Only plain words on the first page of an answer are counted. Filters, phrases, exclusions and exact searches may be
    the very reason why little was found. Other signs make addresses and names of accounts. What is long, or may lead
    to a person, is nobody's business.
    """
    is_plain = query.page == 1 and not query.filters and not query.exact and _is_plain(query.text)
    if not is_plain or _is_personal(query.text):
        return ""
    words = {folded(word.text) for word in without_joined(split(query.text))}
    question = " ".join(sorted(words - stop_words(language) - {""}))
    return question if len(question) <= MAX_CHARACTERS else ""


def _is_plain(text: str) -> bool:
    are_known = (sign.isalnum() or sign in _SIGNS or unicodedata.combining(sign) for sign in text)
    return len(text) <= MAX_CHARACTERS and not _EXCLUSION.search(text) and all(are_known)


def _is_personal(text: str) -> bool:
    """Whether a text may lead to a person, also if names are written in small letters, as many do who search."""
    has_number = sum(map(str.isdigit, text)) > MAX_DIGITS
    named = " ".join(word if word in _SMALL_WORDS else word.capitalize() for word in text.split())
    return has_number or any(True for form in (text, named) for _ in personal_data(form))


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that found little.

    Attributes:
        question: its words, folded and in the order of the alphabet.
        found: how many practices it found when it was asked last.
        days: on how many days it was asked, within a year.
    """

    question: str
    found: int
    days: int
    since: date
    last: date


@dataclass(frozen=True, slots=True)
class Insight:
    """What was asked and found little, by question and day.

    Several processes count by themselves. What they have counted can be merged in any order and more than once.
    """

    questions: Mapping[str, Days] = field(default_factory=lambda: MappingProxyType({}))

    def counted(self, question: str, day: date, found: int) -> Insight:
        """With a question asked on a day; this very value where that is known already, or no matter."""
        known = self.questions.get(question, {}).get(day, -1)
        if not question or known >= found or found > MOST_FOUND:
            return self
        return self.merged(Insight({question: {day: found}}))

    def merged(self, other: Insight) -> Insight:
        """What either has counted. Of two numbers for one day the larger one holds."""
        own = self.questions
        joined = {each: _joined(own.get(each, {}), days) for each, days in other.questions.items()}
        return Insight(MappingProxyType({**own, **joined}))

    def bounded(self, today: date) -> Insight:
        """Without what was asked more than a year ago, and without the rarest and oldest of too many questions."""
        recent = {each: _recent(days, today) for each, days in self.questions.items()}
        kept = {each: days for each, days in recent.items() if len(days) >= FEWEST_DAYS}
        waiting = {each: days for each, days in recent.items() if 0 < len(days) < FEWEST_DAYS}
        return Insight(MappingProxyType({**_most_asked(kept, MAX_KEPT), **_most_asked(waiting, MAX_WAITING)}))

    def is_kept(self, question: str) -> bool:
        """Whether a question was asked on enough days to be shown and written down."""
        return len(self.questions.get(question, ())) >= FEWEST_DAYS

    def kept(self) -> Insight:
        """The questions that were asked on enough days, and no others."""
        return Insight(MappingProxyType({each: self.questions[each] for each in self.questions if self.is_kept(each)}))

    def report(self, today: date) -> tuple[Asked, ...]:
        """The questions that were asked on enough days of the past year, those of most days first, then the latest."""
        rows = (_asked(each, days) for each, days in self.bounded(today).kept().questions.items())
        return tuple(sorted(rows, key=lambda row: (-row.days, -row.last.toordinal(), row.question)))

    def to_json(self) -> str:
        """The questions that were asked on enough days, and no others.

        Returns:
            An object: `{"version": 1, "questions": {"boxing prison": {"2026-11-28": 0, ...}, ...}}`.
        """
        kept = {each: _dated(days) for each, days in self.kept().questions.items()}
        return json.dumps({"version": _VERSION, "questions": kept}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Insight:
        """Read what `to_json` made. Never fails: what is broken, or somebody else's, is left out."""
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            return cls()
        is_ours = isinstance(whole, dict) and whole.get("version") == _VERSION
        questions = whole.get("questions") if is_ours else None
        read = {each: _days_in(days) for each, days in questions.items()} if isinstance(questions, dict) else {}
        return cls(MappingProxyType({each: days for each, days in read.items() if _is_question(each)})).kept()


def _joined(one: Days, other: Days) -> Days:
    larger = {day: max(found, one.get(day, found)) for day, found in other.items()}
    return MappingProxyType({**one, **larger})


def _recent(days: Days, today: date) -> Days:
    """The days of the past year, and later ones: another process may be past midnight, and a clock may be set back."""
    first = today - timedelta(days=KEPT_DAYS - 1)
    return MappingProxyType({day: found for day, found in days.items() if day >= first})


def _most_asked(questions: Mapping[str, Days], most: int) -> Mapping[str, Days]:
    """Those asked on most days, and of these the latest."""
    if len(questions) <= most:
        return questions
    ranked = sorted(questions, key=lambda each: (len(questions[each]), max(questions[each]), each), reverse=True)
    return {each: questions[each] for each in ranked[:most]}


def _asked(question: str, days: Days) -> Asked:
    last = max(days)
    return Asked(question, days[last], len(days), min(days), last)


def _dated(days: Days) -> Mapping[str, int]:
    return {day.isoformat(): found for day, found in days.items()}


def _is_question(text: str) -> bool:
    words = text.split(" ")
    return len(text) <= MAX_CHARACTERS and all(map(str.isalnum, words)) and words == sorted(set(words))


def _days_in(value: object) -> Days:
    """The days that a file names, without those that are none."""
    items = value.items() if isinstance(value, dict) else ()
    dated = {_day(text): number for text, number in items if number in range(MOST_FOUND + 1)}
    return MappingProxyType({day: int(found) for day, found in dated.items() if day})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

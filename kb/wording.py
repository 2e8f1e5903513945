"""What must not stand in any text: personal data, exact places, and wording that stigmatises."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType

from kb.vocabulary import Term, Vocabulary

__all__ = ["Guidance", "Remark", "personal_data"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A stretch of a text, by offsets, with the rule that it breaks and the details of the message."""

    start: int
    end: int
    code: str
    details: Mapping[str, str]


_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Ž]"
_NUMBER = r"(?!(?:19|20)\d\d\b)\d{1,4}"
"""A number of a house; four digits that may be a year are none."""

_PERSONAL: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "email-address": re.compile(
            r"(?<![\w.+-])[\w.+-]++(?:@|＠|\s?[\[({](?:at|AT|@)[\])}]\s?)"
            r"(?:[\w-]{1,63}(?:\.|\s?[\[({](?:dot|DOT)[\])}]\s?)){1,5}[^\W\d_]{2,24}"
        ),
        "phone-number": re.compile(
            r"(?<![\w/.+-])(?:\+|(?<!\d )00)[1-9]\d{0,2}[\d ()/.-]{5,18}\d\b"
            r"|(?<![\w/.,+-])(?<!ISSN )(?<!\d )\(?0\d{1,5}\)?(?:[ /-]\d{2,8}){1,5}(?![\d-])"
            r"|\b(?:[Tt]el|[Tt]lf|[Tt]elephone|[Tt]elefoon|[Tt]elefon|[Tt]éléphone|[Pp]hone|[Mm]obile|[Ff]ax|[Hh]otline|[Hh]elpline)"
            r"[.:]{0,2} ?[1-9]\d{0,3}(?:[ ./-]?\d{2,4}){1,5}\b"
        ),
        "bank-account": re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b", re.ASCII),
        "coordinates": re.compile(
            r"(?<![\d.])-?\d{1,2}\.\d{4,}+°?\s?[NS]?\s?[,;/ ]\s?-?\d{1,3}\.\d{4,}+°?(?:\s?[EW]\b)?"
            r"|\b\d{1,3}°\s?\d{1,2}[′']\s?\d{1,2}(?:[.,]\d{1,9})?[″\"]"
        ),
        "street-address": re.compile(
            rf"\b{_CAPITAL}[\w’'-]{{0,40}}(?:straße|strasse|str\.|gasse|platz|allee|gade|gatan|vägen|vej|straat|laan|plein|katu|utca)"
            rf"\s{_NUMBER}\s?[a-z]?\b"
            rf"|\b{_NUMBER},?\s(?:rue|avenue|boulevard|place|quai|impasse)\s(?:d[eu]s?\s|de\sla\s|d’|d')?{_CAPITAL}[\w’'-]{{1,40}}"
            rf"|\b(?:Via|Viale|Piazza|Corso|Calle|Avenida|Plaza|Carrer|Rua|Largo|ulica|ul\.|Ulica)\s(?:[\w’'.-]{{1,40}}\s){{0,3}}"
            rf"{_CAPITAL}[\w’'.-]{{1,40}},?\s{_NUMBER}[a-z]?(?=\s?(?:[,.;:)/\n-]|$|{_CAPITAL}))"
            rf"|\b{_NUMBER}[a-z]?\s(?:[A-Z][\w’'-]{{1,40}}\s){{1,3}}(?:Street|Road|Avenue|Lane|Square|Drive|Terrace)\b"
        ),
        "identifiable-person": re.compile(
            rf"\b{_CAPITAL}[\w’'-]{{1,40}}(?:\s{_CAPITAL}[\w’'.-]{{0,40}})?(?:,\s|\s\()\d{{1,2}}(?:,|\))"
            rf"\s?(?:from|of|living in)\s{_CAPITAL}[\w’'-]{{1,40}}"
        ),
    }
)


def personal_data(text: str) -> Iterator[Remark]:
    """Addresses, numbers and places that can lead to a person.

    A bank account counts with a right check sum only, a phone number with as many digits as one has and no year.
    """
    shown, offsets = _as_shown(text)
    if not _DIGIT_OR_AT.search(shown):
        return
    for code, pattern in _PERSONAL.items():
        for match in pattern.finditer(shown):
            value = _CONFIRMED.get(code, str.strip)(match.group())
            if value:
                start = match.start() + len(match.group()) - len(match.group().lstrip())
                end = offsets[start + len(value) - 1] + 1
                yield Remark(offsets[start], end, code, MappingProxyType({"value": value}))


_DRESS = re.compile(r"[*\\]|&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});|[\u00a0\u2000-\u200a\u202f\u3000]")


def _as_shown(text: str) -> tuple[str, Sequence[int]]:
    """The text as readers see it: without stars and backslashes, with plain spaces and what `&#64;` stands for.

    Returns:
        The text, and for each of its characters the offset where it comes from.
    """
    if not _DRESS.search(text):
        return text, range(len(text))
    shown: list[str] = []
    offsets: list[int] = []
    reached = 0
    for match in _DRESS.finditer(text):
        meant = {"*": "", "\\": "", "&": unescape(match[0])}.get(match[0][0], " ")
        shown += [text[reached : match.start()], meant]
        offsets += [*range(reached, match.start()), *([match.start()] * len(meant))]
        reached = match.end()
    return "".join((*shown, text[reached:])), [*offsets, *range(reached, len(text))]


_DIGIT_OR_AT = re.compile(r"[\d@＠]|[({\[](?:at|AT)[)}\]]")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?:[-–/ ]{1,3}(?:19|20)?\d\d)?(?!\d)")
_DATE = re.compile(r"\d{1,2}([/ -])\d{1,2}\1\d{2,4}")


def _phone(found: str) -> str:
    """The number if it is one: 8 to 15 digits without years, or 6 and more behind a word such as "phone"."""
    value = found.strip()
    digits = sum(map(str.isdigit, _YEARS.sub("", value)))
    if _DATE.fullmatch(value) or digits > 15:
        return ""
    return value if digits >= (6 if value[0].isalpha() else 8) else ""


def _iban(found: str) -> str:
    """The longest start of `found` whose check digits fit. Source: ISO 13616-1, modulo 97 of the rearranged number."""
    ends = [found.start() for found in re.finditer(r" |$", found)]
    return next((found[:end] for end in reversed(ends) if _is_iban(found[:end].replace(" ", ""))), "")


def _is_iban(account: str) -> bool:
    return len(account) >= 15 and int("".join(str(int(sign, 36)) for sign in account[4:] + account[:4])) % 97 == 1


_CONFIRMED: Mapping[str, Callable[[str], str]] = MappingProxyType({"phone-number": _phone, "bank-account": _iban})


_EXEMPT = re.compile(
    r"\*{1,3}+[^*\n]++(?:\n[^*\n]++)?\*{1,3}|“[^“”]*+”|„[^„“”]*+[“”]|«[^«»]*+»|\"[^\"\n]*+(?:\n[^\"\n]++)?\""
    r"|`[^`\n]*+`|\]\([^()\[\]\n]*+\)|https?://\S+"
)
"""Names and quotations, each within a paragraph, and what is no prose: code and addresses."""


class Guidance:
    """The list of wording to avoid, ready to be held against texts."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        terms = [term for term in vocabulary.terms.values() if term.notes.get("kind") == "wording"]
        by_phrase = {phrase.casefold(): term for term in terms for phrase in term.lists.get("avoid.en", ())}
        longest_first = sorted(by_phrase, key=lambda phrase: (-len(phrase), phrase))
        self._terms = tuple(by_phrase[phrase] for phrase in longest_first)
        either = "|".join(f"({_spaced(phrase)})" for phrase in longest_first)
        self._pattern = re.compile(rf"\b(?:{either})\b", re.IGNORECASE) if by_phrase else None

    def remarks(self, text: str) -> Iterator[Remark]:
        """Wording that we avoid in English text; names and quotations, marked as such, are exempt."""
        if self._pattern is None or not self._pattern.search(text):
            return
        prose = _EXEMPT.sub(lambda match: re.sub(r"\S", " ", match.group()), text)
        for match in self._pattern.finditer(prose):
            term = self._terms[(match.lastindex or 1) - 1]
            yield Remark(match.start(), match.end(), "wording", _advice(term, match.group()))


def _spaced(phrase: str) -> str:
    """A pattern for a phrase whose words may stand on two lines."""
    return r"\s+".join(re.escape(word) for word in phrase.split())


def _advice(term: Term, value: str) -> Mapping[str, str]:
    reason = term.definition[:1].lower() + term.definition[1:].rstrip(".")
    return MappingProxyType(
        {"value": " ".join(value.split()), "reason": reason, "prefer": term.notes.get("prefer.en", "")}
    )

"""The box of facts, made from the table of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb.collection import Collection
from kb.fields import FIELDS, Field, Kind
from kb.languages import name_of
from kb.practice import Practice
from kb.web.i18n import translated
from kb.web.present.reader import Label, Reader

__all__ = ["Fact", "Value", "facts_of", "term_label"]


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact.

    Attributes:
        href: empty where it leads nowhere.
        is_outside: it leads away from the site.
        detail: what kind it is, in small.
    """

    text: str
    language: str = ""
    href: str = ""
    is_outside: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the box of facts."""

    label: str
    values: tuple[Value, ...]


def facts_of(practice: Practice, collection: Collection, reader: Reader) -> tuple[Fact, ...]:
    """A line for each field that is filled in and not told elsewhere on the page."""
    made = (_facts(field, practice, collection, reader) for field in FIELDS)
    return tuple(fact for facts in made for fact in facts if fact.values)


def term_label(collection: Collection, vocabulary: str, identifier: str, reader: Reader) -> Label:
    """What a term is called; its id where the vocabulary does not know it."""
    found = collection.vocabularies.get(vocabulary)
    term = found.find(identifier) if found else None
    return reader.label(term) if term else Label(identifier)


def _facts(field: Field, practice: Practice, collection: Collection, reader: Reader) -> tuple[Fact, ...]:
    if field.name == "needs":
        return tuple(_needs(field, practice, collection, reader))
    if field.kind is Kind.TERM:
        values = tuple(_term(field.vocabulary, each, collection, reader) for each in practice.terms_in(field.name))
        return (Fact(translated(field.label), values),)
    make = _MAKERS.get(field.name)
    return (Fact(translated(field.label), make(practice, collection, reader)),) if make else ()


def _term(vocabulary: str, identifier: str, collection: Collection, reader: Reader) -> Value:
    label = term_label(collection, vocabulary, identifier, reader)
    return Value(label.text, label.language, reader.addresses.terms(vocabulary, identifier))


def _needs(field: Field, practice: Practice, collection: Collection, reader: Reader) -> Iterator[Fact]:
    for part in field.parts:
        text: str = getattr(practice.needs, part.name)
        if text and part.vocabulary:
            yield Fact(translated(part.label), (_term(part.vocabulary, text, collection, reader),))
        elif text:
            language = reader.foreign("en")
            yield Fact(translated(part.label), (Value(text, language),))


_Maker = Callable[[Practice, Collection, Reader], tuple[Value, ...]]


def _organisations(practice: Practice, collection: Collection, reader: Reader) -> tuple[Value, ...]:
    return tuple(
        Value(
            each.name,
            href=each.url,
            is_outside=bool(each.url),
            detail=term_label(collection, "organisation-types", each.type, reader).text,
        )
        for each in practice.organisations
    )


def _texts(*texts: str) -> tuple[Value, ...]:
    return tuple(Value(text) for text in texts if text)


_MAKERS: Mapping[str, _Maker] = MappingProxyType(
    {
        "places": lambda practice, _, __: _texts(*practice.places),
        "organisations": _organisations,
        "also_known_as": lambda practice, _, __: _texts(*practice.also_known_as),
        "start": lambda practice, _, __: _texts(str(practice.period.start or "")),
        "end": lambda practice, _, __: _texts(str(practice.period.end or "")),
        "languages": lambda practice, _, reader: _texts(
            *(name_of(code, reader.language) for code in practice.languages)
        ),
        "contributors": lambda practice, _, __: _texts(*practice.contributors),
        "licence": lambda practice, _, __: _texts(practice.licence),
    }
)
"""How the fields that are no terms are shown; those without a maker have a place of their own."""

"""The vocabularies: all of them, one, and one term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from kb.collection import Collection
from kb.fields import TERM_FIELDS
from kb.languages import name_of
from kb.practice import Practice
from kb.rules import N_
from kb.vocabulary import Term, TermStatus, Vocabulary
from kb.web.i18n import gettext, joined, ngettext, translated
from kb.web.present.cards import Card, card
from kb.web.present.reader import Label, Link, Reader

__all__ = ["TermPage", "TermsPage", "VocabularyPage", "carried", "term_page", "terms_page"]
__all__ += ["vocabulary_page"]

Carried = Callable[[Practice], Iterable[str]]

_COMPUTED: Mapping[str, Carried] = MappingProxyType(
    {
        "evidence-levels": lambda practice: (practice.evidence_level,),
        "effects": lambda practice: (practice.effect,),
        "organisation-types": lambda practice: (each.type for each in practice.organisations),
        "evaluation-designs": lambda practice: (e.design for e in practice.evidence.evaluations),
        "evaluator-independence": lambda practice: (each.independence for each in practice.evidence.evaluations),
        "cost-bands": lambda practice: filter(None, [practice.needs.cost_band]),
        "transfer-checks": lambda practice: (check for check, answer in practice.transfer.items() if answer == "met"),
        "review-statuses": lambda practice: (practice.review.status,),
    }
)
"""What practices carry of the vocabularies that no field of theirs is named after."""

_SEARCHED: Mapping[str, str] = MappingProxyType(
    {vocabulary: name for name, vocabulary in TERM_FIELDS.items()}
    | {"evidence-levels": "evidence", "effects": "effect"}
)
"""The facet for each vocabulary that has one."""


@dataclass(frozen=True, slots=True)
class VocabularyLine:
    title: Label
    href: str
    count: str
    note: str


@dataclass(frozen=True, slots=True)
class TermsPage:
    """All vocabularies, those that entries are searched by first."""

    template: ClassVar[str] = "terms.html"
    is_indexed: ClassVar[bool] = True

    title: str
    description: str
    searched: tuple[VocabularyLine, ...]
    others: tuple[VocabularyLine, ...]


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in its vocabulary; `narrower` stand below it."""

    label: Label
    href: str
    definition: str
    count: int
    narrower: tuple[TermLine, ...] = ()


@dataclass(frozen=True, slots=True)
class RetiredLine:
    label: Label
    href: str
    successors: tuple[Link, ...]
    history: str


@dataclass(frozen=True, slots=True)
class VocabularyPage:
    """One vocabulary.

    Attributes:
        language: of its title, where it is not the page's own.
        is_counted: whether entries carry its terms, so that counts say something.
    """

    template: ClassVar[str] = "vocabulary.html"
    is_indexed: ClassVar[bool] = True

    title: str
    description: str
    language: str
    note: str
    drafts: str
    is_counted: bool
    lines: tuple[TermLine, ...]
    retired: tuple[RetiredLine, ...]
    up: Link
    as_json: str


@dataclass(frozen=True, slots=True)
class Names:
    """What a term is called in one language, the preferred label first."""

    language: str
    language_name: str
    texts: tuple[str, ...]
    is_draft: bool


@dataclass(frozen=True, slots=True)
class TermPage:
    """One term, in use or retired.

    Attributes:
        about: what a reader should know of the thing beyond its definition, with the heading of each.
        state, successors: of the term, where it is not simply in use.
        ending, followed_by, follows: of the thing that the term names, such as a programme or a network.
    """

    template: ClassVar[str] = "term.html"
    is_indexed: ClassVar[bool] = True

    title: str
    description: str
    language: str
    id: str
    vocabulary: Link
    definition: str
    about: tuple[tuple[str, str], ...]
    state: str
    successors: tuple[Link, ...]
    ending: str
    followed_by: tuple[Link, ...]
    follows: tuple[Link, ...]
    synonyms: tuple[str, ...]
    formerly: tuple[str, ...]
    broader: tuple[Link, ...]
    narrower: tuple[Link, ...]
    related: tuple[Link, ...]
    details: tuple[tuple[str, str], ...]
    names: tuple[Names, ...]
    matches: tuple[str, ...]
    sources: tuple[str, ...]
    is_carried: bool
    count: str
    cards: tuple[Card, ...]
    search: str
    up: Link
    as_json: str


def terms_page(collection: Collection, reader: Reader) -> TermsPage:
    lines = {
        vocabulary.id: VocabularyLine(
            reader.title(vocabulary),
            reader.addresses.terms(vocabulary.id),
            ngettext("%(count)s term", "%(count)s terms", _in_use(vocabulary)),
            vocabulary.note,
        )
        for vocabulary in collection.vocabularies.values()
    }
    order = [name for name in _SEARCHED if name in lines]
    return TermsPage(
        title=gettext("Browse by term"),
        description=gettext("The lists that practices are sorted by, with what each term means."),
        searched=tuple(lines[name] for name in order),
        others=tuple(line for name, line in lines.items() if name not in order),
    )


def vocabulary_page(vocabulary: Vocabulary, collection: Collection, reader: Reader) -> VocabularyPage:
    counts = _counts(vocabulary, collection)
    title = reader.title(vocabulary)
    return VocabularyPage(
        title=title.text,
        description=vocabulary.note,
        language=title.language,
        note=vocabulary.note,
        drafts=joined(sorted(name_of(each, reader.language) for each in vocabulary.drafts))
        if vocabulary.drafts
        else "",
        is_counted=_carried_of(vocabulary.id) is not None,
        lines=tuple(_line(term, vocabulary, counts, reader, ()) for term in vocabulary.top),
        retired=tuple(
            RetiredLine(
                reader.label(term),
                reader.addresses.terms(vocabulary.id, term.id),
                _links(vocabulary.successors(term.id), vocabulary, reader),
                term.notes.get("history_note", ""),
            )
            for term in vocabulary.terms.values()
            if term.is_retired
        ),
        up=Link(gettext("Browse by term"), reader.addresses.terms()),
        as_json=reader.addresses.terms(vocabulary.id, suffix=".json"),
    )


def term_page(term: Term, vocabulary: Vocabulary, collection: Collection, reader: Reader) -> TermPage:
    label, title = reader.label(term), reader.title(vocabulary)
    entries = carried(term, vocabulary, collection)
    name = _SEARCHED.get(vocabulary.id, "")
    return TermPage(
        title=label.text,
        description=term.definition,
        language=label.language,
        id=term.id,
        vocabulary=Link(title.text, reader.addresses.terms(vocabulary.id), title.language),
        definition=term.definition,
        about=tuple((translated(label), term.notes[key]) for key, label in _ABOUT.items() if key in term.notes),
        state=translated(_STATES.get(term.status, "")),
        successors=_links(vocabulary.successors(term.id), vocabulary, reader),
        ending=next((translated(_ENDINGS[each]) for each in term.notes.items() if each in _ENDINGS), ""),
        followed_by=_links(_known(term.succeeded_by, vocabulary), vocabulary, reader),
        follows=_links(vocabulary.followed(term.id), vocabulary, reader),
        synonyms=term.synonyms.get(reader.language, ()),
        formerly=tuple(reader.label(each).text for each in vocabulary.predecessors(term.id)),
        broader=_links(_known(term.broader, vocabulary), vocabulary, reader),
        narrower=_links(vocabulary.narrower(term.id), vocabulary, reader),
        related=_links(_known(term.related, vocabulary), vocabulary, reader),
        details=tuple(_details(term)),
        names=tuple(_names(term, vocabulary.drafts, reader)),
        matches=tuple(address for found in term.matches.values() for address in found),
        sources=term.sources,
        is_carried=_carried_of(vocabulary.id) is not None,
        count=ngettext("%(count)s practice", "%(count)s practices", len(entries)),
        cards=tuple(card(each, collection, reader) for each in entries[:MOST_CARDS]),
        search=reader.addresses.filtered((name, term.id)) if name and entries else "",
        up=Link(gettext("Browse by term"), reader.addresses.terms()),
        as_json=reader.addresses.terms(vocabulary.id, term.id, ".json"),
    )


MOST_CARDS = 20
"""Practices that the page of a term shows; the search shows the rest."""

_STATES: Mapping[TermStatus, str] = MappingProxyType(
    {
        TermStatus.CANDIDATE: N_("In use; a coordinator has still to confirm it."),
        TermStatus.RETIRED: N_("No longer in use; kept so that old names and links still lead on."),
    }
)

_ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "for_whom": N_("Who it is for"),
        "history_note": N_("What became of it"),
    }
)

_ENDINGS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("programme_state", "closed"): N_("This programme is closed. It is named here for what it paid for."),
        ("network_state", "ended"): N_("This network has ended. It is named here for what came out of it."),
    }
)

_DETAILS: Mapping[str, str] = MappingProxyType(
    {
        "acronym": N_("Acronym"),
        "since": N_("Since"),
        "until": N_("Until"),
        "confidence": N_("How we know"),
        "minimum": N_("Takes at least"),
        "avoid": N_("Instead of"),
        "prefer": N_("Better"),
    }
)


def carried(term: Term, vocabulary: Vocabulary, collection: Collection) -> tuple[Practice, ...]:
    """The entries that carry a term or one that is narrower."""
    name = next((name for name, each in TERM_FIELDS.items() if each == vocabulary.id), "")
    if name:
        return collection.tagged(name, term.id)
    carried_of = _carried_of(vocabulary.id)
    practices = collection.practices.values() if carried_of else ()
    return tuple(each for each in practices if carried_of and term.id in carried_of(each))


def _carried_of(vocabulary: str) -> Carried | None:
    names = [name for name, each in TERM_FIELDS.items() if each == vocabulary]
    if names:
        return lambda practice: practice.terms_in(names[0])
    return _COMPUTED.get(vocabulary)


def _counts(vocabulary: Vocabulary, collection: Collection) -> Mapping[str, int]:
    """How many entries carry each term or one that is narrower, in one go through the entries."""
    carried_of = _carried_of(vocabulary.id)
    wider = {str(term.id): frozenset(_wider(term, vocabulary)) for term in vocabulary.terms.values()}
    found: Counter[str] = Counter()
    for practice in collection.practices.values() if carried_of else ():
        own = carried_of(practice) if carried_of else ()
        found.update({each for identifier in own for each in wider.get(identifier, ())})
    return found


def _wider(term: Term, vocabulary: Vocabulary) -> Iterator[str]:
    """The term, all that are broader and what it became, each once, also where they go round in a circle."""
    waiting, seen = [term], {term.id}
    while waiting:
        here = waiting.pop()
        yield here.id
        fresh = [each for each in _known((*here.broader, *here.replaced_by), vocabulary) if each.id not in seen]
        seen.update(each.id for each in fresh)
        waiting += fresh


def _line(
    term: Term,
    vocabulary: Vocabulary,
    counts: Mapping[str, int],
    reader: Reader,
    above: tuple[str, ...],
) -> TermLine:
    below = [each for each in vocabulary.narrower(term.id) if not each.is_retired and each.id not in (*above, term.id)]
    return TermLine(
        label=reader.label(term),
        href=reader.addresses.terms(vocabulary.id, term.id),
        definition=term.definition,
        count=counts.get(term.id, 0),
        narrower=tuple(_line(each, vocabulary, counts, reader, (*above, term.id)) for each in below),
    )


def _links(terms: Iterable[Term], vocabulary: Vocabulary, reader: Reader) -> tuple[Link, ...]:
    made = []
    for term in terms:
        label = reader.label(term)
        href = reader.addresses.terms(vocabulary.id, term.id)
        made.append(Link(label.text, href, label.language))
    return tuple(made)


def _known(identifiers: Iterable[str], vocabulary: Vocabulary) -> tuple[Term, ...]:
    found = (vocabulary.find(identifier) for identifier in identifiers)
    return tuple(term for term in found if term)


def _details(term: Term) -> Iterator[tuple[str, str]]:
    for key, label in _DETAILS.items():
        text = term.notes.get(key) or ", ".join(term.lists.get(key, ()))
        if text:
            yield translated(label), text


def _names(term: Term, drafts: Iterable[str], reader: Reader) -> Iterator[Names]:
    """The other languages, by the name of each in the page's own."""
    found: dict[str, list[str]] = {}
    for language, text in term.names():
        if language != reader.language:
            found.setdefault(language, []).append(text)
    for language in sorted(found, key=lambda code: name_of(code, reader.language)):
        texts = tuple(dict.fromkeys(found[language]))
        yield Names(language, name_of(language, reader.language), texts, language in drafts)


def _in_use(vocabulary: Vocabulary) -> int:
    return sum(not term.is_retired for term in vocabulary.terms.values())

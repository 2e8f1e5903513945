"""The page of a search: what was asked in words, what was found, and how to ask on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType
from typing import ClassVar

from kb.collection import Collection
from kb.fields import vocabulary_of
from kb.languages import name_of
from kb.practice import Slug
from kb.rules import N_
from kb.vocabulary import Term
from kb.web.i18n import gettext, joined, ngettext, number_text, translated
from kb.web.present.cards import Card, Stretch, card, stretches
from kb.web.present.facets import FacetView, facet_views
from kb.web.present.reader import Link, Reader
from kb.web.present.words import SORTS, field_label, notice_text, value_label
from search import Hit, Match, Relation, SearchQuery, SearchResults, Snippet, Sort, TermRef

__all__ = ["Chip", "ResultsPage", "SentencePart", "results_page"]


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that was asked for, and the address without it."""

    field: str
    text: str
    language: str
    href: str


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A phrase of the sentence that reads the question out, with its values apart."""

    before: str
    values: str
    after: str

    def __str__(self) -> str:
        return f"{self.before}{self.values}{self.after}"


@dataclass(frozen=True, slots=True)
class SortLink:
    text: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page of the answer; a number of 0 stands for those left out."""

    number: int
    text: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The way through an answer that takes several pages; an address is empty at either end."""

    previous: str
    next: str
    links: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A search with its answer.

    Attributes:
        count: number of practices in words.
        kept: arguments that the search box hands on.
        suggestion: the question in another spelling; None if there is nothing to suggest.
        as_written: where the suggestion was searched for, the way to what was written.
        other_way: a link to the same search without, or again with, synonyms and translations.
        near: where nothing is an answer, what comes nearest.
        relaxed: where nothing was found, what less would find.
    """

    template: ClassVar[str] = "search.html"
    is_indexed: ClassVar[bool] = False

    title: str
    description: str
    text: str
    kept: tuple[tuple[str, str], ...]
    total: int
    count: str
    sentence: tuple[SentencePart, ...]
    chips: tuple[Chip, ...]
    clear: str
    filter_count: int
    facets: tuple[FacetView, ...]
    sorts: tuple[SortLink, ...]
    cards: tuple[Card, ...]
    near: tuple[Card, ...]
    pages: Pages
    suggestion: Link | None
    as_written: Link | None
    notices: tuple[str, ...]
    other_way: Link | None
    relaxed: tuple[Link, ...]
    examples: tuple[Link, ...]
    browse: str
    contribute: str
    as_json: str


def results_page(
    collection: Collection,
    results: SearchResults,
    count: Callable[[SearchQuery], int],
    reader: Reader,
) -> ResultsPage:
    """Say everything there is to say about the answer.

    Args:
        count: how many practices another question would find.
    """
    query = results.query
    number = ngettext("%(count)s practice", "%(count)s practices", results.total)
    sentence = tuple(_sentence(collection, query, reader))
    return ResultsPage(
        title=_title(query, number, sentence),
        description="",
        text=query.text,
        kept=tuple(pair for pair in query.to_args() if pair[0] not in ("q", "page", "exact")),
        total=results.total,
        count=number,
        sentence=sentence,
        chips=tuple(_chips(collection, query, reader)),
        clear=reader.addresses.search(query.without_filters().without_text()),
        filter_count=len(query.filters),
        facets=facet_views(collection, results, reader),
        sorts=_sorts(query, reader),
        cards=tuple(_cards(results.hits, collection, results, reader)),
        near=tuple(_cards(results.near, collection, results, reader)),
        pages=_pages(results, reader),
        suggestion=_suggestion(results, reader),
        as_written=_as_written(results, reader),
        notices=tuple(notice_text(notice) for notice in results.notices),
        other_way=_other_way(results, reader),
        relaxed=() if results.total else tuple(_relaxed(collection, query, count, reader)),
        examples=() if results.total else examples(reader),
        browse=reader.addresses.terms(),
        contribute=reader.way_to_contribute(collection),
        as_json=reader.addresses.search(query, ".json"),
    )


_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "policy_areas": N_("on %(values)s"),
        "countries": N_("in %(values)s"),
        "prevention_levels": N_("at the level %(values)s"),
        "working_groups": N_("in the field of %(values)s"),
        "approaches": N_("with the approach %(values)s"),
        "target_groups": N_("meant for %(values)s"),
        "audiences": N_("useful for %(values)s"),
        "settings": N_("in the setting %(values)s"),
        "governance_level": N_("steered at the level %(values)s"),
        "state": N_("in the state %(values)s"),
        "phenomena": N_("concerning %(values)s"),
        "evidence": N_("with evidence %(values)s"),
        "effect": N_("with effect %(values)s"),
        "freshness": N_("with freshness %(values)s"),
        "funding": N_("paid from %(values)s"),
        "networks": N_("in the network %(values)s"),
        "languages": N_("with materials in %(values)s"),
    }
)
_TEXT = N_("for “%(values)s”")
_ANY = N_("with the filter %(values)s")

EXAMPLES: tuple[str, ...] = (
    N_("mentoring for young people"),
    N_("support for families"),
    N_("teachers and difficult conversations"),
)


def examples(reader: Reader) -> tuple[Link, ...]:
    """Questions to begin with."""
    texts = [translated(text) for text in EXAMPLES]
    return tuple(Link(text, reader.addresses.search(SearchQuery(text=text))) for text in texts)


def _title(query: SearchQuery, number: str, sentence: Iterable[SentencePart]) -> str:
    if not query.text and not query.filters:
        return gettext("Search")
    asked = joined([str(part) for part in sentence], "unit")
    return gettext("%(count)s %(asked)s – Search", count=number, asked=asked)


def _sentence(collection: Collection, query: SearchQuery, reader: Reader) -> Iterator[SentencePart]:
    if query.text:
        yield _part(_TEXT, query.text)
    for name, values in _by_field(query).items():
        labels = [value_label(collection, name, value, reader).text for value in values]
        yield _part(_PHRASES.get(name, _ANY), joined(labels, "or"))


def _part(phrase: str, values: str) -> SentencePart:
    before, _, after = translated(phrase).partition("%(values)s")
    return SentencePart(before, values, after)


def _by_field(query: SearchQuery) -> Mapping[str, list[str]]:
    """The values of each facet, in the order in which facets are shown."""
    found: dict[str, list[str]] = {name: [] for name in _PHRASES}
    for name, value in sorted(query.filters):
        found.setdefault(name, []).append(value)
    return {name: values for name, values in found.items() if values}


def _chips(collection: Collection, query: SearchQuery, reader: Reader) -> Iterator[Chip]:
    if query.text:
        href = reader.addresses.search(query.without_text())
        yield Chip(field_label("q"), query.text, "", href)
    for name, values in _by_field(query).items():
        for value in values:
            label = value_label(collection, name, value, reader)
            href = reader.addresses.search(query.toggled(name, value))
            yield Chip(field_label(name), label.text, label.language, href)


def _sorts(query: SearchQuery, reader: Reader) -> tuple[SortLink, ...]:
    """The orders to choose from; without words to compare with, the best match is the title."""
    shown = [sort for sort in SORTS if query.text or sort is not Sort.RELEVANCE]
    current = query.sort if query.sort in shown else Sort.TITLE
    return tuple(
        SortLink(translated(SORTS[sort]), reader.addresses.search(query.sorted_by(sort)), sort is current)
        for sort in shown
    )


def _cards(hits: Iterable[Hit], collection: Collection, results: SearchResults, reader: Reader) -> Iterator[Card]:
    for hit in hits:
        practice = collection.practices.get(Slug(hit.group))
        if practice is None:
            continue
        language = hit.id.removeprefix(hit.group).removeprefix(".")
        translation = collection.translations.get(practice.slug, {}).get(language)
        plain = card(practice, collection, reader, translation)
        summary = plain.summary[0].text
        marked, snippet = _quoted(summary, hit.snippet)
        reasons = tuple(_reasons(hit, collection, reader)) if results.query.text else ()
        yield replace(plain, summary=marked, snippet=snippet, reasons=reasons)


def _quoted(summary: str, snippet: Snippet) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """The summary and the snippet with their marks; a snippet out of the summary is not shown twice."""
    core = snippet.text.strip("… ")
    place = summary.find(core)
    if not snippet.marks:
        return (Stretch(summary),), ()
    if place < 0:
        return (Stretch(summary),), stretches(snippet.text, snippet.marks)
    shift = place - snippet.text.find(core)
    marks = tuple((start + shift, end + shift) for start, end in snippet.marks)
    return stretches(summary, marks), ()


_REASONS: Mapping[Relation, str] = MappingProxyType(
    {
        Relation.SAME: N_("“%(word)s” is in the text"),
        Relation.STEM: N_("“%(word)s” occurs as “%(form)s”"),
        Relation.SPELLING: N_("“%(form)s” is another spelling of “%(word)s”"),
        Relation.PART: N_("“%(form)s” begins with “%(word)s”"),
        Relation.SIMILAR: N_("“%(form)s” looks like “%(word)s”"),
    }
)
_TAGGED = N_("“%(word)s” is one of its terms")
_IN_OTHER_LANGUAGE = N_("“%(word)s” is %(language)s for “%(term)s”")
_OF_TERM = N_("“%(word)s” belongs to the term “%(term)s”")
_OF_RING = N_("“%(word)s” goes with “%(term)s”")
_BECAME = N_("“%(word)s” has become “%(term)s”")
_MOST_REASONS = 2


def _reasons(hit: Hit, collection: Collection, reader: Reader) -> Iterator[str]:
    """The few reasons that carry most, each told once: the reader's own words before what vocabularies add."""
    ordered = sorted(hit.matches, key=lambda match: match.term is not None)
    told = dict.fromkeys(_reason(match, collection, reader) for match in ordered)
    yield from list(told)[:_MOST_REASONS]


def _reason(match: Match, collection: Collection, reader: Reader) -> str:
    if match.term:
        return _reason_of_term(match, match.term, collection, reader)
    is_same = match.word.casefold() == match.form.casefold()
    phrase = _REASONS[Relation.SAME if is_same else match.relation]
    return gettext(phrase, word=match.word, form=match.form)


def _reason_of_term(match: Match, found: TermRef, collection: Collection, reader: Reader) -> str:
    """What a word means, by the preferred label of its term.

    Other labels of a term are not told: they are its neighbours ("mothers", "fathers") as often as its synonyms. Where
    the word is the preferred label itself, what stands in the text in its place is told instead.
    """
    vocabulary = collection.vocabularies.get(vocabulary_of(found.field) if found.field else "glossary")
    term = vocabulary.find(found.id) if vocabulary else None
    is_in_pieces = " " in match.word and _letters(match.word) == _letters(found.label)
    word = found.label if is_in_pieces else match.word
    if vocabulary is None or term is None:
        return gettext(_OF_TERM, word=word, term=found.label)
    if term.is_retired and (successors := [each.label(reader.language) for each in vocabulary.successors(term.id)]):
        name = match.form if match.form in successors else joined(successors, "standard")
        return gettext(_BECAME, word=word, term=name)
    name = term.label(reader.language)
    belongs = _OF_TERM if found.field else _OF_RING
    if _letters(word) == _letters(name):
        is_tagged = _letters(match.form) == _letters(name)
        return gettext(_TAGGED, word=name) if is_tagged else gettext(belongs, word=match.form, term=name)
    if found.language != reader.language and _letters(word) not in _names(term, reader.language):
        language = name_of(found.language, reader.language)
        return gettext(_IN_OTHER_LANGUAGE, word=word, language=language, term=name)
    return gettext(belongs, word=word, term=name)


def _names(term: Term, language: str) -> frozenset[str]:
    return frozenset(_letters(name) for each, name in term.names() if each == language)


def _letters(text: str) -> str:
    """A label without what readers leave out: case and all that is no letter or digit."""
    return "".join(filter(str.isalnum, text.casefold()))


def _pages(results: SearchResults, reader: Reader) -> Pages:
    query, page, last = results.query, results.page, results.pages
    wanted = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    links: list[PageLink] = []
    for number in wanted if last > 1 else ():
        if links and number > links[-1].number + 1:
            links.append(PageLink(0, "…", ""))
        href = reader.addresses.search(query.on_page(number))
        links.append(PageLink(number, number_text(number), href, number == page))
    before = reader.addresses.search(query.on_page(page - 1)) if page > 1 else ""
    after = reader.addresses.search(query.on_page(page + 1)) if page < last else ""
    return Pages(before, after, tuple(links))


def _suggestion(results: SearchResults, reader: Reader) -> Link | None:
    text = results.suggestion
    return Link(text, reader.addresses.search(results.query.with_text(text))) if text else None


def _as_written(results: SearchResults, reader: Reader) -> Link | None:
    query = results.query
    return Link(query.text, reader.addresses.search(query.exactly())) if results.is_respelled else None


def _other_way(results: SearchResults, reader: Reader) -> Link | None:
    """Without the help of the vocabularies where it helped, and back."""
    query = results.query
    if query.exact:
        href = reader.addresses.search(replace(query, exact=False, page=1))
        return Link(gettext("Search also for synonyms and translations"), href)
    matches = (match for hit in results.hits for match in hit.matches)
    if any(match.relation in _HELPED and match.word != match.form for match in matches):
        text = gettext("Search exactly, without synonyms and translations")
        return Link(text, reader.addresses.search(query.exactly()))
    return None


_HELPED = frozenset({Relation.SYNONYM, Relation.TRANSLATION})

_MOST_RELAXED = 6
_MOST_TRIED = 12


def _relaxed(
    collection: Collection,
    query: SearchQuery,
    count: Callable[[SearchQuery], int],
    reader: Reader,
) -> Iterator[Link]:
    """Questions that ask for less and find something."""
    tried = islice(_less(collection, query, reader), _MOST_TRIED)
    counted = ((text, less, count(less)) for text, less in tried)
    for text, less, found in islice((each for each in counted if each[2]), _MOST_RELAXED):
        yield Link(text, reader.addresses.search(less), count=found)


def _less(collection: Collection, query: SearchQuery, reader: Reader) -> Iterator[tuple[str, SearchQuery]]:
    if query.text and query.filters:
        yield gettext("Without the filters"), query.without_filters()
        yield gettext("Without the words"), query.without_text()
    if len(query.filters) + bool(query.text) > 1:
        for name, value in sorted(query.filters):
            label = value_label(collection, name, value, reader).text
            yield gettext("Without “%(filter)s”", filter=label), query.toggled(name, value)
    yield from _wider(collection, query, reader)
    for name, value in sorted(query.filters) if len(query.filters) > 1 else ():
        label = value_label(collection, name, value, reader).text
        alone = query.without_text().without_filters().toggled(name, value)
        yield gettext("“%(filter)s” alone", filter=label), alone


def _wider(collection: Collection, query: SearchQuery, reader: Reader) -> Iterator[tuple[str, SearchQuery]]:
    """The same question with a broader term in place of one that is filtered by."""
    for name, value in sorted(query.filters):
        vocabulary = collection.vocabularies.get(vocabulary_of(name))
        term = vocabulary.find(value) if vocabulary else None
        for broader in term.broader if term else ():
            narrow, wide = (value_label(collection, name, each, reader).text for each in (value, broader))
            text = gettext("“%(wide)s” in place of “%(narrow)s”", wide=wide, narrow=narrow)
            yield text, query.toggled(name, value).toggled(name, broader)

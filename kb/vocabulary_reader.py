"""A vocabulary's YAML -> Vocabulary, and every problem.

A broken term is left out and said so; the rest of the list stays usable, because one slip in a list must not take away
every entry that is tagged from it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from types import MappingProxyType

from kb.fields import FIELDS, with_parts
from kb.problem import ENOUGH, Place, Problem, limited
from kb.source import Located, LocatedList, LocatedMap, LocatedText, Text, not_fields, read_bytes, read_yaml, shape_of
from kb.values import is_linkable, url_problem
from kb.vocabulary import Term, TermId, TermStatus, Vocabulary, closest

__all__ = ["NEEDED", "read_vocabulary", "with_needed"]

NEEDED: tuple[str, ...] = tuple(
    sorted(
        {each.vocabulary for each in with_parts(FIELDS) if each.vocabulary}
        | {"denied-hosts", "evidence-levels", "language-guidance"}
    )
)
"""The lists that entries choose from or are held against, and that of the evidence levels."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,79}|[A-Z]{2}|E[0-5]")
_MATCHES = frozenset({"exact_match", "close_match", "broad_match", "narrow_match", "related_match"})
_RELATIONS = ("broader", "related", "replaced_by", "succeeded_by")
_SHAPES: Mapping[str, tuple[type, str]] = MappingProxyType(
    {
        "label": (LocatedMap, "{en: School}"),
        "definition": (LocatedText, "Schools of every kind."),
        "synonyms": (LocatedMap, "{en: [classroom]}"),
        "status": (LocatedText, "current"),
        **dict.fromkeys(_RELATIONS, (LocatedList, "[school]")),
        **dict.fromkeys(("sources", *sorted(_MATCHES)), (LocatedList, "['https://example.org/']")),
    }
)
_HEAD_SHAPES: Mapping[str, tuple[type, str]] = MappingProxyType(
    {
        "title": (LocatedMap, "{en: Settings}"),
        "draft_languages": (LocatedList, "[de, fr]"),
        "terms": (LocatedList, "[]"),
    }
)
_NAMES: Mapping[type, str] = MappingProxyType(
    {LocatedMap: "named parts", LocatedList: "a list", LocatedText: "a single value"}
)
_OWN = frozenset({"id", "label", "definition", "synonyms", "status", "sources", *_RELATIONS, *_MATCHES})


def read_vocabulary(path: str, raw: bytes) -> tuple[Vocabulary | None, tuple[Problem, ...]]:
    """Read one list.

    Returns:
        The list with the terms that could be read, or None where there is none to be read; every problem.
    """
    text, problems = read_bytes(path, raw)
    root, more = read_yaml(text) if text else (None, ())
    found = [*problems, *more]
    if text is None or not isinstance(root, LocatedMap):
        if text is not None and not found:
            found.append(not_fields(text, root))
        return None, limited(found)
    name = path.rsplit("/", 1)[-1].removesuffix(".yaml")
    found += _head_problems(text, root, name)
    terms: dict[TermId, Term] = {}
    places: dict[TermId, LocatedMap] = {}
    for located in _items(root.get("terms")):
        term, wrong = _term(text, located, places)
        found += wrong
        found += _shape_problems(text, located, _SHAPES) if isinstance(located, LocatedMap) else ()
        if term and isinstance(located, LocatedMap):
            terms[term.id], places[term.id] = term, located
    titles = MappingProxyType({"en": name, **_texts(root.get("title"))})
    written = Vocabulary(name, titles, MappingProxyType(terms))
    found += islice(_retired_problems(text, written, places), ENOUGH)
    terms = {each.id: replace(each, broader=_in_use(each.broader, written)) for each in terms.values()}
    circular = _circular(terms)
    found += islice(_relation_problems(text, places, _ids_in(root)), ENOUGH)
    found += islice(_loop_problems(text, places, circular), ENOUGH)
    found += islice(_address_problems(text, places), ENOUGH)
    terms = {each.id: _with_sound_relations(each, terms, circular) for each in terms.values()}
    drafts = _list(root.get("draft_languages"))
    notes = _notes(root, frozenset({"id", "title", "note", "terms"}))
    return Vocabulary(name, titles, MappingProxyType(terms), _text(root.get("note")), drafts, notes), limited(found)


def with_needed(read: Mapping[str, Vocabulary], folder: str) -> tuple[Mapping[str, Vocabulary], tuple[Problem, ...]]:
    """Add a list without terms for each that entries need and that could not be read; it accepts every id."""
    missing = [name for name in NEEDED if name not in read]
    stand_ins = {name: Vocabulary(name, MappingProxyType({"en": name}), MappingProxyType({})) for name in missing}
    problems = (Problem.at(Place(f"{folder}/{name}.yaml"), "missing-vocabulary", vocabulary=name) for name in missing)
    return MappingProxyType({**read, **stand_ins}), tuple(problems)


def _head_problems(text: Text, root: LocatedMap, name: str) -> Iterator[Problem]:
    written = root.get("id")
    if isinstance(written, LocatedText) and written.text != name:
        yield Problem.at(text.of(written), "wrong-file-for-list", value=written.text, name=name)
    for needed, example in (("id", f"id: {name}"), ("title", "title: {en: Settings}"), ("terms", "terms: []")):
        if root.key(needed) is None:
            reason = "without it the list cannot be shown"
            details = {"field": needed, "parent": "a list", "reason": reason, "example": example}
            yield Problem.at(text.place(0, 3), "missing-field", **details)
    yield from _shape_problems(text, root, _HEAD_SHAPES)


def _term(text: Text, located: Located, seen: Mapping[TermId, LocatedMap]) -> tuple[Term | None, tuple[Problem, ...]]:
    """One term, or why it is left out."""
    if not isinstance(located, LocatedMap):
        details = {"field": "terms", "found": shape_of(located), "wanted": "named parts", "example": "- id: school"}
        return None, (Problem.at(text.of(located), "wrong-shape", **details),)
    written = located.get("id")
    if not isinstance(written, LocatedText):
        details = {"field": "id", "parent": "a term", "reason": "entries name it", "example": "id: youth-work"}
        return None, (Problem.at(text.of(located), "missing-field", **details),)
    place, value = text.of(written), written.text
    if not _ID.fullmatch(value):
        return None, (Problem.at(place, "bad-term-id", value=value),)
    if value in seen:
        first = text.position(seen[TermId(value)].start)[0]
        return None, (Problem.at(place, "duplicate-term", value=value, first=first),)
    labels = _texts(located.get("label"))
    if not labels.get("en"):
        return None, (Problem.at(place, "missing-label", value=value),)
    status, problems = _status(text, located)
    return _made(TermId(value), labels, status, located), problems


def _status(text: Text, located: LocatedMap) -> tuple[TermStatus, tuple[Problem, ...]]:
    written = located.get("status")
    known = {each.value: each for each in TermStatus}
    if not isinstance(written, LocatedText):
        return TermStatus.CURRENT, ()
    if written.text in known:
        return known[written.text], ()
    details = {"value": written.text, "check": "status", "answers": ", ".join(known)}
    return TermStatus.CURRENT, (Problem.at(text.of(written), "unknown-answer", **details),)


def _made(identifier: TermId, labels: Mapping[str, str], status: TermStatus, located: LocatedMap) -> Term:
    relations = {name: tuple(TermId(each) for each in _list(located.get(name))) for name in _RELATIONS}
    return Term(
        id=identifier,
        labels=labels,
        definition=_text(located.get("definition")),
        synonyms=_lists(located.get("synonyms")),
        status=status,
        sources=_addresses(located.get("sources")),
        matches=MappingProxyType(
            {each: _addresses(located.get(each)) for each in sorted(_MATCHES) if located.get(each)}
        ),
        notes=_notes(located, _OWN),
        lists=MappingProxyType(dict(_note_lists(located, _OWN))),
        **relations,
    )


def _relation_problems(text: Text, places: Mapping[TermId, LocatedMap], ids: frozenset[str]) -> Iterator[Problem]:
    for located in places.values():
        for name in _RELATIONS:
            for item in _items(located.get(name)):
                if isinstance(item, LocatedText) and item.text not in ids:
                    near = next(iter(closest(item.text, ids)), "")
                    yield Problem.at(text.of(item), "unknown-relation", value=item.text, field=name, near=near)


def _ids_in(root: LocatedMap) -> frozenset[str]:
    """Every id in the file, also of terms that are left out for another reason."""
    terms = (each for each in _items(root.get("terms")) if isinstance(each, LocatedMap))
    return frozenset(_text(each.get("id")) for each in terms)


def _loop_problems(text: Text, places: Mapping[TermId, LocatedMap], circular: _Links) -> Iterator[Problem]:
    for term_id in circular:
        way = _way_back(term_id, circular)
        if way:
            place = text.of(places[term_id].get("broader") or places[term_id])
            yield Problem.at(place, "circular-relation", value=term_id, path=" > ".join(way))


_Links = Mapping[TermId, frozenset[TermId]]


def _circular(terms: Mapping[TermId, Term]) -> _Links:
    """The broader terms of those terms that stand in a circle, or between two."""
    upwards = {name: frozenset(each for each in term.broader if each in terms) for name, term in terms.items()}
    circles = _turned(_without_ends(_turned(_without_ends(upwards))))
    return MappingProxyType({name: circles[name] for name in terms if name in circles})


def _without_ends(links: _Links) -> _Links:
    """What is left once each term that leads nowhere is taken away, again and again."""
    left = {name: set(following) for name, following in links.items()}
    before = _turned(links)
    waiting = [name for name, following in left.items() if not following]
    while waiting:
        end = waiting.pop()
        del left[end]
        for name in before[end]:
            left[name].discard(end)
            if not left[name]:
                waiting.append(name)
    return {name: frozenset(following) for name, following in left.items()}


def _turned(links: _Links) -> _Links:
    """The same links the other way round."""
    found: dict[TermId, set[TermId]] = {name: set() for name in links}
    for name, following in links.items():
        for each in following:
            found[each].add(name)
    return {name: frozenset(following) for name, following in found.items()}


def _way_back(start: TermId, broader: _Links) -> tuple[TermId, ...]:
    """The shortest way from a term upwards to itself, empty if there is none."""
    reached_from: dict[TermId, TermId] = {}
    waiting = [start]
    for name in waiting:
        for each in sorted(broader.get(name, ())):
            if each not in reached_from:
                reached_from[each] = name
                waiting.append(each)
    way = [start]
    while start in reached_from and (len(way) == 1 or way[-1] != start):
        way.append(reached_from[way[-1]])
    return tuple(reversed(way)) if len(way) > 1 else ()


def _with_sound_relations(term: Term, terms: Mapping[TermId, Term], circular: Container[TermId]) -> Term:
    """The term without what was complained of, so that whoever follows its relations arrives somewhere."""

    def known(related: Iterable[TermId]) -> tuple[TermId, ...]:
        return tuple(each for each in related if each in terms)

    return replace(
        term,
        broader=() if term.id in circular else known(term.broader),
        related=known(term.related),
        replaced_by=known(term.replaced_by),
        succeeded_by=known(term.succeeded_by),
    )


def _addresses(located: Located | None) -> tuple[str, ...]:
    return tuple(each for each in _list(located) if is_linkable(each))


def _address_problems(text: Text, places: Mapping[TermId, LocatedMap]) -> Iterator[Problem]:
    """Sources and mappings that no link can be made of; they are left out."""
    for located in places.values():
        for item in (item for name in ("sources", *sorted(_MATCHES)) for item in _items(located.get(name))):
            problem = url_problem(item.text, text.of(item), {}) if isinstance(item, LocatedText) else None
            yield from [problem] if problem else ()


def _in_use(identifiers: Iterable[TermId], vocabulary: Vocabulary) -> tuple[TermId, ...]:
    """The terms themselves, each retired one as what it became: it heads no branch of a tree."""
    found: list[TermId] = []
    for each in identifiers:
        term = vocabulary.find(each)
        found += [other.id for other in vocabulary.successors(each)] if term and term.is_retired else [each]
    return tuple(dict.fromkeys(found))


def _retired_problems(text: Text, vocabulary: Vocabulary, places: Mapping[TermId, LocatedMap]) -> Iterator[Problem]:
    for located in places.values():
        for item in _items(located.get("broader")):
            term = vocabulary.find(item.text) if isinstance(item, LocatedText) else None
            if term and term.is_retired:
                near = " or ".join(f'"{each}"' for each in _in_use([term.id], vocabulary))
                yield Problem.at(text.of(item), "retired-term", value=term.id, vocabulary=vocabulary.id, near=near)


def _shape_problems(text: Text, located: LocatedMap, shapes: Mapping[str, tuple[type, str]]) -> Iterator[Problem]:
    """Values that would be passed over, because they are a list where names belong, or the other way round."""
    for key, value in located.pairs:
        shape, example = shapes.get(key.text, (type(value), ""))
        if not isinstance(value, shape):
            details = {
                "field": key.text,
                "found": shape_of(value),
                "wanted": _NAMES[shape],
                "example": f"{key.text}: {example}",
            }
            yield Problem.at(text.of(value), "wrong-shape", **details)


def _text(located: Located | None) -> str:
    return located.text if isinstance(located, LocatedText) else ""


def _items(located: Located | None) -> tuple[Located, ...]:
    return located.items if isinstance(located, LocatedList) else ()


def _list(located: Located | None) -> tuple[str, ...]:
    return tuple(item.text for item in _items(located) if isinstance(item, LocatedText))


def _pairs(located: Located | None) -> Iterable[tuple[str, Located]]:
    return [(key.text, value) for key, value in located.pairs] if isinstance(located, LocatedMap) else []


def _texts(located: Located | None) -> Mapping[str, str]:
    return MappingProxyType({key: value.text for key, value in _pairs(located) if isinstance(value, LocatedText)})


def _lists(located: Located | None) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({key: _list(value) for key, value in _pairs(located)})


def _notes(located: LocatedMap, own: frozenset[str]) -> Mapping[str, str]:
    """Keys that only this list has; inner ones with a dot: `crosswalk.sms`."""
    found: dict[str, str] = {}
    for key, value in _pairs(located):
        if key not in own and isinstance(value, LocatedText):
            found[key] = value.text
        elif key not in own:
            found.update({f"{key}.{inner}": text for inner, text in _texts(value).items()})
    return MappingProxyType(found)


def _note_lists(located: LocatedMap, own: frozenset[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in _pairs(located):
        if key in own:
            continue
        if isinstance(value, LocatedList):
            yield key, _list(value)
        yield from ((f"{key}.{inner}", words) for inner, words in _lists(value).items() if words)

"""A file's bytes -> a practice or a translation, and every problem of that file.

Reading never raises on bad content and never stops at the first fault. An entry with an error has no value, so that
half of it is never shown; its title and links are kept, so that other files can still be held against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from kb.checks import check_body, check_values, check_words, internal_links
from kb.collection import Entry, Page
from kb.fields import FIELDS, TERM_FIELDS, TRANSLATED
from kb.languages import is_language
from kb.practice import (
    Adoption,
    Caveat,
    Evaluation,
    Evidence,
    Needs,
    Organisation,
    Period,
    Practice,
    Reference,
    Review,
    Slug,
    Translation,
)
from kb.problem import Place, Problem, has_errors, limited
from kb.prose import sections
from kb.source import Located, LocatedList, LocatedText, Source, read_bytes, read_front_matter
from kb.values import TRANSLATION, Context, Values, read_values, slug_like
from kb.vocabulary import TermId, Vocabulary
from kb.wording import Guidance

__all__ = ["Rulebook", "file_name_problem", "read_entry", "read_page", "split_name"]

_NAME = re.compile(r"(?P<slug>[a-z0-9-]{1,80})(?:\.(?P<language>[a-z]{2,3}))?\.md")
_TRANSLATED_FIELDS = tuple(each for each in FIELDS if each.name in TRANSLATED)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """What entries are held against: the same for all files of a folder.

    Attributes:
        denied: hosts that are not linked, with the reason.
        today: nothing that has happened can be later.
    """

    lists: Mapping[str, Vocabulary]
    guidance: Guidance
    today: date
    denied: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def split_name(name: str) -> tuple[Slug, str] | None:
    """The slug and the language that a file name stands for; None where it is not the name of an entry.

    Originals are in English, so `.en.md` would be the translation of a text into its own language.
    """
    match = _NAME.fullmatch(name)
    if match is None or match["language"] == "en" or not is_language(match["language"] or "en"):
        return None
    return Slug(match["slug"]), match["language"] or "en"


def file_name_problem(path: str) -> Problem:
    """What to say of a Markdown file whose name cannot become an address."""
    name = path.rsplit("/", 1)[-1]
    stem = slug_like(re.sub(r"\.en\.md$", ".md", name.casefold()))
    near = name.casefold() if split_name(name.casefold()) else f"{stem}.md" if stem else ""
    return Problem.at(Place(path), "file-name", name=name, near=near)


def read_entry(path: str, raw: bytes, rules: Rulebook) -> Entry:
    """Read one file.

    Args:
        path: as it is to stand in messages; its last part is the name of an entry, see `split_name`.
    """
    named = split_name(path.rsplit("/", 1)[-1])
    if named is None:
        return Entry(path, Slug(""), "en", None, (file_name_problem(path),))
    slug, language = named
    text, problems = read_bytes(path, raw)
    source, more = read_front_matter(text) if text else (None, ())
    if source is None:
        return Entry(path, slug, language, None, limited((*problems, *more)))
    read = _translation if "." in path.rsplit("/", 1)[-1].removesuffix(".md") else _practice
    return read(source, slug, language, rules, (*problems, *more))


def _practice(source: Source, slug: Slug, language: str, rules: Rulebook, found: tuple[Problem, ...]) -> Entry:
    context = Context(source, rules.lists, rules.today, rules.denied)
    values, problems = read_values(context, source.front)
    everything = (*found, *problems, *check_values(source, values), *_text_problems(source, context, rules, language))
    return Entry(
        path=source.path,
        name=slug,
        language=language,
        value=None if has_errors(everything) else _made(slug, values, source),
        problems=limited(everything),
        title=values.text("title"),
        related=values.texts("related"),
        places=MappingProxyType(dict(_places(source))),
        links=internal_links(source),
    )


def _translation(source: Source, slug: Slug, language: str, rules: Rulebook, found: tuple[Problem, ...]) -> Entry:
    context = Context(source, rules.lists, rules.today, rules.denied)
    values, problems = read_values(context, source.front, _TRANSLATED_FIELDS, TRANSLATION)
    everything = (*found, *problems, *check_body(source, context), *check_words(source, rules.guidance, language))
    ours = limited(each for each in everything if each.code not in _HEADING_CODES)
    value = None
    if not has_errors(ours):
        value = Translation(
            slug=slug,
            language=language,
            title=values.text("title"),
            summary=values.text("summary"),
            body=source.body,
            review=_review(values),
            also_known_as=values.texts("also_known_as"),
            last_verified=values.day("last_verified"),
            contributors=values.texts("contributors"),
        )
    return Entry(source.path, slug, language, value, ours, links=internal_links(source))


_HEADING_CODES = frozenset({"missing-heading", "missing-how", "unknown-heading", "heading-order"})
"""Headings of a translation are translated, so their English wording is not asked for."""


def _text_problems(source: Source, context: Context, rules: Rulebook, language: str) -> Iterator[Problem]:
    yield from check_body(source, context)
    yield from check_words(source, rules.guidance, language)


def _places(source: Source) -> Iterator[tuple[str, Place]]:
    title, related = source.front.get("title"), source.front.get("related")
    if title:
        yield "title", source.of(title)
    items: tuple[Located, ...] = related.items if isinstance(related, LocatedList) else ()
    for item in items:
        if isinstance(item, LocatedText):
            yield f"related:{item.text}", source.of(item)


def read_page(path: str, raw: bytes) -> tuple[Page | None, tuple[Problem, ...]]:
    """Read a page of the site itself; it needs a title and nothing else."""
    text, problems = read_bytes(path, raw)
    source, more = read_front_matter(text) if text else (None, ())
    if source is None:
        return None, limited((*problems, *more))
    context = Context(source, MappingProxyType({}), date.max)
    title = tuple(each for each in FIELDS if each.name == "title")
    values, wrong = read_values(context, source.front, title, "a page")
    limits = [
        each for each in check_body(source, context) if each.code in ("too-much-markup", "bad-url", "image", "html")
    ]
    everything = (*problems, *more, *wrong, *limits)
    if has_errors(everything):
        return None, limited(everything)
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Page(name, values.text("title"), source.body), limited(everything)


def _made(slug: Slug, values: Values, source: Source) -> Practice:
    return Practice(
        slug=slug,
        title=values.text("title"),
        summary=values.text("summary"),
        terms=MappingProxyType(dict(_terms(values))),
        organisations=tuple(map(_organisation, values.all_parts("organisations"))),
        references=tuple(map(_reference, values.all_parts("sources"))),
        review=_review(values),
        body=source.body,
        headings=tuple(part.heading for part in sections(source.body) if part.level == 2),
        evidence=_evidence(values.parts("evidence")),
        period=Period(values.number("start"), values.number("end")),
        places=values.texts("places"),
        also_known_as=values.texts("also_known_as"),
        needs=_needs(values.parts("needs")),
        languages=values.texts("languages"),
        transfer=values.answers("transfer"),
        adoptions=tuple(map(_adoption, values.all_parts("adoptions"))),
        caveats=tuple(Caveat(each.text("text"), each.texts("source")) for each in values.all_parts("caveats")),
        related=tuple(Slug(each) for each in values.texts("related")),
        last_verified=values.day("last_verified"),
        contributors=values.texts("contributors"),
        licence=values.text("licence", "CC-BY-4.0"),
    )


def _terms(values: Values) -> Iterator[tuple[str, tuple[TermId, ...]]]:
    for name in TERM_FIELDS:
        given = values.texts(name) or ((values.text(name),) if values.text(name) else ())
        if given:
            yield name, tuple(TermId(each) for each in given)


def _organisation(values: Values) -> Organisation:
    return Organisation(values.text("name"), TermId(values.text("type")), values.text("url"))


def _evidence(values: Values) -> Evidence:
    return Evidence(values.text("theory"), tuple(map(_evaluation, values.all_parts("evaluations"))))


def _evaluation(values: Values) -> Evaluation:
    return Evaluation(
        title=values.text("title"),
        design=TermId(values.text("design")),
        independence=TermId(values.text("independence")),
        effect=TermId(values.text("effect")),
        sources=values.texts("source"),
        year=values.number("year"),
        evaluator=values.text("evaluator"),
    )


def _needs(values: Values) -> Needs:
    return Needs(values.text("people"), values.text("time"), values.text("cost_band"), values.text("skills"))


def _adoption(values: Values) -> Adoption:
    return Adoption(
        place=values.text("place"),
        outcome=values.text("outcome"),
        sources=values.texts("source"),
        country=values.text("country"),
        year=values.number("year"),
    )


def _reference(values: Values) -> Reference:
    return Reference(
        id=values.text("id"),
        title=values.text("title"),
        url=values.text("url"),
        publisher=values.text("publisher"),
        published=values.text("published"),
        accessed=values.day("accessed"),
        supports=values.texts("supports"),
        is_url_hidden=values.is_set("hide_url"),
    )


def _review(values: Values) -> Review:
    review = values.parts("review")
    return Review(TermId(review.text("status")), review.text("by"), review.day("date"))

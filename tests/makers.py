"""Small makers of values and of content folders, so that a test shows only what matters to it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from hypothesis import settings

from kb.collection import Collection, Entry
from kb.practice import (
    Evaluation,
    Evidence,
    Organisation,
    Practice,
    Reference,
    Review,
    Slug,
    Translation,
)
from kb.problem import Place, Problem
from kb.settings import Settings
from kb.vocabulary import Term, TermId, TermStatus, Vocabulary

REAL_PRACTICES = Path(__file__).parent.parent / "practices"
REAL_VOCABULARIES = REAL_PRACTICES / "_vocabularies"

TODAY = date(2026, 11, 30)

UNHURRIED = settings(deadline=None)
"""For laws whose examples may take longer on a busy machine; how long is for other tests to say."""

BODY = "## What it is\n\nYouth workers meet young people where they are.[^s1]\n\n## How it works\n\nIn pairs.[^s1]\n"

_FIELDS: Mapping[str, object] = MappingProxyType(
    {
        "title": "Street work",
        "summary": "Youth workers meet young people in the places where they spend their time, and stay in touch.",
        "policy_areas": ["youth-work"],
        "working_groups": [],
        "approaches": ["mentoring"],
        "prevention_levels": ["secondary"],
        "target_groups": ["adolescents"],
        "governance_level": "local",
        "countries": ["DK"],
        "organisations": [{"name": "City of Aarhus", "type": "local-authority"}],
        "state": "running",
        "evidence": {"evaluations": []},
        "sources": [
            {
                "id": "s1",
                "title": "Annual report",
                "url": "https://www.example.org/report",
                "publisher": "City of Aarhus",
                "supports": ["title", "organisations", "countries", "target_groups", "approaches", "What it is"],
            }
        ],
        "review": {"status": "draft"},
    }
)


def an_entry(body: str = BODY, **changed: object) -> str:
    """The text of a complete entry without a problem; a field that is given as None is left out."""
    given = {name: value for name, value in {**_FIELDS, **changed}.items() if value is not None}
    return _file(given, body)


def a_translated_entry(body: str = BODY, **changed: object) -> str:
    """The text of a complete translation without a problem."""
    own = {name: _FIELDS[name] for name in ("title", "summary", "review")}
    return _file({**own, **changed}, body)


def a_page(title: str = "About", body: str = "Some words.\n") -> str:
    """The text of a page of the site itself."""
    return _file({"title": title}, body)


def _file(front: Mapping[str, object], body: str) -> str:
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False, default=str)}\n" for name, value in front.items())
    return f"---\n{''.join(lines)}---\n\n{body}"


READ_IN_TESTS = "en de fr"
"""The languages of the vocabularies that tests speak. All of them would make each folder slow to read."""


def a_folder(tmp_path: Path, files: Mapping[str, str] | None = None) -> Path:
    """A content folder `practices` with these files, named by their paths inside it, and the real vocabularies.

    These have fewer languages there, and the glossary fewer words.
    """
    folder = tmp_path / "practices"
    for name, text in {**_short_vocabularies(), **(files or {})}.items():
        write(folder / name, text)
    return folder


@cache
def _short_vocabularies() -> Mapping[str, str]:
    paths = sorted(path for path in REAL_VOCABULARIES.iterdir() if path.is_file())
    return {f"_vocabularies/{path.name}": _shortened(path.read_text(encoding="utf-8"), path.stem) for path in paths}


def _shortened(text: str, name: str) -> str:
    kept = READ_IN_TESTS.replace(" ", "|")
    fewer = re.sub(rf"(?m)^    (?!(?:{kept}): )[a-z]{{2}}: .*\n", "", text)
    terms = re.split(r"(?m)^(?=- id: )", re.sub(r"(?m)^  synonyms:\n(?!    )", "", fewer))
    return "".join(terms[:25] if name == "glossary" else terms)


def write(path: Path, text: str) -> None:
    """Write a file as git would: UTF-8, line ends as given."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def settings_for(folder: Path, **changed: object) -> Settings:
    """Settings that keep everything in memory, on a fixed day."""
    given: dict[str, object] = {"content": folder, "state": None, "today": lambda: TODAY, **changed}
    assert set(given) <= {each.name for each in fields_of(Settings)}
    return Settings(**given)  # type: ignore[arg-type]  # the names are checked, the types are the tests' own


def a_term(
    identifier: str = "youth-work",
    label: str = "",
    *,
    labels: Mapping[str, str] | None = None,
    definition: str = "",
    synonyms: Mapping[str, tuple[str, ...]] | None = None,
    broader: Iterable[str] = (),
    related: Iterable[str] = (),
    replaced_by: Iterable[str] = (),
    succeeded_by: Iterable[str] = (),
    status: TermStatus = TermStatus.CURRENT,
    notes: Mapping[str, str] | None = None,
    lists: Mapping[str, tuple[str, ...]] | None = None,
) -> Term:
    """A term; its English label is made of its id unless it is given."""
    return Term(
        id=TermId(identifier),
        labels={"en": label or identifier.replace("-", " ").capitalize(), **(labels or {})},
        definition=definition,
        synonyms=synonyms or {},
        broader=_ids(broader),
        related=_ids(related),
        status=status,
        replaced_by=_ids(replaced_by),
        succeeded_by=_ids(succeeded_by),
        notes=notes or {},
        lists=lists or {},
    )


def a_retired_term(identifier: str, *replaced_by: str) -> Term:
    """A term that is no longer in use."""
    return a_term(identifier, status=TermStatus.RETIRED, replaced_by=replaced_by)


def a_vocabulary(identifier: str = "policy-areas", *terms: Term | str) -> Vocabulary:
    """A list of terms, which may be given by their ids alone."""
    made = [a_term(each) if isinstance(each, str) else each for each in terms]
    title = identifier.replace("-", " ").capitalize()
    return Vocabulary(identifier, {"en": title}, MappingProxyType({each.id: each for each in made}))


def vocabularies(*given: Vocabulary) -> Mapping[str, Vocabulary]:
    """Lists by their ids."""
    return {each.id: each for each in given}


def a_reference(
    identifier: str = "s1",
    title: str = "Annual report",
    *,
    url: str = "https://www.example.org/report",
    publisher: str = "City of Aarhus",
    published: str = "",
    accessed: date | None = None,
    supports: tuple[str, ...] = (),
    is_url_hidden: bool = False,
) -> Reference:
    """One of the sources of an entry."""
    return Reference(identifier, title, url, publisher, published, accessed, supports, is_url_hidden)


def an_evaluation(
    design: str = "process",
    independence: str = "external",
    effect: str = "unknown",
    *,
    evaluator: str = "",
    title: str = "A study",
    year: int | None = None,
    sources: tuple[str, ...] = ("s1",),
) -> Evaluation:
    """One study of a practice."""
    return Evaluation(title, TermId(design), TermId(independence), TermId(effect), sources, year, evaluator)


def a_practice(
    slug: str = "street-work",
    title: str = "Street work",
    summary: str = "Youth workers meet young people where they are.",
    *,
    body: str = BODY,
    terms: Mapping[str, tuple[str, ...]] | None = None,
    evaluations: Iterable[Evaluation] = (),
    theory: str = "",
    references: Iterable[Reference] = (),
    **others: object,
) -> Practice:
    """A practice; `others` are attributes of `Practice` by their names."""
    given: dict[str, object] = {
        "organisations": (Organisation("City of Aarhus", TermId("local-authority")),),
        "review": Review(TermId("draft")),
        "headings": ("What it is", "How it works"),
        **others,
    }
    assert set(given) <= {each.name for each in fields_of(Practice)}
    return Practice(
        slug=Slug(slug),
        title=title,
        summary=summary,
        body=body,
        terms=MappingProxyType({name: _ids(values) for name, values in (terms or {}).items()}),
        evidence=Evidence(theory, tuple(evaluations)),
        references=tuple(references) or (a_reference(),),
        **given,  # type: ignore[arg-type]  # the names are checked, the types are the tests' own
    )


def a_translation(
    slug: str = "street-work",
    language: str = "da",
    title: str = "Gadearbejde",
    summary: str = "Ungdomsarbejdere møder unge, hvor de er.",
    *,
    body: str = BODY,
    also_known_as: tuple[str, ...] = (),
) -> Translation:
    """The words of an entry in another language."""
    return Translation(Slug(slug), language, title, summary, body, Review(TermId("draft")), also_known_as)


def an_entry_of(
    value: Practice | Translation,
    *problems: Problem,
    links: Iterable[str] = (),
) -> Entry:
    """What reading a file gave, with the title in line 2 and links and related entries further down."""
    language = value.language if isinstance(value, Translation) else "en"
    path = f"practices/{value.slug}.md" if language == "en" else f"practices/{value.slug}.{language}.md"
    related = value.related if isinstance(value, Practice) else ()
    places = {f"related:{slug}": Place(path, 5, 1, len(slug)) for slug in related}
    return Entry(
        path=path,
        name=value.slug,
        language=language,
        value=None if any(each.is_error for each in problems) else value,
        problems=problems,
        title=value.title if isinstance(value, Practice) else "",
        related=related,
        places={"title": Place(path, 2, 8, len(value.title)), **places},
        links=tuple((each, Place(path, 9, 1, len(each))) for each in links),
    )


def a_collection(*values: Practice | Translation, lists: Mapping[str, Vocabulary] | None = None) -> Collection:
    """A collection of practices and translations that have no problems of their own."""
    return Collection.of([an_entry_of(each) for each in values], lists or {})


def _ids(values: Iterable[str]) -> tuple[TermId, ...]:
    return tuple(map(TermId, values))

"""What went wrong, in words: what happened, why, and what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from kb.collection import Collection
from kb.languages import name_of
from kb.practice import Slug
from kb.rules import N_
from kb.vocabulary import Vocabulary
from kb.web.addresses import Addresses
from kb.web.i18n import gettext, translated
from kb.web.present.reader import Link, Reader
from kb.web.present.status import ProblemView, problem_view
from search import SearchQuery

__all__ = ["Failure", "failure", "left_out", "no_language", "no_page", "no_practice", "no_term"]
__all__ += ["no_translation", "no_vocabulary"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that says what went wrong.

    Attributes:
        code: short name for programs.
        message, fix: what happened, and what to do now.
        links: what may have been meant.
        problems: what is wrong with an entry that is left out.
    """

    template: ClassVar[str] = "error.html"
    is_indexed: ClassVar[bool] = False

    status: int
    code: str
    title: str
    message: str
    fix: str
    links: tuple[Link, ...] = ()
    problems: tuple[ProblemView, ...] = ()
    description: str = ""


_OTHERS: Mapping[int, tuple[str, str, str, str]] = MappingProxyType(
    {
        400: (
            "bad-request",
            N_("We could not read this request"),
            N_("Your browser or program sent something that is not a valid request."),
            N_("Go to the home page and try again from there."),
        ),
        404: (
            "not-found",
            N_("There is no such page"),
            N_("The address may be mistyped, or the page may have moved."),
            N_("Check the address, search, or browse by term."),
        ),
        405: (
            "method-not-allowed",
            N_("This address can only be read"),
            N_("The request tried to send or change something, and this site takes nothing in."),
            N_("Open the address with GET, as browsers do when you follow a link."),
        ),
        413: (
            "too-large",
            N_("That is more than we take"),
            N_("The request carries a body that is larger than this site accepts."),
            N_("Send the request without a body."),
        ),
        414: (
            "address-too-long",
            N_("The address is too long"),
            N_("The address is longer than this site can read."),
            N_("Use fewer words or fewer filters."),
        ),
        500: (
            "internal-error",
            N_("Something went wrong on our side"),
            N_("The site met an error that it did not expect. It has been written to the log."),
            N_("Try again in a moment."),
        ),
    }
)


def failure(status: int, name: str = "") -> Failure:
    """The page for a status of HTTP; `name` is its own name where we have no words for it."""
    code, title, message, fix = _OTHERS.get(status, (f"http-{status}", name, name, _OTHERS[400][3]))
    return Failure(status, code, translated(title), translated(message), translated(fix))


def no_page(path: str, collection: Collection, reader: Reader) -> Failure:
    plain = failure(404)
    name = path.strip("/")
    links = [
        Link(page.title, reader.addresses.page(page.name))
        for page in collection.pages.values()
        if name and (page.name.startswith(name) or name.startswith(page.name))
    ]
    links += _practices(collection.nearest_slugs(name.rsplit("/", 1)[-1]), collection, reader)
    return Failure(404, plain.code, plain.title, plain.message, plain.fix, tuple(links))


def no_practice(name: str, collection: Collection, reader: Reader) -> Failure:
    """An unknown name of an entry, with those that are spelt like it and a search for its words."""
    links = _practices(collection.nearest_slugs(name), collection, reader)
    words = " ".join(name.replace("-", " ").split())
    href = reader.addresses.search(SearchQuery(text=words))
    links += (Link(gettext("Search for “%(words)s”", words=words), href),)
    return Failure(
        404,
        "unknown-practice",
        gettext("There is no such practice"),
        gettext("No entry has the address “%(name)s”. It may have been renamed.", name=name),
        gettext("Check the address, or choose one of these:"),
        links,
    )


def no_translation(slug: Slug, language: str, collection: Collection, reader: Reader) -> Failure:
    practice = collection.practices[slug]
    return Failure(
        404,
        "no-translation",
        gettext("This entry is not translated"),
        gettext(
            "There is no version in %(language)s of this entry.",
            language=name_of(language, reader.language),
        ),
        gettext("Read the original:"),
        (Link(practice.title, reader.addresses.practice(slug), reader.foreign("en")),),
    )


def left_out(path: str, collection: Collection, reader: Reader) -> Failure:
    """An entry that exists and has errors."""
    errors = tuple(each for each in collection.problems_of(path) if each.is_error)
    return Failure(
        404,
        "left-out",
        gettext("This entry is being mended"),
        gettext(
            "The entry exists, but its file has an error, so it is not shown until that is mended. "
            "Then it comes back to this address by itself."
        ),
        gettext("If you can change the file, this is what to do:"),
        (Link(gettext("All problems, on the status page"), reader.addresses.status),),
        tuple(map(problem_view, errors)),
    )


def no_vocabulary(name: str, collection: Collection, reader: Reader) -> Failure:
    links = tuple(
        Link(reader.title(each).text, reader.addresses.terms(each.id), reader.title(each).language)
        for each in collection.vocabularies.values()
    )
    return Failure(
        404,
        "unknown-vocabulary",
        gettext("There is no such list of terms"),
        gettext("No list is called “%(name)s”.", name=name),
        gettext("These are all there are:"),
        links,
    )


def no_term(name: str, vocabulary: Vocabulary, reader: Reader) -> Failure:
    """An unknown id, with those that are spelt like it, or the term that is called so."""
    near = dict.fromkeys((*(term.id for term in vocabulary.named(name)), *vocabulary.closest_ids(name)))
    links = [
        Link(reader.label(term).text, reader.addresses.terms(vocabulary.id, term.id), reader.label(term).language)
        for term in (vocabulary.find(identifier) for identifier in near)
        if term
    ]
    title = reader.title(vocabulary)
    links.append(Link(gettext("All terms of this list"), reader.addresses.terms(vocabulary.id)))
    return Failure(
        404,
        "unknown-term",
        gettext("There is no such term"),
        gettext("“%(list)s” has no term “%(name)s”.", list=title.text, name=name),
        gettext("Choose one of these:"),
        tuple(links),
    )


def no_language(language: str, path: str, offered: Iterable[str], reader: Reader) -> Failure:
    """A language that exists and that the site does not speak, with the same page in those it does."""
    links = tuple(Link(name_of(code, code), Addresses.in_language(code).of(path), code) for code in offered)
    return Failure(
        404,
        "language-not-offered",
        gettext("This site is not available in %(language)s", language=name_of(language, reader.language)),
        gettext("Its pages have not been translated into this language yet."),
        gettext("Read the same page here:"),
        links,
    )


def _practices(slugs: Iterable[Slug], collection: Collection, reader: Reader) -> tuple[Link, ...]:
    return tuple(
        Link(collection.practices[slug].title, reader.addresses.practice(slug), reader.foreign("en")) for slug in slugs
    )

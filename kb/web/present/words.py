"""Words for what has only an id in the code: facets, values without a vocabulary, notices, orders."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kb.collection import Collection
from kb.fields import FIELDS, vocabulary_of
from kb.languages import name_of
from kb.practice import Freshness
from kb.rules import N_
from kb.web.i18n import gettext, translated
from kb.web.present.reader import Label, Reader
from search import Notice, NoticeCode, Sort

__all__ = ["FRESHNESS", "SORTS", "field_label", "notice_text", "value_label"]

_LABELS: Mapping[str, str] = MappingProxyType(
    {field.name: field.label for field in FIELDS}
    | {"effect": N_("Effect"), "freshness": N_("Freshness"), "q": N_("Words")}
)

FRESHNESS: Mapping[str, str] = MappingProxyType(
    {
        Freshness.FRESH.value: N_("Checked within a year"),
        Freshness.AGEING.value: N_("Checked one to two years ago"),
        Freshness.STALE.value: N_("Checked two to four years ago"),
        Freshness.ARCHIVED.value: N_("Checked more than four years ago"),
        Freshness.UNVERIFIED.value: N_("Not yet verified"),
    }
)
"""The states of freshness, best first."""

SORTS: Mapping[Sort, str] = MappingProxyType(
    {
        Sort.RELEVANCE: N_("Best match"),
        Sort.TITLE: N_("Title"),
        Sort.NEWEST: N_("Newest"),
        Sort.EVIDENCE: N_("Most evidence"),
        Sort.VERIFIED: N_("Last checked"),
    }
)

_NOTICES: Mapping[NoticeCode, str] = MappingProxyType(
    {
        NoticeCode.TEXT_CUT: N_("The text was very long, so only its first part was searched."),
        NoticeCode.WORDS_CUT: N_("There were very many words, so those from “%(detail)s” on were left out."),
        NoticeCode.WORD_CUT: N_("One word was very long, so “%(detail)s” was searched instead."),
        NoticeCode.OPEN_QUOTE: N_("A quotation mark had no partner, so what follows it was searched as single words."),
        NoticeCode.UNKNOWN_FIELD: N_("There is no field called “%(detail)s”, so the text was searched as words."),
        NoticeCode.UNKNOWN_VALUE: N_("There is no filter “%(detail)s” here, so it was not applied."),
        NoticeCode.SHORT_PREFIX: N_("A star needs three letters before it, so “%(detail)s” was searched as a word."),
        NoticeCode.WILDCARD: N_(
            "A star or tilde has a meaning at the end of a word only, so “%(detail)s” was searched as words."
        ),
        NoticeCode.BOOLEAN_WORD: N_(
            "“%(detail)s” was searched as a word. To leave something out, put a minus before it: -word."
        ),
        NoticeCode.EXPANSIONS_CUT: N_("The words lead to very many terms, so not all of them were followed."),
    }
)


def field_label(name: str) -> str:
    """What a field or facet is called, in the reader's language."""
    return translated(_LABELS.get(name, name))


def value_label(collection: Collection, name: str, value: str, reader: Reader) -> Label:
    """What the value of a facet is called; the value itself where nothing tells."""
    if name == "freshness" and value in FRESHNESS:
        return Label(translated(FRESHNESS[value]))
    if name == "languages":
        return Label(name_of(value, reader.language))
    vocabulary = collection.vocabularies.get(vocabulary_of(name))
    term = vocabulary.find(value) if vocabulary else None
    if term is None:
        return Label(value)
    label = reader.label(term)
    return Label(f"{term.id} · {label.text}", label.language) if name == "evidence" else label


def notice_text(notice: Notice) -> str:
    return gettext(_NOTICES[notice.code], detail=notice.detail)

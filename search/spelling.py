"""British and American spelling made one, so that either finds the other.

Which form is kept matters to nobody: it is never shown. Words are compared after stemming, so
the tables hold beginnings of words (`behaviour` covers `behavioural`) or endings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile
from types import MappingProxyType

_OUR = (
    "arbour ardour armour behaviour candour clamour colour demeanour enamour endeavour favour"
    " fervour flavour glamour harbour honour humour labour misbehaviour misdemeanour neighbour"
    " odour parlour rancour rigour rumour saviour savour splendour tumour valour vapour vigour"
)
_RE = "calibre centre epicentre fibre litre lustre meagre metre sabre sombre spectre theatre"
_DOUBLED = (
    "cancell channell counsell dishevell equall fuell funnell initiall jewell labell"
    " levell marshall marvell modell panell pedall quarrell rivall shovell signall spirall"
    " totall travell tunnell"
)
_PAIRS = (
    "aging=ageing analyz=analys anesthe=anaesthe artifact=artefact catalog=catalogue"
    " catalyz=catalys defens=defenc dialog=dialogue enrollment=enrolment"
    " enrolls=enrols fulfillment=fulfilment fulfills=fulfils gray=grey inquir=enquir"
    " installment=instalment judgment=judgement maneuver=manoeuvre mold=mould monolog=monologue"
    " offens=offenc orthoped=orthopaed paralyz=paralys pediatr=paediatr practic=practis"
    " pretens=pretenc program=programme skeptic=sceptic skillful=skilful willful=wilful"
)


def _beginnings() -> Mapping[str, str]:
    """What stands for a beginning, by the British beginning."""
    table = {word: word[:-3] + "or" for word in _OUR.split()}
    table |= {word: word[:-2] + "er" for word in _RE.split()}
    table |= {word: word[:-1] for word in _DOUBLED.split()}
    for pair in _PAIRS.split():
        american, british = pair.split("=")
        table[british] = american
    return MappingProxyType(table)


_AMERICAN = _beginnings()
_BRITISH = re.compile("|".join(sorted(_AMERICAN, key=len, reverse=True)))
_IZATION = re.compile(r"(?<=\w\w\w)iz(?=ation)")
_IZE = re.compile(r"(?<=\w\w\w)iz(?=(?:e|ed|es|er|ers|ing|able)$)")


def spelled(word: str, language: str) -> str:
    """The form that stands for all spellings of a word in small letters.

    The rule for -ize is for English alone, for other languages have verbs of their own in
    -iz-; the others hold everywhere, because English words are read in every language.
    """
    word = _BRITISH.sub(_american, word, count=1) if _BRITISH.match(word) else word
    word = _IZATION.sub("is", word)
    return _IZE.sub("is", word) if language == "en" else word


def _american(match: re.Match[str]) -> str:
    return _AMERICAN[match[0]]


def is_same_spelling(one: str, other: str, language: str) -> bool:
    """Whether two folded words are one word, spelled by two accepted customs of a language."""
    if language == "de" and _without_umlauts(one) == _without_umlauts(other):
        return True
    return spelled(one, language) == spelled(other, language)


def is_inflection(one: str, other: str, language: str) -> bool:
    """Whether two folded words of one stem are one word but for its ending, as "family" and "families" are.

    A stem also holds what is only akin, as "relatives" and "related" are, or "relations". So all but three letters of
    the longer word have to be common, at least four, and no more than four may differ in the two words together.
    """
    pair = spelled(one, language), spelled(other, language)
    common = sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(*pair, strict=False)))
    shorter, longer = sorted(map(len, pair))
    return pair[0] == pair[1] or (common >= max(longer - 3, 4) and longer + shorter - 2 * common <= 4)


def _without_umlauts(word: str) -> str:
    """Folding makes ä an a; keyboards without it make it ae, so here ae is a as well."""
    return re.sub("(?<=[aou])e", "", word)

"""Every rule of the checker, with its words: one table, documented one by one in `docs/problems.md`.

A text names its details as `%(name)s`. `fix_near` is used in place of `fix` where a nearest match was found; it names
that match as `%(near)s`. Texts are marked with `N_` for translation and translated where they are printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = ["RULES", "Rule", "Severity"]


class Severity(Enum):
    """Errors keep an entry off the site, but for links to others that went away; warnings do not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is always said when a rule is broken.

    Attributes:
        what: quotes what the author wrote.
        why: what a reader gains when it is mended.
        fix: an instruction that can be followed without asking.
        fix_near: the same where a nearest match is known; the same as `fix` where none is ever looked for.
    """

    code: str
    severity: Severity
    what: str
    why: str
    fix: str
    fix_near: str


def N_(text: str) -> str:  # noqa: N802 - the name that gettext's extractors know
    """Mark a text for translation and leave it as it is."""
    return text


def _error(code: str, what: str, why: str, fix: str, fix_near: str = "") -> Rule:
    return Rule(code, Severity.ERROR, what, why, fix, fix_near or fix)


def _warning(code: str, what: str, why: str, fix: str, fix_near: str = "") -> Rule:
    return Rule(code, Severity.WARNING, what, why, fix, fix_near or fix)


_FILES = (
    _error(
        "file-name",
        N_('"%(name)s" is not a file name that can become an address'),
        N_("the file name is the entry's address on the site, and it must be easy to read out and to type"),
        N_(
            "use 1 to 80 small letters a-z, digits and hyphens, then .md; a translation has its language before .md: "
            "street-work.md, street-work.fr.md"
        ),
        N_('rename the file to "%(near)s"'),
    ),
    _error(
        "not-a-regular-file",
        N_('"%(name)s" is not an ordinary file but %(kind)s'),
        N_("only what lies in this folder is published, so that nothing else on a machine can be shown by mistake"),
        N_("put the text itself into the folder, as an ordinary file"),
    ),
    _warning(
        "other-file",
        N_('"%(name)s" is not an entry and is not shown'),
        N_("entries are Markdown files directly in this folder; whatever else lies here is easily taken for one"),
        N_("move it elsewhere; if it is to be an entry, let its name end in .md"),
    ),
    _error(
        "missing-folder",
        N_('the folder "%(name)s" is not there or cannot be opened'),
        N_("without it there is nothing to show"),
        N_("create it, or name another one in KB_CONTENT"),
    ),
    _error(
        "unreadable-file",
        N_('"%(name)s" cannot be read: %(reason)s'),
        N_("an entry that the site cannot open cannot be shown"),
        N_("make the file readable for the user that runs the site"),
    ),
    _error(
        "too-large",
        N_("the file has more than %(limit)s bytes"),
        N_("an entry is read in minutes, and a very large file would slow the site down for everybody"),
        N_("keep what a practitioner needs, and link to the long documents under sources"),
    ),
    _error(
        "not-utf8",
        N_("byte %(byte)s is not UTF-8 text"),
        N_("letters such as é, ß or ł come out as wrong signs when a file is saved in another encoding"),
        N_('open the file in your editor, choose "Save with encoding" and there UTF-8'),
    ),
    _warning(
        "byte-order-mark",
        N_("the file starts with a byte-order mark, an invisible sign that some Windows programs add"),
        N_("other tools may take it for a part of the text"),
        N_('save the file as "UTF-8", not as "UTF-8 with BOM"'),
    ),
    _error(
        "hidden-character",
        N_("the invisible character %(code_point)s (%(name)s) stands here"),
        N_("what readers see and what is stored would differ, which can hide a changed address or a changed word"),
        N_("delete the character; retyping the words around it is the surest way"),
        N_("%(near)s"),
    ),
    _error(
        "merge-conflict",
        N_('"%(marker)s" is left over from a merge in git'),
        N_("two versions of the same text stand one below the other, and readers would see both"),
        N_("keep the version that is right, and delete the other one and the lines that begin with <<<, === and >>>"),
    ),
    _warning(
        "more-problems",
        N_('there are more problems of the kind "%(kind)s" in this file; only the first %(limit)s are listed'),
        N_("the first ones usually show what is wrong with all of them"),
        N_("mend those that are listed, then check the file again"),
    ),
)

_FRONT_MATTER = (
    _error(
        "no-front-matter",
        N_("the file does not start with a line of three hyphens"),
        N_("between two such lines stand the title, the countries and all else that readers filter by"),
        N_("start the file with a line ---, then the fields, then a line ---; `docs/entry.md` shows a complete entry"),
    ),
    _error(
        "unclosed-front-matter",
        N_("the front matter is opened with --- and never closed"),
        N_("without the second line of hyphens the whole text is taken for fields"),
        N_("put a line with nothing but --- between the last field and the text"),
    ),
    _error(
        "foreign-front-matter",
        N_("the front matter is written in %(format)s"),
        N_("all entries are written in the same form, so that everybody can read and mend everybody's"),
        N_('write it in YAML: a line ---, then one field a line as "title: Street work", then a line ---'),
    ),
    _error(
        "front-matter-not-fields",
        N_("%(shape)s stands where fields with names belong"),
        N_("each value needs its field's name, so that the site knows what it means"),
        N_('write one field a line, a name, a colon, a space and the value: "title: Street work"'),
    ),
    _error(
        "yaml-syntax",
        N_("this line cannot be read: %(reason)s"),
        N_("one unreadable line hides the whole entry"),
        N_("compare the line with its neighbours: same indentation, spaces and no tabs, brackets and quotes closed"),
        N_("%(near)s"),
    ),
    _error(
        "duplicate-key",
        N_('"%(key)s" stands here a second time; the first is in line %(first)s'),
        N_("only one of the two could be shown, and it would be chance which"),
        N_("keep the one that is right; where the field holds a list, put all values into the first one"),
    ),
    _error(
        "yaml-alias",
        N_('"%(written)s" is a YAML anchor, alias or merge key'),
        N_("every value stands where it belongs, so that a change in one place changes nothing elsewhere"),
        N_("write the value itself; if it begins with & or *, put it in double quotes"),
    ),
    _error(
        "yaml-tag",
        N_('"%(tag)s" is a YAML tag'),
        N_("the field decides what kind of value it holds; tags can also make a program do things"),
        N_("delete the tag and keep the value; if the value begins with !, put it in double quotes"),
    ),
    _error(
        "too-deep",
        N_("the fields are nested more than %(limit)s levels deep"),
        N_("no field of an entry is that deep, so something has slipped"),
        N_("take away the brackets, braces or blanks before the value that are too many"),
    ),
)

_FIELDS = (
    _error(
        "unknown-key",
        N_('"%(key)s" is not a field of %(parent)s'),
        N_("what stands in a field that nobody knows is shown nowhere"),
        N_("delete it, or use one of: %(known)s"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "field-of-original",
        N_('"%(key)s" does not belong in a translation'),
        N_("a translation takes its facts from the original, so that both always say the same"),
        N_("delete it here; a change of facts goes into the original. A translation has: %(known)s"),
    ),
    _error(
        "missing-field",
        N_('the field "%(field)s" is missing; %(parent)s needs it'),
        N_("%(reason)s"),
        N_("add it, for example: %(example)s"),
    ),
    _warning(
        "empty-field",
        N_('nothing stands here for "%(field)s"'),
        N_("an empty field looks like a fact that got lost"),
        N_("fill it in, or delete the line: what is not known is left out"),
    ),
    _error(
        "wrong-shape",
        N_('"%(field)s" holds %(found)s instead of %(wanted)s'),
        N_("the value could not be shown or filtered by as it stands"),
        N_("write it like this: %(example)s"),
        N_("write it like this: %(near)s"),
    ),
    _error(
        "too-short",
        N_('"%(field)s" is too short: %(count)s of at least %(limit)s characters'),
        N_("%(reason)s"),
        N_("say more: %(help)s"),
    ),
    _error(
        "too-long",
        N_('"%(field)s" has %(count)s characters; %(limit)s are the most'),
        N_("%(reason)s"),
        N_("take out at least %(excess)s; details belong in the text below the front matter"),
        N_("%(near)s"),
    ),
    _error(
        "too-few",
        N_('"%(field)s" is an empty list; it needs at least %(limit)s'),
        N_("%(reason)s"),
        N_("add what is missing: %(help)s"),
    ),
    _error(
        "too-many",
        N_('"%(field)s" has %(count)s values; %(limit)s are the most'),
        N_("a short list tells readers what matters most; a long one files the entry everywhere"),
        N_("keep the %(limit)s that fit best"),
    ),
    _warning(
        "duplicate-value",
        N_('"%(value)s" stands twice in "%(field)s"'),
        N_("it would be shown twice"),
        N_("delete one of the two"),
    ),
    _error(
        "unknown-term",
        N_('"%(value)s" is not in the list "%(vocabulary)s"'),
        N_("readers filter by this list, so only its ids lead them to the entry"),
        N_("choose an id from practices/_vocabularies/%(vocabulary)s.yaml"),
        N_("did you mean %(near)s?"),
    ),
    _error(
        "unknown-answer",
        N_('"%(value)s" is not an answer to "%(check)s"'),
        N_("the same few answers on every entry let readers compare"),
        N_("write one of: %(answers)s"),
    ),
    _error(
        "label-for-term",
        N_('"%(value)s" is a name of a term in the list "%(vocabulary)s", not its id'),
        N_("names differ from language to language, ids do not, so entries hold ids"),
        N_("write %(near)s"),
    ),
    _warning(
        "retired-term",
        N_('"%(value)s" in the list "%(vocabulary)s" is no longer in use'),
        N_("readers look under the terms that are in use"),
        N_("choose another term, or leave it out"),
        N_("write its successor: %(near)s"),
    ),
    _error(
        "bad-year",
        N_('"%(value)s" is not a year'),
        N_("years are compared and drawn on a time line"),
        N_("write four digits, for example 2018; what is less exact belongs in the text"),
    ),
    _error(
        "bad-date",
        N_('"%(value)s" is not a day of the calendar'),
        N_("dates tell readers how fresh the entry is, and 04/05/2024 is read in two ways"),
        N_("write year, month and day with hyphens: 2026-03-31"),
        N_("write the year, the month or the day: %(near)s"),
    ),
    _error(
        "future-date",
        N_('"%(value)s" in "%(field)s" lies in the future'),
        N_("readers could not trust any other date of the entry"),
        N_("check the digits; a planned date belongs in the text, called planned"),
    ),
    _error(
        "bad-language",
        N_('"%(value)s" is not a language code'),
        N_("codes are turned into the name of the language in the reader's own language"),
        N_("write the two or three letters of ISO 639: en, de, fr, sr, cnr"),
        N_('write "%(near)s"'),
    ),
    _error(
        "bad-slug",
        N_('"%(value)s" is not the name of an entry'),
        N_("the name makes the link"),
        N_("write the other entry's file name without .md"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "bad-source-id",
        N_('"%(value)s" cannot be the id of a source'),
        N_("the id ties a claim in the text to its source"),
        N_("use a small letter and then small letters, digits or hyphens, for example s1"),
    ),
    _error(
        "bad-licence",
        N_('"%(value)s" is not an SPDX licence id'),
        N_("readers want to know what they may do with the text"),
        N_("leave the field out for CC-BY-4.0, or write an id from the SPDX licence list, for example CC-BY-SA-4.0"),
    ),
    _error(
        "bad-url",
        N_('"%(value)s" is not a web address that can be linked'),
        N_("a reader must be able to open the source, and other kinds of address can do harm"),
        N_("copy the whole address from your browser; it starts with https:// or http:// and has no blank and no @"),
        N_('write "%(near)s"'),
    ),
    _error(
        "denied-host",
        N_('the address leads to "%(host)s", which is not linked from here'),
        N_("%(reason)s"),
        N_("link to the page where the document was first published"),
    ),
    _error(
        "end-before-start",
        N_('"end: %(end)s" is before "start: %(start)s"'),
        N_("readers see for how long a practice has run"),
        N_("check both years; they may have changed places"),
    ),
    _warning(
        "ended-without-end",
        N_('the state is "ended", but there is no "end"'),
        N_("for how long a practice lasted is one of its lessons"),
        N_('add the last year, for example "end: 2021", or leave it if no source tells'),
    ),
    _error(
        "missing-verification",
        N_('an entry with the review status "%(status)s" needs "last_verified"'),
        N_("readers must see on which day someone last held the entry against its sources"),
        N_('add that day, for example "last_verified: 2026-03-31", or set the status back to draft'),
    ),
    _error(
        "effect-without-outcome",
        N_('an evaluation of the design "%(design)s" cannot show the effect "%(effect)s"'),
        N_("such a study says whether and how something was done, not what changed; readers would be misled"),
        N_('write "effect: unknown", or correct the design if the study did measure outcomes'),
    ),
)

_SOURCES = (
    _error(
        "unknown-source",
        N_('"%(source)s" is not the id of one of the sources'),
        N_("a claim without its source cannot be checked by anybody"),
        N_("add it to sources, or name one of: %(known)s"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "duplicate-source-id",
        N_('two sources have the id "%(source)s"; the first is in line %(first)s'),
        N_("a note could not tell which of the two it means"),
        N_("give this one an id of its own and correct the notes that mean it"),
    ),
    _warning(
        "uncited-source",
        N_('nothing in the entry cites the source "%(source)s"'),
        N_("readers take a listed source for a proof of something"),
        N_("put [^%(source)s] behind what it proves, or delete it"),
    ),
    _warning(
        "unsupported-field",
        N_('no source says that it supports "%(field)s"'),
        N_("readers want to know where this is from"),
        N_('add "%(field)s" to the "supports" of the source that says so'),
    ),
    _error(
        "unknown-support",
        N_('"%(value)s" in "supports" is neither a field nor a heading of an entry'),
        N_("what a source backs is shown beside it"),
        N_("name fields (organisations, funding) or headings (How it works), spelt as in the entry"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "footnote-text",
        N_("the text of note [^%(name)s] is written here"),
        N_("notes show the sources of the entry, so that each stands in one place only; this text would be lost"),
        N_('move it to "sources" with "id: %(name)s", and keep only the mark [^%(name)s] behind the claim'),
    ),
)

_TEXT = (
    _error(
        "missing-heading",
        N_('the heading "## %(heading)s" is missing'),
        N_("it is the first thing that every reader looks for"),
        N_('add a line "## %(heading)s" and below it what is done, in a few sentences'),
    ),
    _warning(
        "missing-how",
        N_('the heading "## %(heading)s" is missing'),
        N_("a colleague elsewhere wants to know how it is done, step by step"),
        N_("add it if a source tells; leave it out if not"),
    ),
    _error(
        "unknown-heading",
        N_('"%(heading)s" is not one of the headings of an entry'),
        N_("entries are compared and exported heading by heading"),
        N_("use one of: %(known)s; smaller headings inside them start with ###"),
        N_('did you mean "## %(near)s"?'),
    ),
    _error(
        "duplicate-heading",
        N_('the heading "%(heading)s" stands here a second time; the first is in line %(first)s'),
        N_("readers who jump to a heading would miss half of it"),
        N_("put both parts under the first one"),
    ),
    _warning(
        "heading-order",
        N_('"%(heading)s" comes after "%(before)s"'),
        N_("readers of several entries find their way by the same order"),
        N_('move the whole part up, before "%(before)s"'),
    ),
    _warning(
        "empty-heading",
        N_('there is nothing under "%(heading)s"'),
        N_("an empty part looks like a fact that got lost"),
        N_("write what is known, or delete the heading"),
    ),
    _error(
        "heading-level",
        N_('"# %(heading)s" is a heading of the first level'),
        N_("that level is the entry's title, which stands in the front matter"),
        N_('write "## %(heading)s", or "### %(heading)s" inside a part'),
    ),
    _warning(
        "text-before-heading",
        N_("there is text before the first heading"),
        N_("it belongs to no part, so comparison and export leave it out"),
        N_('move it under "## What it is"'),
    ),
    _error(
        "too-much-markup",
        N_("too many %(what)s: %(count)s, and %(limit)s are the most"),
        N_("such a text makes the site slow for everybody, and readers gain nothing from it"),
        N_("take most of them away"),
        N_("%(near)s"),
    ),
    _error(
        "broken-link",
        N_('"%(target)s" leads nowhere on this site'),
        N_("a reader who follows it finds nothing"),
        N_("correct the address, or take the link away"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "image",
        N_('the image "%(target)s" is not shown'),
        N_("images from elsewhere tell others who reads this page, and pictures of people can harm them"),
        N_("describe in words what it shows, and link to its page under sources"),
    ),
    _warning(
        "html",
        N_('"%(tag)s" is HTML; readers see it as it is typed here'),
        N_("only Markdown becomes layout, so that nothing hidden can be put on the page"),
        N_("use Markdown: **strong**, *emphasis*, - for lists; if readers are to see the tag, write `%(tag)s`"),
    ),
)

_HARM = (
    _error(
        "email-address",
        N_('"%(value)s" is an e-mail address'),
        N_("addresses of persons do not belong in public, and machines that send unwanted mail collect them"),
        N_("name the organisation, and link to its contact page"),
    ),
    _error(
        "phone-number",
        N_('"%(value)s" is a phone number'),
        N_("numbers of persons do not belong in public, and numbers of helplines change"),
        N_("link to the page on which the organisation publishes its number"),
    ),
    _error(
        "bank-account",
        N_('"%(value)s" is a bank account number'),
        N_("account numbers are used for fraud"),
        N_("delete it"),
    ),
    _error(
        "coordinates",
        N_('"%(value)s" gives a place to within a few metres'),
        N_("exact places can put people and buildings in danger"),
        N_("name the town, or round to at most three decimals"),
    ),
    _error(
        "street-address",
        N_('"%(value)s" is a street address'),
        N_("exact places can put people and buildings in danger"),
        N_("name the town or the district"),
    ),
    _warning(
        "identifiable-person",
        N_('"%(value)s" may point to one person'),
        N_("age, place and story together can be enough to recognise somebody"),
        N_("leave the case out; entries tell of practices, not of people"),
    ),
    _warning(
        "wording",
        N_('"%(value)s" is wording that we avoid'),
        N_("%(reason)s"),
        N_("write instead: %(prefer)s. A name or a quotation goes in *asterisks* or quotation marks"),
    ),
)

_SEVERAL_FILES = (
    _error(
        "duplicate-title",
        N_('the title "%(title)s" is that of %(other)s'),
        N_("readers could not tell the two apart in a list"),
        N_("delete one if they are the same practice; otherwise add the town or the country to the title"),
    ),
    _warning(
        "similar-title",
        N_('the title "%(title)s" is nearly that of %(other)s, "%(near_title)s"'),
        N_("the same practice may have been entered twice"),
        N_("compare the two; if both stay, make the difference plain in the titles"),
    ),
    _error(
        "unknown-related",
        N_('there is no entry "%(slug)s"'),
        N_("a reader who follows the link finds nothing"),
        N_("delete it, or add the entry first"),
        N_('did you mean "%(near)s"?'),
    ),
    _warning(
        "related-to-itself",
        N_('"%(slug)s" names itself under "related"'),
        N_("the link leads back to the same page"),
        N_("delete it"),
    ),
    _error(
        "translation-without-original",
        N_('this is a translation, but there is no "%(original)s"'),
        N_("a translation shows the facts of its original, so it cannot stand alone"),
        N_("check the file name, or add the original first"),
        N_('did you mean a translation of "%(near)s"?'),
    ),
)

_VOCABULARIES = (
    _error(
        "missing-vocabulary",
        N_('the list "%(vocabulary)s" is missing'),
        N_("entries choose from it"),
        N_("put the file practices/_vocabularies/%(vocabulary)s.yaml back"),
    ),
    _error(
        "bad-term-id",
        N_('"%(value)s" cannot be the id of a term'),
        N_("ids stand in addresses and in file names"),
        N_("use small letters, digits and hyphens, for example youth-work"),
    ),
    _error(
        "duplicate-term",
        N_('two terms have the id "%(value)s"; the first is in line %(first)s'),
        N_("an entry could not tell which of the two it means"),
        N_("give one of them an id of its own, or merge the two"),
    ),
    _error(
        "unknown-relation",
        N_('"%(value)s" in "%(field)s" is not a term of this list'),
        N_("readers follow relations from term to term"),
        N_("name an id of the same file, or delete it"),
        N_('did you mean "%(near)s"?'),
    ),
    _error(
        "circular-relation",
        N_('"%(value)s" is broader than itself: %(path)s'),
        N_("a term that contains itself cannot be drawn as a tree or counted"),
        N_('take one of the "broader" lines away'),
    ),
    _error(
        "missing-label",
        N_('the term "%(value)s" has no English label'),
        N_("every page falls back to English where a translation is missing"),
        N_('add "en: ..." under "label"'),
    ),
    _error(
        "wrong-file-for-list",
        N_('the list calls itself "%(value)s", but its file is "%(name)s.yaml"'),
        N_("fields find their list by the file name"),
        N_("make both the same"),
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        rule.code: rule
        for group in (_FILES, _FRONT_MATTER, _FIELDS, _SOURCES, _TEXT, _HARM, _SEVERAL_FILES, _VOCABULARIES)
        for rule in group
    }
)
"""Every rule by its code, in the order of the documentation."""

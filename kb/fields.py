"""The fields of an entry, as one table. Reader, documentation, fact box, template and form are all made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from kb.rules import N_

__all__ = [
    "FIELDS",
    "HEADINGS",
    "TERM_FIELDS",
    "TRANSLATED",
    "Field",
    "Kind",
    "Need",
    "Shape",
    "vocabulary_of",
    "with_parts",
]


class Kind(Enum):
    """What a single value of a field is."""

    TEXT = "text"
    TERM = "id"
    YEAR = "year"
    DATE = "date"
    PARTIAL_DATE = "year, month or day"
    LANGUAGE = "language code"
    SLUG = "name of an entry"
    SOURCE = "id of a source"
    SUPPORT = "field or heading"
    SOURCE_ID = "new id"
    URL = "web address"
    FLAG = "true or false"
    LICENCE = "SPDX id"
    PARTS = "named parts"
    ANSWERS = "answers by check"


class Need(Enum):
    """How much an entry needs a field."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class Shape(Enum):
    """How many values a field takes."""

    ONE = "one"
    MANY = "list"
    ONE_OR_MANY = "one or a list"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of the front matter.

    Attributes:
        label: as readers see it; goes through gettext.
        help: one sentence for whoever fills it in.
        example: a line (or lines) of front matter that would be right.
        reason: what a reader loses when it is missing, too long or too short.
        vocabulary: id of the list that it takes its ids from, for terms.
        least, most: number of values; 0 as `most` means any number.
        shortest, longest: characters of a text; 0 means any.
        parts: fields inside this one.
        is_claim: a source has to support it.
    """

    name: str
    kind: Kind
    label: str
    help: str
    example: str
    need: Need = Need.OPTIONAL
    shape: Shape = Shape.ONE
    reason: str = N_("readers look for it on every entry")
    vocabulary: str = ""
    least: int = 0
    most: int = 0
    shortest: int = 0
    longest: int = 300
    parts: tuple[Field, ...] = ()
    is_claim: bool = False

    @property
    def by_name(self) -> Mapping[str, Field]:
        return MappingProxyType({part.name: part for part in self.parts})


def with_parts(fields: Iterable[Field]) -> Iterator[Field]:
    """Each field and, behind it, the fields inside it at any depth."""
    for field in fields:
        yield field
        yield from with_parts(field.parts)


HEADINGS: tuple[str, ...] = (
    N_("What it is"),
    N_("The problem it answers"),
    N_("How it works"),
    N_("What you need"),
    N_("Results and evidence"),
    N_("Limits, risks and safeguards"),
    N_("Adapting it elsewhere"),
    N_("Lessons learned"),
)
"""The headings of every entry, in their order. Only the first is required."""

TRANSLATED: tuple[str, ...] = ("title", "summary", "also_known_as", "review", "last_verified", "contributors")
"""The fields that a translation has; all others are those of its original."""

_REQUIRED, _RECOMMENDED = Need.REQUIRED, Need.RECOMMENDED
_MANY, _ONE_OR_MANY = Shape.MANY, Shape.ONE_OR_MANY

_SOURCE = Field(
    name="source",
    kind=Kind.SOURCE,
    shape=_ONE_OR_MANY,
    need=_REQUIRED,
    least=1,
    most=20,
    label=N_("Source"),
    help=N_("the id of the source that says so, or several in brackets"),
    example="source: s1",
    reason=N_("a claim without its source cannot be checked by anybody"),
)

_ORGANISATION = (
    Field(
        name="name",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=2,
        longest=150,
        label=N_("Name"),
        help=N_("the organisation's own name; never a person, never a number of partners"),
        example="name: City of Aarhus",
    ),
    Field(
        name="type",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="organisation-types",
        label=N_("Type"),
        help=N_("what kind of organisation it is"),
        example="type: local-authority",
        reason=N_("readers look for practices of organisations like their own"),
    ),
    Field(
        name="url",
        kind=Kind.URL,
        longest=500,
        label=N_("Address"),
        help=N_("its own page"),
        example="url: https://www.example.org/",
    ),
)

_EVALUATION = (
    Field(
        name="title",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=3,
        longest=300,
        label=N_("Title"),
        help=N_("what the study is called, or what it did"),
        example="title: Outside evaluation of the first two years",
    ),
    Field(name="year", kind=Kind.YEAR, label=N_("Year"), help=N_("when it came out"), example="year: 2021"),
    Field(
        name="design",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="evaluation-designs",
        label=N_("Design"),
        help=N_("how it was studied; unknown if nobody has read it"),
        example="design: process",
        reason=N_("the evidence level is computed from it"),
    ),
    Field(
        name="independence",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="evaluator-independence",
        label=N_("Evaluator"),
        help=N_("who studied it: the owner, somebody else, or unknown"),
        example="independence: external",
        reason=N_("readers trust a study by others in another way than one by the owners"),
    ),
    Field(
        name="effect",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="effects",
        label=N_("Effect"),
        help=N_("which way the results point; unknown for designs that do not study outcomes"),
        example="effect: unknown",
        reason=N_("readers want to know whether it helped, did nothing or did harm"),
    ),
    Field(
        name="evaluator",
        kind=Kind.TEXT,
        longest=150,
        label=N_("Evaluating organisation"),
        help=N_("which organisation studied it; two comparison studies count as two only when this differs"),
        example="evaluator: University of Leiden",
    ),
    _SOURCE,
)

_EVIDENCE = (
    Field(
        name="theory",
        kind=Kind.TEXT,
        need=_RECOMMENDED,
        shortest=20,
        longest=400,
        label=N_("Why it should work"),
        help=N_("one sentence, taken from a source"),
        example="theory: Trusted adults who stay in touch make it easier to leave a violent group.",
    ),
    Field(
        name="evaluations",
        kind=Kind.PARTS,
        shape=_MANY,
        most=50,
        need=_REQUIRED,
        parts=_EVALUATION,
        label=N_("Evaluations"),
        help=N_("every study that is known, good news or bad; [] if there is none"),
        example="evaluations: []",
        reason=N_("readers must see whether anybody has looked at results"),
    ),
)

_NEEDS = (
    Field(
        name="people",
        kind=Kind.TEXT,
        label=N_("People"),
        help=N_("posts and roles"),
        example="people: One coordinator, half time",
    ),
    Field(name="time", kind=Kind.TEXT, label=N_("Time"), help=N_("how long it takes"), example="time: Two school days"),
    Field(
        name="cost_band",
        kind=Kind.TERM,
        vocabulary="cost-bands",
        label=N_("Cost a year"),
        help=N_("order of magnitude for one site"),
        example="cost_band: low",
    ),
    Field(
        name="skills",
        kind=Kind.TEXT,
        label=N_("Skills"),
        help=N_("what the staff must know or learn"),
        example="skills: Training in motivational interviewing",
    ),
)

_ADOPTION = (
    Field(
        name="place",
        kind=Kind.TEXT,
        need=_REQUIRED,
        label=N_("Place"),
        help=N_("town or region that took it up"),
        example="place: Ghent",
    ),
    Field(
        name="country",
        kind=Kind.TERM,
        vocabulary="countries",
        label=N_("Country"),
        help=N_("its country"),
        example="country: BE",
    ),
    Field(name="year", kind=Kind.YEAR, label=N_("Year"), help=N_("when it started there"), example="year: 2019"),
    Field(
        name="outcome",
        kind=Kind.TEXT,
        need=_REQUIRED,
        longest=400,
        label=N_("How it went"),
        help=N_("one sentence"),
        example="outcome: Adapted for primary schools and kept after the pilot",
    ),
    _SOURCE,
)

_CAVEAT = (
    Field(
        name="text",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=10,
        longest=600,
        label=N_("Caveat"),
        help=N_("one or two plain sentences"),
        example="text: Funding ended in 2019.",
    ),
    _SOURCE,
)

_REFERENCE = (
    Field(
        name="id",
        kind=Kind.SOURCE_ID,
        need=_REQUIRED,
        longest=40,
        label=N_("Id"),
        help=N_("a short name that notes use"),
        example="id: s1",
        reason=N_("notes in the text name it"),
    ),
    Field(
        name="title",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=2,
        longest=400,
        label=N_("Title"),
        help=N_("as the document calls itself"),
        example="title: Annual report 2024",
    ),
    Field(
        name="url",
        kind=Kind.URL,
        need=_REQUIRED,
        longest=1000,
        label=N_("Address"),
        help=N_("where it can be read"),
        example="url: https://www.example.org/report",
        reason=N_("readers want to check for themselves"),
    ),
    Field(
        name="publisher",
        kind=Kind.TEXT,
        need=_REQUIRED,
        longest=200,
        label=N_("Publisher"),
        help=N_("who published it"),
        example="publisher: City of Aarhus",
        reason=N_("readers weigh a claim by who makes it"),
    ),
    Field(
        name="published",
        kind=Kind.PARTIAL_DATE,
        label=N_("Published"),
        help=N_("year, month or day"),
        example="published: 2024",
    ),
    Field(
        name="accessed",
        kind=Kind.DATE,
        label=N_("Read on"),
        help=N_("the day on which you read it"),
        example="accessed: 2026-03-31",
    ),
    Field(
        name="supports",
        kind=Kind.SUPPORT,
        shape=_MANY,
        most=60,
        need=_RECOMMENDED,
        label=N_("Backs"),
        help=N_("the fields and headings of this entry that rest on it"),
        example="supports: [organisations, How it works]",
    ),
    Field(
        name="hide_url",
        kind=Kind.FLAG,
        label=N_("Address not shown"),
        help=N_("true where the address itself names a person"),
        example="hide_url: true",
    ),
)

_REVIEW = (
    Field(
        name="status",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="review-statuses",
        label=N_("Status"),
        help=N_("how far an editor has checked the entry; new ones are draft"),
        example="status: draft",
        reason=N_("readers see how far an entry has been checked"),
    ),
    Field(
        name="by",
        kind=Kind.TEXT,
        longest=100,
        label=N_("By"),
        help=N_("the editor or the organisation, if they want to be named"),
        example="by: Editorial team",
    ),
    Field(name="date", kind=Kind.DATE, label=N_("Date"), help=N_("the day of the check"), example="date: 2026-03-31"),
)

FIELDS: tuple[Field, ...] = (
    Field(
        name="title",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=5,
        longest=90,
        is_claim=True,
        label=N_("Title"),
        help=N_("the practice's name as its owners use it, in English or untranslated"),
        example="title: Street work in the evening",
        reason=N_("the title is all that a reader sees in a list"),
    ),
    Field(
        name="summary",
        kind=Kind.TEXT,
        need=_REQUIRED,
        shortest=60,
        longest=300,
        label=N_("Summary"),
        help=N_("what is done, for whom and how, in one or two plain sentences"),
        example="summary: Youth workers meet young people in the evening, listen, and help them find support.",
        reason=N_("a reader decides by it whether to open the entry"),
    ),
    Field(
        name="policy_areas",
        kind=Kind.TERM,
        shape=_MANY,
        need=_REQUIRED,
        least=1,
        most=3,
        vocabulary="policy-areas",
        label=N_("Policy area"),
        help=N_("one to three areas, the most important first"),
        example="policy_areas: [education]",
        reason=N_("readers look for entries by policy area"),
    ),
    Field(
        name="working_groups",
        kind=Kind.TERM,
        shape=_MANY,
        need=_REQUIRED,
        most=3,
        vocabulary="working-groups",
        label=N_("RAN working group"),
        help=N_("whose field it is in; [] if none fits"),
        example="working_groups: []",
        reason=N_("many practitioners know the field by its working groups"),
    ),
    Field(
        name="approaches",
        kind=Kind.TERM,
        shape=_MANY,
        need=_REQUIRED,
        least=1,
        most=3,
        is_claim=True,
        vocabulary="approaches",
        label=N_("Approach"),
        help=N_("what kind of practice it is"),
        example="approaches: [mentoring]",
        reason=N_("readers look for a kind of practice"),
    ),
    Field(
        name="prevention_levels",
        kind=Kind.TERM,
        shape=_MANY,
        need=_REQUIRED,
        least=1,
        most=3,
        vocabulary="prevention-levels",
        label=N_("Prevention level"),
        help=N_("primary for everybody, secondary for worries, tertiary for leaving violence, situational for places"),
        example="prevention_levels: [primary]",
        reason=N_("work with a whole class and work with a prisoner are different things"),
    ),
    Field(
        name="target_groups",
        kind=Kind.TERM,
        shape=_MANY,
        need=_REQUIRED,
        least=1,
        most=4,
        is_claim=True,
        vocabulary="target-groups",
        label=N_("Target group"),
        help=N_("whom it is meant to help"),
        example="target_groups: [adolescents]",
        reason=N_("readers look for practices for the people they work with"),
    ),
    Field(
        name="audiences",
        kind=Kind.TERM,
        shape=_MANY,
        need=_RECOMMENDED,
        most=4,
        vocabulary="audiences",
        label=N_("Useful for"),
        help=N_("which professions can use it"),
        example="audiences: [youth-workers]",
    ),
    Field(
        name="governance_level",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="governance-levels",
        label=N_("Level of government"),
        help=N_("who steers it"),
        example="governance_level: local",
        reason=N_("a city wants to know what other cities do"),
    ),
    Field(
        name="countries",
        kind=Kind.TERM,
        shape=_MANY,
        most=60,
        need=_REQUIRED,
        least=1,
        is_claim=True,
        vocabulary="countries",
        label=N_("Country"),
        help=N_("where it is or was delivered, as two capital letters"),
        example="countries: [DK]",
        reason=N_("readers look for what is done in a country"),
    ),
    Field(
        name="places",
        kind=Kind.TEXT,
        shape=_MANY,
        most=40,
        longest=80,
        label=N_("Places"),
        help=N_("towns or regions"),
        example="places: [Aarhus]",
    ),
    Field(
        name="organisations",
        kind=Kind.PARTS,
        shape=_MANY,
        need=_REQUIRED,
        least=1,
        most=6,
        is_claim=True,
        parts=_ORGANISATION,
        label=N_("Run by"),
        help=N_("one to six organisations, each with a name and a type; never persons"),
        example="organisations: [{name: City of Aarhus, type: local-authority}]",
        reason=N_("readers want to know whom to ask"),
    ),
    Field(
        name="also_known_as",
        kind=Kind.TEXT,
        shape=_MANY,
        most=30,
        longest=120,
        label=N_("Also known as"),
        help=N_("local and former names"),
        example="also_known_as: [Aarhusmodellen]",
    ),
    Field(
        name="state",
        kind=Kind.TERM,
        need=_REQUIRED,
        vocabulary="practice-states",
        label=N_("State"),
        help=N_("what the latest source says; unknown if none tells"),
        example="state: running",
        reason=N_("readers want to know whether they can still visit it"),
    ),
    Field(
        name="start",
        kind=Kind.YEAR,
        need=_RECOMMENDED,
        label=N_("Since"),
        help=N_("first year"),
        example="start: 2018",
    ),
    Field(name="end", kind=Kind.YEAR, label=N_("Until"), help=N_("last year"), example="end: 2022"),
    Field(
        name="settings",
        kind=Kind.TERM,
        shape=_MANY,
        most=3,
        vocabulary="settings",
        label=N_("Setting"),
        help=N_("where the work happens"),
        example="settings: [school]",
    ),
    Field(
        name="phenomena",
        kind=Kind.TERM,
        shape=_MANY,
        most=3,
        vocabulary="phenomena",
        label=N_("Kind of extremism"),
        help=N_("leave it out where it is any or several; never a faith or an ethnicity"),
        example="phenomena: [violent-right-wing]",
    ),
    Field(
        name="evidence",
        kind=Kind.PARTS,
        need=_REQUIRED,
        parts=_EVIDENCE,
        label=N_("Evidence"),
        help=N_("why it should work, and every evaluation that is known"),
        example="evidence: {evaluations: []}",
        reason=N_("readers must see how much is known about results"),
    ),
    Field(
        name="needs",
        kind=Kind.PARTS,
        need=_RECOMMENDED,
        parts=_NEEDS,
        label=N_("What it takes"),
        help=N_("people, time, cost and skills"),
        example="needs: {people: Two youth workers}",
    ),
    Field(
        name="languages",
        kind=Kind.LANGUAGE,
        shape=_MANY,
        most=40,
        label=N_("Languages"),
        help=N_("languages of its materials"),
        example="languages: [da, en]",
    ),
    Field(
        name="funding",
        kind=Kind.TERM,
        shape=_MANY,
        most=10,
        vocabulary="funding-programmes",
        label=N_("Funding"),
        help=N_("who paid"),
        example="funding: [regional-local]",
    ),
    Field(
        name="networks",
        kind=Kind.TERM,
        shape=_MANY,
        most=10,
        vocabulary="networks",
        label=N_("Networks"),
        help=N_("networks it belongs to or was collected by"),
        example="networks: [ran]",
    ),
    Field(
        name="transfer",
        kind=Kind.ANSWERS,
        need=_RECOMMENDED,
        vocabulary="transfer-checks",
        label=N_("Can it be taken up elsewhere"),
        help=N_("for each check: met, partly, unmet or unknown"),
        example="transfer: {materials-available: met}",
    ),
    Field(
        name="adoptions",
        kind=Kind.PARTS,
        shape=_MANY,
        most=40,
        parts=_ADOPTION,
        label=N_("Taken up by"),
        help=N_("who else tried it, and how it went"),
        example="adoptions: [{place: Ghent, country: BE, outcome: Kept after the pilot, source: s1}]",
    ),
    Field(
        name="caveats",
        kind=Kind.PARTS,
        shape=_MANY,
        most=20,
        parts=_CAVEAT,
        label=N_("Caveats"),
        help=N_("criticism, disputes, harm, the end of it"),
        example="caveats: [{text: Funding ended in 2019., source: s1}]",
    ),
    Field(
        name="related",
        kind=Kind.SLUG,
        shape=_MANY,
        most=20,
        label=N_("Related"),
        help=N_("file names of other entries, without .md"),
        example="related: [aarhus-model]",
    ),
    Field(
        name="sources",
        kind=Kind.PARTS,
        shape=_MANY,
        most=100,
        need=_REQUIRED,
        least=1,
        parts=_REFERENCE,
        label=N_("Sources"),
        help=N_("what the entry rests on"),
        example="sources: [{id: s1, title: Annual report, url: 'https://www.example.org/', publisher: City of Aarhus}]",
        reason=N_("a claim without its source cannot be checked by anybody"),
    ),
    Field(
        name="last_verified",
        kind=Kind.DATE,
        label=N_("Last checked"),
        help=N_("the day on which someone last held the entry against its live sources"),
        example="last_verified: 2026-03-31",
    ),
    Field(
        name="review",
        kind=Kind.PARTS,
        need=_REQUIRED,
        parts=_REVIEW,
        label=N_("Review"),
        help=N_("how far an editor has checked the entry"),
        example="review: {status: draft}",
        reason=N_("readers see how far an entry has been checked"),
    ),
    Field(
        name="contributors",
        kind=Kind.TEXT,
        shape=_MANY,
        most=50,
        longest=80,
        label=N_("Contributors"),
        help=N_("names or handles of those who want to be named"),
        example="contributors: [Editorial team]",
    ),
    Field(
        name="licence",
        kind=Kind.LICENCE,
        longest=60,
        label=N_("Licence"),
        help=N_("only if it is not the collection's, CC-BY-4.0"),
        example="licence: CC-BY-SA-4.0",
    ),
)
"""The fields of an entry, in the order in which they are written and shown."""

TERM_FIELDS: Mapping[str, str] = MappingProxyType(
    {field.name: field.vocabulary for field in FIELDS if field.kind is Kind.TERM}
)
"""The fields on top level that hold ids, with the list that each takes them from."""


def vocabulary_of(name: str) -> str:
    """The list that a field or a computed facet takes its values from; empty if it has none."""
    return TERM_FIELDS.get(name) or _COMPUTED.get(name, "")


_COMPUTED: Mapping[str, str] = MappingProxyType({"evidence": "evidence-levels", "effect": "effects"})

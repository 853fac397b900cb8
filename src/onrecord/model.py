"""The nouns: frozen values every stage speaks in.

Offsets are code points of `Report.text`, half-open.  Nothing here reads, writes or computes more than a property.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


# --- text --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open [start, end), in code points of `Report.text`."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span needs 0 <= start <= end, not [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """The words the span stands on."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Segment:
    """`length` code points of `Report.text` from `start` were read at `source_start` of the decoded input.

    They stand there unchanged, unless `source_length` is set: then they are what a character reference of that
    length stands for ("&" of "&amp;").
    """

    start: int
    source_start: int
    length: int
    source_length: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One published text.  `digest` is `sha256:<hex>` of the raw bytes that were read."""

    text: str
    digest: str
    label: str = "report"  # how the sheet names the input: a file name, a URL, "standard input"
    language: str = "en"  # BCP 47
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: str | None = None  # EDTF: "2025-10-23", "2025-10", "2025"
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    segments: tuple[Segment, ...] = ()  # the map back to what was read; empty when text is the decoded input itself
    notes: tuple[str, ...] = ()  # what a reader should know of the reading: "decoded as windows-1252 (declared)"
    updated: str | None = None  # EDTF; when the outlet says it changed the report
    credit: str | None = None  # the agency or outlet the report says it came from, in a dateline, a line or metadata
    dateline: str | None = None  # the words of the dateline or credit line: "KYIV, Oct 23 (Reuters) -"
    headline: Span | None = None  # where the report's headline stands, when it is apart from the rest of the text


# --- what is found in the text -----------------------------------------------------------------------------------


class EntityKind(StrEnum):
    EQUIPMENT = "equipment"
    COUNTRY = "country"
    PLACE = "place"
    BODY = "body"  # armed forces, ministries, companies, armed groups, alliances
    PERSON = "person"
    EVENT = "event"  # a conflict or incident; only in records that users import


@dataclass(frozen=True, slots=True)
class Entity:
    """What a mention stands for.

    `id` is `<kind>/<key>`: `equipment/igla-s`, `country/VEN`, `place/geonames:3640846`.
    """

    id: str
    kind: EntityKind
    label: str
    alternatives: tuple[str, ...] = ()  # ids of other plausible readings, best first
    note: str | None = None  # a dispute a reader should see: "SA-25 or SA-29, depending on who writes"

    @property
    def country(self) -> str | None:
        """Id of the country this is or belongs to: `country/VEN` for itself and for `body/VEN-armed-forces`."""
        kind, _, key = self.id.partition("/")
        if kind == "country":
            return self.id
        code, dash, _ = key.partition("-")
        is_national = kind == "body" and dash and len(code) == 3 and code.isascii() and code.isupper()
        return f"country/{code}" if is_national else None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name something.  `entity` is None when it is recognised by shape or class but not resolved."""

    span: Span
    kind: EntityKind
    entity: Entity | None = None
    category: str | None = None  # class of the thing named: "air_defence.manpads", "city", "river", "demonym"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as an interval.  `low` or `high` None is an open end; both equal is an exact number.

    `unit` is an id of `data/units.toml` ("kilometre"), an ISO 4217 code for money, or None for a count;
    `counted` is the head noun of what is counted, as written; `counted_class` its class in the counted-noun lexicon.
    """

    span: Span  # number with modifiers and unit, without the counted noun
    low: Decimal | None
    high: Decimal | None
    approximate: bool = False
    unit: str | None = None
    counted: str | None = None
    counted_span: Span | None = None
    counted_class: str | None = None  # "system", "missile", "launcher", "person", ...
    modifier: str | None = None  # id in the modifier lexicon: "at_least", "up_to", "about", ...
    same_as: Span | None = None  # "(3.1 miles)" after "5 km": one quantity said twice
    trend: str | None = None  # "up" or "down" when a verb or noun of change governs it: "rose 3 percent"

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high and not self.approximate


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A date or time as written.

    `value` is EDTF, or None when it has no anchor ("on Tuesday" in a report without a publication date).
    """

    span: Span
    value: str | None
    granularity: str  # "year", "month", "day", "hour", "decade", "duration", "unknown"
    anchor: str = "text"  # "text", "publication", "none"
    relation: str | None = None  # "since", "by", "until", "before", "after", "during"


# --- attribution -------------------------------------------------------------------------------------------------


class SourceKind(StrEnum):
    NAMED_PERSON = "named_person"
    NAMED_BODY = "named_body"
    ANONYMOUS_OFFICIAL = "anonymous_official"
    ANONYMOUS_EXPERT = "anonymous_expert"
    ANONYMOUS_OTHER = "anonymous_other"
    DOCUMENT = "document"
    OTHER_OUTLET = "other_outlet"
    OWN_VOICE = "own_voice"


class Directness(StrEnum):
    QUOTATION = "quotation"
    INDIRECT = "indirect"
    OWN_VOICE = "own_voice"


class Firmness(StrEnum):
    """How the outlet's cue word treats what is said."""

    NEUTRAL = "neutral"
    DISTANCING = "distancing"  # claimed, alleged
    VOUCHING = "vouching"  # confirmed, noted


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says it (terms of PARC and PolNeAR: source, cue, content).

    `source` is the words in the sentence, perhaps a pronoun; `speaker` is whom they stand for, when certain, and
    `speaker_span` where the report names that speaker most fully.
    """

    kind: SourceKind
    directness: Directness
    source: Span | None = None
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    speaker: str | None = None
    speaker_span: Span | None = None
    evidence: Span | None = None  # the words that decided `kind`
    firmness: Firmness = Firmness.NEUTRAL
    cue_stance: Stance | None = None  # stance the cue lends to its content: "denied" → denied, "pledged" → planned
    chain: tuple[Attribution, ...] = ()  # outer attributions, outermost first: "Reuters reported, citing officials"
    reports: bool = True  # False for an attitude or intention without a saying: "wants", "supports", "is expected"
    quoted: tuple[Span, ...] = ()  # the parts of the content that stand in quotation marks, marks included


class Stance(StrEnum):
    ASSERTED = "asserted"
    HEDGED = "hedged"
    PLANNED = "planned"
    CONDITIONAL = "conditional"
    DENIED = "denied"
    ASKED = "asked"


OWN_VOICE = Attribution(kind=SourceKind.OWN_VOICE, directness=Directness.OWN_VOICE)


# --- claims ------------------------------------------------------------------------------------------------------


class ClaimKind(StrEnum):
    HOLDING = "holding"
    DEPLOYMENT = "deployment"
    TRANSFER = "transfer"
    LOSS = "loss"
    USE = "use"
    CASUALTIES = "casualties"
    CAPABILITY = "capability"
    ORIGIN = "origin"
    OPERATOR = "operator"
    GEOGRAPHY = "geography"
    MOVEMENT = "movement"
    AGREEMENT = "agreement"
    STATEMENT = "statement"


class RoleName(StrEnum):
    ACTOR = "actor"
    ITEM = "item"
    COUNTERPART = "counterpart"
    PLACE = "place"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Area:
    """A point in degrees (WGS 84) and how far off the thing may be.  Never a position: where a reader should look."""

    lat: float
    lon: float
    radius_km: float
    relation: str = "in"  # "in" the place itself; "near", "offset", "distance", "coast", "border" of a named one


@dataclass(frozen=True, slots=True)
class Role:
    """One filled role of a claim: its words, and what they stand for when that is certain."""

    name: RoleName
    span: Span
    entity: Entity | None = None
    others: tuple[Entity, ...] = ()  # further parts of a coordination: "Syria, Iran and Russia"
    time: TimeExpression | None = None
    area: Area | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable assertion.  `id` numbers the claims of one report in reading order: "c01"."""

    id: str
    kind: ClaimKind
    span: Span
    roles: tuple[Role, ...] = ()
    property: str | None = None  # capability: range, speed, ...; casualties: killed, ...; origin: designed, alias, ...
    quantity: Quantity | None = None
    attribution: Attribution = OWN_VOICE
    stance: Stance = Stance.ASSERTED
    head: int = 0  # offset of the word the claim was built on; the attribution whose content holds it is the claim's

    def role(self, name: RoleName) -> Role | None:
        return next((role for role in self.roles if role.name is name), None)


# --- the record and what it says ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read."""

    key: str
    title: str
    url: str | None
    tier: str  # A register, government, maker; B agency, press, encyclopaedia; C compilation
    terms: str
    date: str | None = None  # EDTF, when the source is dated


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the public record.  `id` is `<subject>#<property>.<n>`; `value` is text or a number in `unit`."""

    id: str
    subject: str  # entity id
    property: str
    value: str | Decimal
    unit: str | None = None
    qualifiers: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = ()
    confidence: str = "medium"
    as_of: str | None = None
    licence: str = "facts, cited"
    note: str | None = None
    edition: str = ""
    digest: str = ""

    def qualifier(self, name: str) -> str | None:
        return next((value for key, value in self.qualifiers if key == name), None)


class Verdict(StrEnum):
    AGREES = "agrees"
    DISAGREES = "disagrees"
    DEPENDS = "depends"
    RECORD_DIFFERS = "record_differs"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Reading:
    """One plausible reading of the wording, with its own answer (for `depends`)."""

    wording: str
    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Result of one check of one claim.  `sentence` is for a reader; `rule` names the documented rule that decided."""

    claim_id: str
    check: str  # "capability", "origin", ...
    rule: str  # "capability.range.outside"
    verdict: Verdict
    sentence: str
    facts: tuple[Fact, ...] = ()
    readings: tuple[Reading, ...] = ()
    missing: str | None = None  # for cannot_tell: "no fact", "coverage", "unit", "not resolved", ...
    edition: str = ""
    related: tuple[str, ...] = ()  # ids of other claims the finding is about (consistency)


@dataclass(frozen=True, slots=True)
class SourcingNote:
    """What can be said of a report's sourcing.  Not a verdict on truth."""

    rule: str
    sentence: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ThreadFigure:
    """One number a thread carries: who printed it, on whose word."""

    report: str  # digest of the report
    claim: str
    quantity: Quantity
    published: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """The same claim over reports.  `reasons` say in words why its claims stand together."""

    id: str
    kind: ClaimKind
    claims: tuple[tuple[str, str], ...]  # (report digest, claim id), in reading order
    figures: tuple[ThreadFigure, ...] = ()
    speakers: tuple[str, ...] = ()  # upstream: whom the claims go back to, not who printed them
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """A report on its way through the pipeline; each step returns a fuller one."""

    report: Report
    doc: Doc | None = field(default=None, repr=False, compare=False)
    quantities: tuple[Quantity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    sourcing: tuple[SourcingNote, ...] = ()
    edition: str | None = None
    names: tuple[tuple[str, str], ...] = ()  # labels of ids that cited facts mention: ("country/RUS", "Russia")

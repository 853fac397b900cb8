# ruff: noqa: E501  (tables read better on one line)
"""A hand-built dossier with every verdict, nested and crossing claims, chains and quotations.

The countries, the missile and the figures are invented; so are the sentences.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from onrecord.model import (
    OWN_VOICE,
    Attribution,
    Claim,
    ClaimKind,
    Directness,
    Dossier,
    Entity,
    EntityKind,
    Fact,
    Finding,
    Firmness,
    Quantity,
    Reading,
    Report,
    Role,
    RoleName,
    Source,
    SourceKind,
    SourcingNote,
    Span,
    Stance,
    TimeExpression,
    Verdict,
)

TEXT = """\
Norland has placed 24 Kestrel-2 launchers on its northern coast, Defence Minister Ada Brandt said on Monday.
The Kestrel-2, an Estvale-designed coastal missile, has a range of up to 120 kilometres and needs a crew of three.
“We hold more than 600 missiles,” Brandt told reporters in Port Adler. “They will stay where they are until autumn.”
The Harbour Wire, citing two officials, reported that about 40 launchers had reached Port Adler by Sunday, at least 12 of them by sea.
According to a ministry report, the northern border with Estvale is quiet, and the missile is used by Norland, Estvale and Ostmark.
Analysts said the launchers could reach the strait. The ministry denied that two launchers were lost in a storm.
If the talks fail, a second battery would follow. Will Ostmark close its ports?
The missile entered service in 2004, replacing guns from the nineteen-fifties."""


def find(words: str, *, nth: int = 0, text: str = TEXT) -> Span:
    """The span of the `nth` occurrence of `words`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


KESTREL = Entity("equipment/kestrel-2", EntityKind.EQUIPMENT, "Kestrel-2", note="also written K-2")
NORLAND = Entity("country/NOR-X", EntityKind.COUNTRY, "Norland")
ESTVALE = Entity("country/EST-X", EntityKind.COUNTRY, "Estvale")
OSTMARK = Entity("country/OST-X", EntityKind.COUNTRY, "Ostmark")
PORT_ADLER = Entity("place/test:1", EntityKind.PLACE, "Port Adler, Norland")

REGISTER = Source("reg", "Coastal Arms Register, 2024 volume", "https://register.example/2024/kestrel", "A", "facts, cited")
HANDBOOK = Source("hb", "Handbook of Coastal Missiles", "http://handbook.example/k2?page=3", "B", "facts, cited")
HOSTILE = Source("bad", "A compilation with a bad link", "javascript:alert(1)", "C", "facts, cited")


def fact(number: int, prop: str, value: str | Decimal, unit: str | None = None, **more: object) -> Fact:
    base = Fact(
        id=f"equipment/kestrel-2#{prop}.{number}",
        subject=KESTREL.id,
        property=prop,
        value=value,
        unit=unit,
        sources=(REGISTER,),
        as_of="2024-06",
        edition="test-1",
        digest="sha256:00",
    )
    return replace(base, **more)  # type: ignore[arg-type]


BRANDT = Attribution(
    kind=SourceKind.NAMED_PERSON,
    directness=Directness.INDIRECT,
    source=find("Defence Minister Ada Brandt"),
    cue=(find("said"),),
    content=(find("Norland has placed 24 Kestrel-2 launchers on its northern coast"),),
    speaker="Ada Brandt",
    speaker_span=find("Ada Brandt"),
    evidence=find("Ada Brandt"),
)
BRANDT_QUOTED = replace(
    BRANDT,
    directness=Directness.QUOTATION,
    source=find("Brandt", nth=1),
    cue=(find("told"),),
    content=(find("We hold more than 600 missiles,"), find("They will stay where they are until autumn.")),
)
WIRE = Attribution(
    kind=SourceKind.OTHER_OUTLET,
    directness=Directness.INDIRECT,
    source=find("The Harbour Wire"),
    cue=(find("reported"),),
    speaker="The Harbour Wire",
)
OFFICIALS = Attribution(
    kind=SourceKind.ANONYMOUS_OFFICIAL,
    directness=Directness.INDIRECT,
    source=find("two officials"),
    cue=(find("citing"),),
    content=(find("about 40 launchers had reached Port Adler by Sunday, at least 12 of them by sea"),),
    evidence=find("officials"),
    chain=(WIRE,),
)
MINISTRY_REPORT = Attribution(
    kind=SourceKind.DOCUMENT,
    directness=Directness.INDIRECT,
    source=find("a ministry report"),
    cue=(find("According to"),),
    evidence=find("report", nth=2),
    firmness=Firmness.VOUCHING,
)
ANALYSTS = Attribution(
    kind=SourceKind.ANONYMOUS_EXPERT,
    directness=Directness.INDIRECT,
    source=find("Analysts"),
    cue=(find("said", nth=1),),
    evidence=find("Analysts"),
)
MINISTRY = Attribution(
    kind=SourceKind.NAMED_BODY,
    directness=Directness.INDIRECT,
    source=find("The ministry"),
    cue=(find("denied"),),
    speaker="Defence Ministry of Norland",
    firmness=Firmness.DISTANCING,
    cue_stance=Stance.DENIED,
)


def number(words: str, low: str | None, high: str | None, **more: object) -> Quantity:
    quantity = Quantity(find(words), None if low is None else Decimal(low), None if high is None else Decimal(high))
    return replace(quantity, **more)  # type: ignore[arg-type]


def role(name: RoleName, words: str, entity: Entity | None = None, *others: Entity, nth: int = 0) -> Role:
    return Role(name, find(words, nth=nth), entity, others)


CLAIMS = (
    Claim(
        "c01", ClaimKind.DEPLOYMENT, find("Norland has placed 24 Kestrel-2 launchers on its northern coast"),
        (
            role(RoleName.ACTOR, "Norland", NORLAND),
            role(RoleName.ITEM, "Kestrel-2", KESTREL),
            role(RoleName.PLACE, "its northern coast"),
        ),
        quantity=number("24", "24", "24", counted="launchers", counted_class="launcher"), attribution=BRANDT,
    ),
    Claim(
        "c02", ClaimKind.CAPABILITY,
        find("The Kestrel-2, an Estvale-designed coastal missile, has a range of up to 120 kilometres"),
        (role(RoleName.ITEM, "The Kestrel-2", KESTREL),), property="range",
        quantity=number("up to 120 kilometres", None, "120", unit="kilometre", modifier="up_to"),
    ),
    Claim(
        "c03", ClaimKind.ORIGIN, find("Estvale-designed coastal missile"), (role(RoleName.ACTOR, "Estvale", ESTVALE),),
        property="designed",
    ),
    Claim("c04", ClaimKind.CAPABILITY, find("needs a crew of three"), property="crew", quantity=number("three", "3", "3")),
    Claim(
        "c05", ClaimKind.HOLDING, find("We hold more than 600 missiles"), (role(RoleName.ACTOR, "We", NORLAND),),
        quantity=number("more than 600", "600", None, counted="missiles", counted_class="missile", modifier="more_than"),
        attribution=BRANDT_QUOTED,
    ),
    Claim(
        "c06", ClaimKind.STATEMENT, find("They will stay where they are until autumn"), attribution=BRANDT_QUOTED,
        stance=Stance.PLANNED,
    ),
    Claim(
        "c07", ClaimKind.MOVEMENT, find("about 40 launchers had reached Port Adler by Sunday"),
        (
            role(RoleName.PLACE, "Port Adler", PORT_ADLER, nth=1),
            Role(
                RoleName.TIME, find("by Sunday"),
                time=TimeExpression(find("by Sunday"), "2024-06-09", "day", "publication", "by"),
            ),
        ),
        quantity=number("about 40", "40", "40", approximate=True, counted="launchers", counted_class="launcher"),
        attribution=OFFICIALS,
    ),
    Claim(
        "c08", ClaimKind.MOVEMENT, find("at least 12 of them by sea"),
        quantity=number("at least 12", "12", None, counted="them", counted_class="launcher"), attribution=OFFICIALS,
    ),
    Claim(
        "c09", ClaimKind.GEOGRAPHY, find("the northern border with Estvale"),
        (role(RoleName.COUNTERPART, "Estvale", ESTVALE, nth=1),), attribution=MINISTRY_REPORT,
    ),
    Claim(
        "c10", ClaimKind.OPERATOR, find("the missile is used by Norland, Estvale"),
        (role(RoleName.ACTOR, "Norland, Estvale", NORLAND, ESTVALE),), attribution=MINISTRY_REPORT,
    ),
    Claim(
        "c11", ClaimKind.OPERATOR, find("Estvale and Ostmark"), (role(RoleName.ACTOR, "Estvale and Ostmark", ESTVALE, OSTMARK),),
        attribution=MINISTRY_REPORT,
    ),
    Claim(
        "c12", ClaimKind.CAPABILITY, find("the launchers could reach the strait"), property="ability",
        attribution=ANALYSTS, stance=Stance.HEDGED,
    ),
    Claim(
        "c13", ClaimKind.LOSS, find("two launchers were lost in a storm"), attribution=MINISTRY, stance=Stance.DENIED,
        quantity=number("two", "2", "2", counted="launchers"),
    ),
    Claim("c14", ClaimKind.DEPLOYMENT, find("a second battery would follow"), stance=Stance.CONDITIONAL),
    Claim("c15", ClaimKind.STATEMENT, find("Will Ostmark close its ports"), stance=Stance.ASKED),
    Claim("c16", ClaimKind.ORIGIN, find("The missile entered service in 2004"), property="year_in_service"),
    Claim("c17", ClaimKind.STATEMENT, find("replacing guns from the nineteen-fifties")),
)  # fmt: skip

FINDINGS = (
    Finding(
        "c01", "holding", "holding.counted_noun", Verdict.CANNOT_TELL,
        "The record counts missiles delivered to Norland, not launchers; one launcher fires many missiles, so the two "
        "figures cannot be set against each other.",
        (fact(1, "delivered", Decimal(640), None, qualifiers=(("supplier", ESTVALE.id), ("recipient", NORLAND.id), ("counted", "missile"), ("modifier", "about"), ("deal", "t-1"))),),
        missing="counted noun", edition="test-1",
    ),
    Finding(
        "c01", "consistency", "consistency.count", Verdict.AGREES,
        "The report gives 24 launchers placed and about 40 arrived; the first can be part of the second.",
        related=("c07",), edition="test-1",
    ),
    Finding(
        "c02", "capability", "capability.range.outside", Verdict.DISAGREES,
        "The report says up to 120 kilometres. The record gives the Kestrel-2 150 kilometres; 120 kilometres is the "
        "older Kestrel-1's figure.",
        (
            fact(1, "range", Decimal(150), "kilometre", sources=(REGISTER, HANDBOOK), qualifiers=(("variant", "Kestrel-2"),)),
            fact(2, "range", Decimal("120.0"), "kilometre", subject="equipment/kestrel-1", sources=(HOSTILE,), as_of=None),
        ),
        edition="test-1",
    ),
    Finding(
        "c03", "origin", "origin.designer.fits", Verdict.AGREES, "The record names Estvale Shipyards as the designer.",
        (fact(1, "designer", "Estvale Shipyards"),), edition="test-1",
    ),
    Finding(
        "c04", "capability", "capability.crew.inside", Verdict.AGREES, "The record gives a crew of three.",
        (fact(1, "crew", Decimal(3)),), edition="test-1",
    ),
    Finding(
        "c05", "holding", "holding.sources_differ", Verdict.RECORD_DIFFERS,
        "The register counts 640 missiles delivered; the handbook counts 420. More than 600 fits the first only.",
        (fact(1, "delivered", Decimal(640)), fact(2, "delivered", Decimal(420), sources=(HANDBOOK,), confidence="low")),
        edition="test-1",
    ),
    Finding(
        "c07", "transfer", "transfer.no_fact", Verdict.CANNOT_TELL,
        "The record holds no movement of launchers to Port Adler.", missing="no fact", edition="test-1",
    ),
    Finding(
        "c09", "geography", "geography.border_direction", Verdict.DEPENDS,
        "It depends on what “northern border” means.",
        readings=(
            Reading(
                "the border lies to Norland's north", Verdict.DISAGREES,
                "The shared border runs from west to south-west of Norland's centre.",
            ),
            Reading(
                "the northern stretch of the shared border", Verdict.CANNOT_TELL,
                "Every border has a northern stretch; the report does not say how far it reaches.",
            ),
        ),
        edition="test-1",
    ),
    Finding(
        "c10", "operator", "operator.listed", Verdict.AGREES, "The record lists Norland and Estvale as operators.",
        (fact(1, "operator", "Norland"), fact(2, "operator", "Estvale")), edition="test-1",
    ),
    Finding(
        "c11", "operator", "operator.not_listed", Verdict.CANNOT_TELL,
        "The record does not list Ostmark; its operators are those of two sources and need not be complete.",
        missing="coverage", edition="test-1",
    ),
    Finding(
        "c16", "origin", "origin.year.fits", Verdict.AGREES, "The record says in service since 2004.",
        (fact(1, "year_in_service", Decimal(2004)),), edition="test-1",
    ),
)  # fmt: skip

SOURCING = (
    SourcingNote("sourcing.single_upstream", "All figures about launchers go back to one ministry.", ("c01", "c07", "c08")),
)

REPORT = Report(
    text=TEXT,
    digest="sha256:" + "5f" * 32,
    label="coast.txt",
    title="Launchers on the coast",
    outlet="The Northern Observer",
    author="J. Example",
    url="https://observer.example/coast",
    published="2024-06-11",
    updated="2024-06-12",
    credit="Associated Press",
    dateline="TARNHAVEN (AP) —",
    notes=("decoded as utf-8 (declared)",),
)

ATTRIBUTIONS = (BRANDT, BRANDT_QUOTED, OFFICIALS, MINISTRY_REPORT, ANALYSTS, MINISTRY, OWN_VOICE)

DOSSIER = Dossier(
    report=REPORT,
    attributions=ATTRIBUTIONS,
    claims=CLAIMS,
    findings=FINDINGS,
    sourcing=SOURCING,
    edition="test-1",
)

INJECTIONS = {
    "markup": "</script><img src=x onerror=alert(1)>",
    "attribute": "\" onmouseover=\"alert(1)\" x='",
    "template": "{{ 7 * 7 }}{% raw %}",
    "console_markup": "[bold red]loud[/bold red] [link=https://evil.example]x[/link]",
    "ansi": "\x1b[31mred\x1b[0m\x1b[2J",
    "osc8": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "c1": "\x9b31mred\x9d0;title\x9c",
    "bidi": "abc\u202edcba\u202c \u2066isolate",
    "formula": '=HYPERLINK("https://evil.example","click")',
    "formula_indented": " \t=1+1",
    "plus": "+1+1",
    "at": "@SUM(1)",
    "style": "</style><style>*{display:none}",
    "comment": "<!-- --> ]]>",
    "carriage": "safe\rEVIL",
    "nul": "a\x00b",
    "separator": "line\u2028para\u2029end",
}


def hostile_dossier(payload: str) -> Dossier:
    """A dossier with `payload` in every field a page or a data file can fill."""
    text = f"{payload} said {payload} has 5 guns."
    span = Span(text.index(" said ") + 6, len(text) - 1)
    source = Source("x", payload, "javascript:" + payload, "C", payload)
    who = Attribution(
        SourceKind.NAMED_PERSON,
        Directness.QUOTATION,
        source=Span(0, len(payload)),
        cue=(find("said", text=text),),
        content=(span,),
        speaker=payload,
        evidence=Span(0, len(payload)),
        chain=(Attribution(SourceKind.OTHER_OUTLET, Directness.INDIRECT, speaker=payload),),
    )
    entity = Entity("person/x", EntityKind.PERSON, payload, note=payload)
    claim = Claim(
        "c01", ClaimKind.HOLDING, span, (Role(RoleName.ACTOR, Span(span.start, span.start + len(payload)), entity),),
        property=payload, quantity=Quantity(find("5", text=text), Decimal(5), Decimal(5), counted=payload, unit=payload),
        attribution=who,
    )  # fmt: skip
    row = Fact("x#y.1", "person/x", payload, payload, qualifiers=((payload, payload),), sources=(source,), note=payload)
    finding = Finding(
        "c01", "holding", "holding.x", Verdict.CANNOT_TELL, payload, (row,),
        (Reading(payload, Verdict.AGREES, payload),), payload, payload,
    )  # fmt: skip
    report = Report(
        text, "sha256:0", payload, title=payload, outlet=payload, author=payload, url="javascript:" + payload,
        published=payload, notes=(payload,),
    )  # fmt: skip
    return Dossier(
        report=report, attributions=(who,), claims=(claim,), findings=(finding,),
        sourcing=(SourcingNote("sourcing.x", payload, ("c01",)),), edition=payload,
    )  # fmt: skip

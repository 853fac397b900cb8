"""What is answered of a claimed figure that fits the recorded ones, and of one that does not.

`check/capability.py` finds the claim, the property and the recorded figures; this module turns the comparison into a
finding.  Rules: docs/checks.md, "Capability".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from onrecord.check.clearly import find_limits, has_condition, is_tied
from onrecord.check.context import CheckContext
from onrecord.check.findings import NO_VALUES, make_finding
from onrecord.check.measure import Claimed, Fit, Sense, compare, read_recorded, settings
from onrecord.check.mix_ups import another_fits, is_another_systems
from onrecord.check.versions import names_version
from onrecord.check.wording import (
    cue_words,
    label_of,
    name_item,
    phrase,
    say_figure,
    say_list,
    say_quantity,
    say_sources,
)
from onrecord.check.words import find_word
from onrecord.model import Claim, Fact, Finding, Quantity, Verdict

_ABOVE = Decimal("1.15")  # of a figure recorded as "at least": so far above it a claim is not borne out
_NEAR = Decimal("0.75")  # of a figure: so far below it "can reach" is not said of that
_FAR_VERSION = Decimal("1.5")  # times another version's figure from which words that name none leave the version open


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """One claim about one property of one subject.

    `quantity` is what the claim says of the property, as it is compared: "can hit targets at 5 km" is open upwards.
    `property` is the claim's ("range"), by which the rule is named; the record may keep it under another name.
    `subject` is the identifier of a system in the record.
    """

    claim: Claim
    context: CheckContext
    quantity: Quantity
    property: str
    subject: str

    def answer(
        self,
        rule: str,
        verdict: Verdict,
        *,
        facts: Sequence[Fact] = (),
        missing: str | None = None,
        extra: str = "",
        values: Mapping[str, str] = NO_VALUES,
    ) -> Finding:
        """The finding of the rule `capability.PROPERTY.RULE`.

        `facts` are cited as evidence, `missing` says what kept the check from judging, `extra` is one more sentence,
        and `values` fill the rule's template beside the figures, sources and names that every answer may speak of.
        """
        item = self.context.record.category(self.subject) and name_item(
            self.context, self.context.record.subject(self.subject).entity
        )
        return make_finding(
            self.claim,
            self.context,
            f"capability.{self.property}.{rule}",
            verdict,
            template=f"capability.{rule}",
            facts=facts,
            missing=missing,
            extra=extra,
            values={
                "claimed": say_quantity(self.quantity),
                "property": phrase(f"property_{self.property}"),
                "a_property": phrase(f"a_property_{self.property}"),
                "item": item or label_of(self.context, self.subject),
                "figures": say_list(say_figure(fact) for fact in facts),
                "sources": say_sources(facts),
                **values,
            },
        )


def say_fit(question: FigureQuestion, facts: Sequence[Fact], fits: Sequence[Fit], stated: Decimal) -> Finding:
    """The finding on a figure that fits one of the recorded `facts` at least; `fits` stand in their order.

    `stated` is the claimed figure in the unit of the facts.

    It agrees, tells that the sources differ, or cannot tell when the figures that fit hold for another version.
    """
    fitting = [fact for fact, fit in zip(facts, fits, strict=True) if fit is Fit.FITS]
    plain = [fact for fact in fitting if not is_tied(fact)]
    # A figure of one version counts too where it is far from all that fit: "250 km (published export figure)" and 550.
    against = [
        fact
        for fact, fit in zip(facts, fits, strict=True)
        if fit is not Fit.FITS and (not is_tied(fact) or (question.property == "range" and _is_far(fact, plain)))
    ]
    if plain and against:
        return question.answer(
            "sources_differ",
            Verdict.RECORD_DIFFERS,
            facts=facts,
            values={
                "fitting": say_list(map(say_figure, plain)),
                "fitting_sources": say_sources(plain),
                "against": say_list(map(say_figure, against)),
                "against_sources": say_sources(against),
            },
        )
    if plain:
        return question.answer("within", Verdict.AGREES, facts=plain)
    others = [fact for fact in facts if fact not in fitting]
    sentence = question.context.sentence_of(question.claim).lower()
    if find_word(sentence, cue_words(question.context, "version", "open")) is not None:
        return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant")
    if _names_another_tie(question, fitting, others):
        return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant")
    if _leaves_version_open(question, fitting, others, stated):
        return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant")
    extra = phrase("other_figures", figures=say_list(map(say_figure, others))) if others else ""
    return question.answer("within_variant", Verdict.AGREES, facts=fitting, extra=extra)


def _leaves_version_open(
    question: FigureQuestion, fitting: Sequence[Fact], others: Sequence[Fact], stated: Decimal
) -> bool:
    """Whether a figure is one version's, another version has one far from it, and the words name none of the two.

    A figure without an upper end ("at least 1,500 km") bears out none far above it where others stand beside it.
    """
    bounds = [read_recorded(fact) for fact in fitting]
    if others and all(one.high is None and one.low is not None and stated > one.low * _ABOVE for one in bounds):
        return True
    sentence = question.context.sentence_of(question.claim).lower()
    low, high = _ends(fitting)
    if others and question.quantity.high is None and stated < low * _NEAR:
        return True  # "can fire to 150 km": with one of its rockets, and not with the other
    ties = [str(fact.qualifier("variant") or "").lower() for fact in (*fitting, *others)]
    if not all(ties) or any(find_word(sentence, (tie,)) is not None for tie in ties):
        return False
    least, most = _ends(others) if others else (low, high)
    return bool(others) and (least > high * _FAR_VERSION or most * _FAR_VERSION < low)


def _is_far(fact: Fact, others: Sequence[Fact]) -> bool:
    """Whether a figure is more than twice all others, or less than half of them."""
    if not others:
        return False
    (low, high), (least, most) = _ends([fact]), _ends(others)
    return low > most * 2 or high * 2 < least


def _ends(facts: Sequence[Fact]) -> tuple[Decimal, Decimal]:
    read = [read_recorded(fact) for fact in facts]
    ends = [end for one in read for end in (one.low, one.high) if end is not None]
    return min(ends, default=Decimal(0)), max(ends, default=Decimal(0))


def say_misfit(
    question: FigureQuestion,
    config: dict[str, Any],
    facts: Sequence[Fact],
    fits: Sequence[Fit],
    claimed: Claimed,
    sense: Sense,
) -> Finding:
    """The finding on a figure that fits none of the recorded `facts`; `fits` stand in their order.

    It disagrees only when nothing leaves room: not the distance (`config`, the property's table in `data/checks.toml`),
    nor a part, version, condition or other number that the words name.  `claimed` is in the unit of the facts.
    """
    if Fit.OPEN in fits or len(set(fits)) > 1:
        return question.answer("between", Verdict.CANNOT_TELL, facts=facts, missing="record leaves it open")
    intervals = [read_recorded(fact) for fact in facts]
    lows = [end for interval in intervals if (end := interval.low) is not None]
    highs = [interval.high or interval.low or Decimal(0) for interval in intervals]
    ratio = claimed.stated / (min(lows) if fits[0] is Fit.BELOW else max(highs))
    if _is_absurd(ratio, config):
        return question.answer("another_thing", Verdict.CANNOT_TELL, facts=facts, missing="another thing")
    part = find_word(question.context.words_of(question.claim), cue_words(question.context, "part", "words"))
    if (config.get("part_sensitive") or config.get("parts")) and part:
        return question.answer("part", Verdict.CANNOT_TELL, facts=facts, missing="part", values={"word": part})
    seated = find_word(question.context.words_of(question.claim), cue_words(question.context, "crew", "seats"))
    if question.property == "crew" and seated and claimed.stated < min(lows):
        # "flown by one pilot" leaves room for others of the crew.
        return question.answer("other", Verdict.CANNOT_TELL, missing="property", values={"word": seated})
    if question.property == "crew" and claimed.stated == 2 and max(highs) == 1 and not any(map(is_tied, facts)):
        return question.answer("team", Verdict.CANNOT_TELL, facts=facts, missing="team or operator")
    beside = config.get("second_gun")
    named = find_word(
        question.context.words_of(question.claim), cue_words(question.context, "instead", question.property)
    )
    if beside is not None and named is None and ratio < Decimal(str(beside)):
        said = question.quantity.span.of(question.context.report.text)
        return question.answer("other", Verdict.CANNOT_TELL, missing="property", values={"word": said})
    lower, upper = find_limits(question.claim, question.context, question.subject, config, facts)
    relatives, relative_facts = _relatives(question, facts[0].property, claimed, sense)
    if lower <= ratio <= upper:
        tied = any(map(is_tied, facts))
        weak = not any(fact.confidence in ("high", "medium") for fact in facts)
        rule = "variants" if tied else "weak" if weak else "close"
        return question.answer(
            rule, Verdict.CANNOT_TELL, facts=[*facts], missing="not far enough from the record", extra=relatives
        )
    wide = settings()["clear_version"]
    is_in_reach = Decimal(str(wide["lower"])) <= ratio <= Decimal(str(wide["upper"]))
    is_version = names_version(question.claim, question.context, question.subject, facts)
    if is_wished(question) or (is_in_reach and (is_version or has_condition(question.claim, question.context))):
        return question.answer("variants", Verdict.CANNOT_TELL, facts=facts, missing="variant", extra=relatives)
    claim, context = question.claim, question.context
    if another_fits(claim, context, question.quantity, facts, sense) or is_another_systems(
        claim, context, question.subject, claimed, facts[0].property, sense
    ):
        return question.answer("another_number", Verdict.CANNOT_TELL, facts=facts, missing="which number")
    finding = question.answer("outside", Verdict.DISAGREES, facts=facts, extra=relatives)
    return _with_facts(finding, relative_facts)


def _names_another_tie(question: FigureQuestion, fitting: Sequence[Fact], others: Sequence[Fact]) -> bool:
    """Whether the sentence names the round or version of another figure, or sets that of this one apart:
    "with GMLRS rather than ATACMS"."""
    sentence = question.context.sentence_of(question.claim)
    own, other = _ties(fitting), _ties(others)
    said = {word.strip(".,;:()'’s") for word in sentence.split()}
    if not own & said:
        return bool((other - own) & said)
    apart = cue_words(question.context, "set_apart", "before")
    return any(f" {sentence.partition(word)[0].rstrip().lower()}".endswith(apart) for word in own & said)


def _ties(facts: Sequence[Fact]) -> set[str]:
    """Names among the words that tie figures to a round or version: "GMLRS"."""
    ties = (fact.qualifier(name) or "" for fact in facts for name in ("variant", "condition"))
    return {word for tie in ties for word in tie.split() if len(word) > 2 and any(c.isupper() for c in word)}


def is_wished(question: FigureQuestion) -> bool:
    """ "The army wanted a Tomahawk with a range of 4,000 km"."""
    sentence = question.context.sentence_of(question.claim).lower()
    return find_word(sentence, cue_words(question.context, "wish", "words")) is not None


def _is_absurd(ratio: Decimal, config: Mapping[str, Any]) -> bool:
    """ "The Mistral, at 21,000 tonnes" is no missile of 20 kg: so far off, the name means another thing."""
    times = config.get("absurd")
    return times is not None and (ratio > times or ratio * times < 1)


def _relatives(question: FigureQuestion, property: str, claimed: Claimed, sense: Sense) -> tuple[str, list[Fact]]:
    """Sentences on predecessors, successors and variants whose figure the claimed one is, with those figures."""
    sentences, cited = [], []
    for relation in question.context.record.relations(question.subject):
        for fact in question.context.record.facts(relation.other.id, property):
            # A relative is named when its figure is the stated one, not when a bound merely leaves room for it.
            is_near = abs(claimed.stated - Decimal(fact.value)) <= Decimal(fact.value) / 10
            if not is_near or compare(claimed, read_recorded(fact), sense) is not Fit.FITS:
                continue
            sentences.append(
                phrase(
                    "relative",
                    figure=say_figure(fact),
                    relation=phrase(f"relation_{relation.kind}"),
                    item=name_item(question.context, relation.other),
                )
            )
            cited.append(fact)
            break
    return " ".join(dict.fromkeys(sentences)), cited


def _with_facts(finding: Finding, facts: Sequence[Fact]) -> Finding:
    return replace(finding, facts=tuple(dict.fromkeys((*finding.facts, *facts))))

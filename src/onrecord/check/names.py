"""Claimed names and kin of a system against the record's.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.check.context import CheckContext
from onrecord.check.findings import make_finding
from onrecord.check.wording import cue_words, find_word, label_of, name_subject, phrase, say_list
from onrecord.model import Claim, Entity, Finding, Verdict

_SPLIT = re.compile(r"\s+or\s+|\s+and\s+|[,;/()]|[\"“”‘’«»]")


def check_alias(claim: Claim, context: CheckContext, subject: str) -> Finding:
    """Whether the record lists the name the claim gives to the subject."""
    text = claim.span.of(context.report.text)
    names = _claimed_names(text, context)
    record = context.record
    values = {"item": name_subject(context, subject), "claimed": say_list(names) or text}
    own = {_squash(name) for names_ in _names_of(context, subject) for name in names_}
    if names and any(_squash(name) in own for name in names):
        fitting = [name for name in names if _squash(name) in own]
        return make_finding(
            claim, context, "origin.alias.within", Verdict.AGREES, values={**values, "claimed": say_list(fitting)}
        )
    others = [entity for name in names for entity in record.find(name)]
    if not others:
        return make_finding(
            claim, context, "origin.alias.unknown", Verdict.CANNOT_TELL, missing="no fact", values=values
        )
    other = others[0]
    values["other"] = name_subject(context, other.id)
    is_kin = any(relation.other.id == other.id for relation in record.relations(subject))
    is_same_class = record.category(other.id) == record.category(subject)
    # Neighbouring models share names in the press, and one name may cover a whole family.
    if is_kin or is_same_class or len({e.id for e in others}) > 1:
        return make_finding(
            claim, context, "origin.alias.of_kin", Verdict.CANNOT_TELL, missing="name shared in use", values=values
        )
    return make_finding(claim, context, "origin.alias.of_another", Verdict.DISAGREES, values=values)


def check_kin(claim: Claim, context: CheckContext, subject: str, kin: Sequence[Entity]) -> Finding:
    """Whether the record relates the subject to the other system the claim names."""
    relations = [r for r in context.record.relations(subject) if r.other.id in {entity.id for entity in kin}]
    values = {
        "item": name_subject(context, subject),
        "other": say_list(label_of(context, entity.id) for entity in kin),
    }
    if not relations:
        return make_finding(claim, context, "origin.kin.no_fact", Verdict.CANNOT_TELL, missing="no fact", values=values)
    relation = relations[0]
    values["relation"] = phrase(f"kin_{relation.kind}")
    is_order = find_word(context.words_of(claim), cue_words(context, "origin", "successor")) is not None
    if is_order or relation.kind in ("successor", "variant"):
        # Who came first is a matter of word order, which the words alone do not settle.
        return make_finding(
            claim,
            context,
            "origin.kin.order",
            Verdict.CANNOT_TELL,
            missing="order",
            facts=[relation.fact],
            values=values,
        )
    return make_finding(claim, context, "origin.kin.within", Verdict.AGREES, facts=[relation.fact], values=values)


def _claimed_names(text: str, context: CheckContext) -> tuple[str, ...]:
    """The names after "known as", without articles and quotation marks."""
    cue = find_word(text.lower(), cue_words(context, "origin", "alias"))
    tail = text[text.lower().index(cue) + len(cue) :] if cue else text
    articles = cue_words(context, "origin", "leading")
    names = []
    for part in _SPLIT.split(tail):
        words = part.strip(" .'").split()
        while words and words[0].lower() in articles:
            words = words[1:]
        if words:
            names.append(" ".join(words))
    return tuple(names)


def _names_of(context: CheckContext, subject: str) -> tuple[tuple[str, ...], ...]:
    if context.record.category(subject) is None:
        return ()
    view = context.record.subject(subject)
    return (*view.names.values(), (view.entity.label,))


def _squash(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())

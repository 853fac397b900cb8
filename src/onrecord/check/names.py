"""Claimed names and kin of a system against the record's.  Rules: docs/checks.md, "Origin"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.check.context import CheckContext
from onrecord.check.findings import make_finding
from onrecord.check.wording import cue_words, label_of, name_subject, phrase, say_list
from onrecord.check.words import find_word
from onrecord.model import Claim, Entity, EntityKind, Finding, RoleName, Verdict

_EDGES = " .,;:()'\"“”‘’«»"
_ORDERED = {"successor": "predecessor", "predecessor": "successor"}
_MOST_WORDS = 30  # of a tail: a name stands near its cue


def check_alias(claim: Claim, context: CheckContext, subject: str) -> Finding:
    """Whether the record lists the name the claim gives to the subject."""
    tail = _tail(claim.span.of(context.report.text), context)
    record = context.record
    own = {_squash(name) for names in _names_of(context, subject) for name in names}
    role = claim.role(RoleName.ITEM)
    said = _squash(role.span.of(context.report.text)) if role is not None else ""
    # "Experts call the Lancet a toy": the thing's own words are no other name of it.
    candidates = [name for name in _candidates(tail) if _squash(name) not in said]
    values = {"item": name_subject(context, subject), "claimed": tail}
    fitting = next((name for name in candidates if _squash(name) in own), None)
    if fitting is not None:
        values["claimed"] = fitting
        return make_finding(claim, context, "origin.alias.within", Verdict.AGREES, values=values)
    claimed, others = next(((name, found) for name in candidates if (found := _systems(name, context))), (tail, ()))
    values["claimed"] = claimed
    if not others:
        return make_finding(
            claim, context, "origin.alias.unknown", Verdict.CANNOT_TELL, missing="no fact", values=values
        )
    other = others[0]
    values["other"] = name_subject(context, other.id)
    is_kin = any(relation.other.id == other.id for relation in record.relations(subject))
    is_same_class = record.category(other.id) == record.category(subject)
    begin, end = context.sentence_around(claim.span)
    named = {m.entity.id for m in context.named_in(begin, end) if m.entity is not None and m.span.end <= claim.span.end}
    # "A cousin of the Neptune that sank the Moskva, nicknamed …": whose name it is the sentence leaves open.
    is_kin = is_kin or other.id in named
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
    ordered = {relation.kind: relation for relation in relations if relation.kind in _ORDERED}
    if claim.property in _ORDERED and ordered:
        # `claim.property` is what the subject is to the other, `relation.kind` what the other is to the subject.
        fits = _ORDERED[claim.property] in ordered
        fact = next(iter(ordered.values())).fact
        values["relation"] = phrase(f"kin_{next(iter(ordered))}")
        if fits or len(ordered) == 1:
            rule, verdict = ("within", Verdict.AGREES) if fits else ("turned", Verdict.DISAGREES)
            return make_finding(claim, context, f"origin.kin.{rule}", verdict, facts=[fact], values=values)
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


def _systems(name: str, context: CheckContext) -> tuple[Entity, ...]:
    return tuple(entity for entity in context.record.find(name) if entity.kind is EntityKind.EQUIPMENT)


def _tail(text: str, context: CheckContext) -> str:
    """What stands after "known as", without articles and quotation marks at its edges."""
    cue = find_word(text.lower(), cue_words(context, "origin", "alias"))
    words = (text[text.lower().index(cue) + len(cue) :] if cue else text).split()
    articles = cue_words(context, "origin", "leading")
    while words and words[0].lower() in articles:
        words = words[1:]
    return " ".join(words).strip(_EDGES)


def _candidates(tail: str) -> list[str]:
    """Runs of up to five words with a capital or a digit, longest first, then from the left."""
    words = [word.strip(_EDGES) for word in tail.split()][:_MOST_WORDS]
    runs = [words[i:j] for i in range(len(words)) for j in range(i + 1, min(i + 5, len(words)) + 1)]
    runs = [run for run in runs if all(run) and any(c.isupper() or c.isdigit() for c in run[0] + run[-1])]
    return [" ".join(run) for run in sorted(runs, key=len, reverse=True)]


def _names_of(context: CheckContext, subject: str) -> tuple[tuple[str, ...], ...]:
    if context.record.category(subject) is None:
        return ()
    view = context.record.subject(subject)
    return (*view.names.values(), (view.entity.label,))


def _squash(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())

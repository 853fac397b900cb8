"""One answer to what a sentence says of several names at once: "Paraguay borders Argentina, Brazil and Ecuador"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from onrecord.check.geo_answer import Answer, say, say_name
from onrecord.check.geo_read import Statement
from onrecord.check.wording import say_list
from onrecord.model import Fact, Verdict

if TYPE_CHECKING:
    from onrecord.record.countries import Country


def answer_list(answered: Sequence[tuple[Statement, Answer]]) -> tuple[Answer, ...]:
    """The answer to a list whose members each have one, in reading order.

    It disagrees when one member plainly does, and names it; it agrees only when all do; else the first that is open
    speaks for it.  Members with a side of their own are answered each, where none disagrees.
    """
    own_sides = len({statement.direction for statement, _ in answered}) > 1
    if len(answered) == 1 or (own_sides and all(answer.verdict is not Verdict.DISAGREES for _, answer in answered)):
        return tuple(answer for _, answer in answered)
    return (_answer_together(answered),)


def _answer_together(answered: Sequence[tuple[Statement, Answer]]) -> Answer:
    for verdict in (Verdict.DISAGREES, Verdict.RECORD_DIFFERS, Verdict.DEPENDS, Verdict.CANNOT_TELL):
        found = [answer for _, answer in answered if answer.verdict is verdict]
        if found:
            sentences = dict.fromkeys(answer.sentence for answer in found)
            return replace(found[0], sentence=" ".join(sentences), facts=_facts(found))
    answered = sorted(answered, key=lambda each: each[0].b.span.start if each[0].b is not None else 0)
    first = answered[0][1]
    facts = _facts([answer for _, answer in answered])
    subjects = _named([statement.a.countries for statement, _ in answered if statement.a is not None])
    others = _named([statement.b.countries for statement, _ in answered if statement.b is not None])
    if first.rule in ("border.exists.agrees", "border.none.agrees") and 1 in (len(subjects), len(others)):
        one, rest = (subjects, others) if len(subjects) == 1 else (others, subjects)
        return replace(first, sentence=say(f"{first.rule}.list", a=one[0], b=say_list(rest)), facts=facts)
    sentences = dict.fromkeys(answer.sentence for _, answer in answered)
    return replace(first, sentence=" ".join(sentences), facts=facts)


def _facts(answers: Sequence[Answer]) -> tuple[Fact, ...]:
    return tuple(dict.fromkeys(fact for answer in answers for fact in answer.facts))


def _named(each: Sequence[tuple[Country, ...]]) -> list[str]:
    return list(dict.fromkeys(say_name(countries[0]) for countries in each if countries))

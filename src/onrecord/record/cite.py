"""Citations of a subject or of one row, plain and as BibTeX."""

from __future__ import annotations

import re

from onrecord.model import Fact, Source
from onrecord.record.edition import Record
from onrecord.record.export import may_republish

_NOT_KEY = re.compile(r"[^A-Za-z0-9]+")
_ESCAPES = str.maketrans(
    {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", **{c: "\\" + c for c in "&%$#_"}, "~": r"\~{}", "^": r"\^{}"}
)


def cite_plain(record: Record, cited_id: str) -> str:
    """The record's row or page and the sources under it, one paragraph each.  Raises UnknownSubject."""
    label, facts, digest = _cited(record, cited_id)
    head = f"onrecord, {record.title} ({record.edition}), {cited_id}: {label}. As of {record.as_of}. {digest}."
    return "\n".join([head, *(_plain(source) for source in _sources(facts)), *_terms(record, facts)])


def cite_bibtex(record: Record, cited_id: str) -> str:
    """BibTeX entries of the same.  Raises UnknownSubject."""
    label, facts, digest = _cited(record, cited_id)
    entries = [
        _entry(
            "onrecord-" + record.edition + "-" + cited_id,
            {
                "title": f"{label}: {cited_id}",
                "howpublished": f"{record.title} ({record.edition})",
                "year": record.as_of[:4],
                "note": ". ".join([digest, *_terms(record, facts)]),
            },
        )
    ]
    for source in _sources(facts):
        fields = {"title": source.title, "year": (source.date or "")[:4], "url": source.url or "", "note": source.terms}
        entries.append(_entry("source-" + source.key, fields))
    return "\n\n".join(entries)


def _cited(record: Record, cited_id: str) -> tuple[str, tuple[Fact, ...], str]:
    if "#" in cited_id:
        fact = record.fact(cited_id)
        label = record.subject(fact.subject).entity.label
        return f"{label}, {fact.property} {fact.value}{' ' + fact.unit if fact.unit else ''}", (fact,), fact.digest
    subject = record.subject(cited_id)
    facts = tuple(fact for fact in record.facts(cited_id) if fact.property != "alias" or fact.note)
    return subject.entity.label, facts, f"Edition {record.digest}"


def _terms(record: Record, facts: tuple[Fact, ...]) -> list[str]:
    """What licences forbid of the rows, one line each."""
    names = dict.fromkeys(fact.licence for fact in facts if not may_republish(record, fact))
    statements = {name: terms.statement if (terms := record.licence(name)) else "" for name in names}
    return [f"Not to be republished ({name}): {statement}".strip() for name, statement in statements.items()]


def _sources(facts: tuple[Fact, ...]) -> list[Source]:
    return list({source.key: source for fact in facts for source in fact.sources}.values())


def _plain(source: Source) -> str:
    parts = [source.title, source.url or "", f"tier {source.tier}; {source.terms}"]
    return ". ".join(part for part in parts if part) + "."


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [
        f"  {name} = {{{value.translate(_ESCAPES)}}}," for name, value in fields.items() if value and name != "url"
    ]
    if fields.get("url"):
        lines.append(f"  url = {{{fields['url'].translate(str.maketrans('{}', '  '))}}},")
    return "\n".join([f"@misc{{{_NOT_KEY.sub('-', key)},", *lines, "}"])

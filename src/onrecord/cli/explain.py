"""`onrecord explain CLAIM REPORT`: one claim's findings replayed, with rule, inputs, rows and what is missing."""

from __future__ import annotations

import json
import shutil
import textwrap
from pathlib import Path
from typing import Any

import click

from onrecord import lexicon
from onrecord.cli.records import edition_option, record_option
from onrecord.errors import OnRecordError
from onrecord.model import Claim, ClaimKind, Dossier, Finding, Quantity, Stance
from onrecord.record import Record
from onrecord.record.diff import row_as_json

_WIDEST = 80
_LANGUAGE = "en"  # the language findings are written in


@click.command("explain")
@click.argument("claim", metavar="CLAIM")
@click.argument("report", metavar="REPORT")
@click.option("--language", metavar="CODE", help="Language of the report.  [default: told from the text]")
@click.option("--published", metavar="DATE", help="Date of publication: YYYY-MM-DD, YYYY-MM or YYYY.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
@edition_option
@record_option
def explain_command(
    claim: str,
    report: str,
    language: str | None,
    published: str | None,
    as_json: bool,
    edition: str | None,
    folders: tuple[Path, ...],
) -> None:
    """Show how the findings of CLAIM (an id such as c05) in REPORT came about.

    The report is checked again: same report, same edition, same findings.
    """
    dossier, record = check_again(report, language=language, published=published, edition=edition, folders=folders)
    explained = explain_claim(dossier, record, claim)
    if as_json:
        click.echo(json.dumps(explained, indent=2, ensure_ascii=False))
        return
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 24)).columns)
    click.echo("\n".join(say_explanation(explained, width)))


def check_again(
    report: str, *, language: str | None, published: str | None, edition: str | None, folders: tuple[Path, ...]
) -> tuple[Dossier, Record]:
    """The report's dossier against the record asked for.  Raises whatever reading, loading or checking raises."""
    from onrecord.pipeline import load_reference, run
    from onrecord.read import Input, ReadFailure, list_inputs, read_input

    given = list(list_inputs([report]))
    if len(given) != 1:
        raise OnRecordError(f"{report} holds {len(given)} reports. Name the file of one of them.")
    (one,) = given
    read = read_input(one, language=language, published=published) if isinstance(one, Input) else one
    if isinstance(read, ReadFailure):
        raise read.error
    reference = load_reference(edition, folders)
    return run(read, reference=reference), reference.record


def explain_claim(dossier: Dossier, record: Record, claim_id: str) -> dict[str, Any]:
    """Everything `onrecord explain` says of a claim, as JSON values.  Raises OnRecordError for an unknown id."""
    claim = next((one for one in dossier.claims if one.id == claim_id.lower()), None)
    if claim is None:
        ids = [one.id for one in dossier.claims]
        known = f"{ids[0]} to {ids[-1]}" if ids else "none"
        raise OnRecordError(f"The report has no claim {claim_id!r}. Its claims: {known}; see them with onrecord check.")
    findings = [finding for finding in dossier.findings if finding.claim_id == claim.id]
    return {
        "claim": claim_as_json(claim, dossier),
        "report": {"label": dossier.report.label, "digest": dossier.report.digest},
        "edition": record.edition,
        "record_digest": record.digest,
        "findings": [explain_finding(finding, dossier) for finding in findings],
        "silent": None if findings else why_silent(claim),
    }


def claim_as_json(claim: Claim, dossier: Dossier) -> dict[str, Any]:
    """The inputs of the checks: kind, property, stance, interval, and the roles with what they stand for."""
    text = dossier.report.text
    return {
        "id": claim.id,
        "text": claim.span.of(text),
        "span": [claim.span.start, claim.span.end],
        "kind": claim.kind.value,
        "property": claim.property,
        "stance": claim.stance.value,
        "said_by": claim.attribution.speaker
        or (claim.attribution.source.of(text) if claim.attribution.source is not None else None),
        "quantity": None if claim.quantity is None else _quantity(claim.quantity, text),
        "roles": [
            {
                "role": role.name.value,
                "text": role.span.of(text),
                "entities": [entity.id for entity in ((role.entity, *role.others) if role.entity else ())],
                "alternatives": list(role.entity.alternatives) if role.entity else [],
                "time": role.time.value if role.time else None,
            }
            for role in claim.roles
        ],
    }


def _quantity(quantity: Quantity, text: str) -> dict[str, Any]:
    return {
        "text": quantity.span.of(text),
        "low": None if quantity.low is None else f"{quantity.low:f}",
        "high": None if quantity.high is None else f"{quantity.high:f}",
        "approximate": quantity.approximate,
        "unit": quantity.unit,
        "counted": quantity.counted,
        "counted_class": quantity.counted_class,
        "modifier": quantity.modifier,
    }


def explain_finding(finding: Finding, dossier: Dossier) -> dict[str, Any]:
    """A finding with the text of its rule, its rows with digests, what is missing and what would change it."""
    rule = rule_text(finding.rule)
    missing = finding.missing
    return {
        "rule": finding.rule,
        "check": finding.check,
        "when": rule["when"],
        "verdict": finding.verdict.value,
        "sentence": finding.sentence,
        "rows": [row_as_json(fact) for fact in finding.facts],
        "missing": missing,
        "missing_text": _words()["missing"].get(missing) if missing else None,
        "change": rule["change"],
        "readings": [
            {"wording": one.wording, "verdict": one.verdict.value, "sentence": one.sentence} for one in finding.readings
        ],
        "related": [
            {"id": one.id, "text": one.span.of(dossier.report.text)}
            for one in dossier.claims
            if one.id in finding.related
        ],
    }


def rule_text(rule: str) -> dict[str, str]:
    """What a rule says (`when`) and what would change its answer (`change`), by its id."""
    table = _words()["rule"]
    check, _, rest = rule.partition(".")
    last = rest.rpartition(".")[2]
    for key in (rule, f"{check}.{last}", rest, last):
        if key in table:
            return dict(table[key])
    return {"when": _words()["heading"]["no_rule"], "change": ""}


def why_silent(claim: Claim) -> str:
    """Why a claim has no finding."""
    words = _words()["silent"]
    if claim.kind is ClaimKind.STATEMENT:
        return str(words["statement"])
    if claim.stance is not Stance.ASSERTED:
        stance = lexicon.load("sheet", language=_LANGUAGE)["stance"].get(claim.stance.value, claim.stance.value)
        return str(words["stance"]).format(stance=stance)
    if claim.kind.value not in _words()["kinds_checked"]["kinds"]:
        return str(words["no_check"]).format(kind=claim.kind.value)
    return str(words["nothing"])


# --- for the terminal --------------------------------------------------------------------------------------------


def say_explanation(explained: dict[str, Any], width: int = _WIDEST) -> list[str]:
    """The explanation in lines of at most `width` columns.  Words of the report are made printable."""
    head, claim = _words()["heading"], explained["claim"]
    lines = [
        *_wrap(f"{head['claim']} {claim['id']}", f"“{claim['text']}”", width),
        *_wrap(head["said"], claim["said_by"] or _words()["field"]["own_voice"], width),
        *_wrap(head["reads"], _say_inputs(claim), width),
        *_wrap(head["edition"], f"{explained['edition']} ({explained['record_digest'][:23]}…)", width),
    ]
    if explained["silent"]:
        lines += ["", *_wrap(head["not_checked"], explained["silent"], width)]
    for finding in explained["findings"]:
        lines += ["", *_say_finding(finding, width)]
    return lines


def _say_inputs(claim: dict[str, Any]) -> str:
    field = _words()["field"]
    parts = [f"{field['kind']} {claim['kind']}"]
    if claim["property"]:
        parts.append(f"{field['property']} {claim['property']}")
    parts.append(f"{field['stance']} {claim['stance']}")
    if quantity := claim["quantity"]:
        parts.append(f"{field['quantity']} {_say_interval(quantity)}")
        if counted := quantity["counted"]:
            parts.append(f"{field['counted']} {counted} ({quantity['counted_class'] or field['unresolved']})")
    for role in claim["roles"]:
        meant = ", ".join(role["entities"]) or role["time"] or field["unresolved"]
        parts.append(f"{field.get(role['role'], role['role'])} “{role['text']}” = {meant}")
    return "; ".join(parts)


def _say_interval(quantity: dict[str, Any]) -> str:
    """ "[4, 6] kilometre"; a round bracket and "open" where there is no end."""
    field = _words()["field"]
    low = f"[{quantity['low']}" if quantity["low"] is not None else f"({field['open']}"
    high = f"{quantity['high']}]" if quantity["high"] is not None else f"{field['open']})"
    about = f"{field['approximate']} " if quantity["approximate"] else ""
    return f"{about}{low}, {high} {quantity['unit'] or ''}".strip()


def _say_finding(finding: dict[str, Any], width: int) -> list[str]:
    words = _words()
    head = words["heading"]
    lines = [
        *_wrap(head["answer"], f"{words['verdict'][finding['verdict']]}. {finding['sentence']}", width),
        *_wrap(head["rule"], f"{finding['rule']}: {finding['when']}", width),
    ]
    rows = finding["rows"]
    if not rows:
        lines += _wrap(head["rows"], head["no_rows"], width)
    for number, row in enumerate(rows):
        lines += _wrap(head["rows"] if number == 0 else "", _say_row(row), width)
    for number, one in enumerate(finding["readings"]):
        text = f"{one['wording']}: {words['verdict'][one['verdict']]}. {one['sentence']}"
        lines += _wrap(head["readings"] if number == 0 else "", text, width)
    for one in finding["related"]:
        lines += _wrap(head["related"], f"{one['id']} “{one['text']}”", width)
    if finding["missing"]:
        text = finding["missing_text"]
        lines += _wrap(head["missing"], f"{finding['missing']}. {text}" if text else finding["missing"], width)
    if finding["change"]:
        lines += _wrap(head["change"], finding["change"], width)
    return lines


def _say_row(row: dict[str, Any]) -> str:
    value = f"{row['value']} {row['unit'] or ''}".strip()
    said = ((key, text) for key, text in row["qualifiers"].items() if (key, text) != ("modifier", "exact"))
    narrowed = "; ".join(f"{key.replace('_', ' ')} {text}" for key, text in said)
    sources = "; ".join(source["title"] for source in row["sources"])
    detail = f" ({narrowed})" if narrowed else ""
    return f"{row['id']} = {value}{detail}. {sources}. {row['digest'][:23]}…"


def _wrap(label: str, text: str, width: int) -> list[str]:
    """Text under a label: the label on the left, the text beside it, wrapped."""
    indent = " " * 14
    plain = "".join(char if char.isprintable() else " " for char in text)
    start = f"{label[:20]:<14}" if len(label) < 14 else f"{label}\n{indent}"
    wrapped = textwrap.wrap(
        plain, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False, break_long_words=True
    ) or [indent]
    first, *rest = wrapped
    lines = [start.rstrip("\n") + first[len(indent) :] if "\n" not in start else start.split("\n")[0]]
    return [*lines, *([first] if "\n" in start else []), *rest]


def _words() -> dict[str, Any]:
    return lexicon.load("rules", language=_LANGUAGE)

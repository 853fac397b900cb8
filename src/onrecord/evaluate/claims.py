"""What the pipeline finds in a report, in the form the claims scorer reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from onrecord import lexicon
from onrecord.errors import MissingModel
from onrecord.model import Attribution, Claim, Dossier, Quantity, Report, SourceKind, Span

if TYPE_CHECKING:
    from onrecord.pipeline import Reference

_FULL_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def predict(record: Mapping[str, Any], *, language: str = "en") -> dict[str, Any]:
    """The claims of one benchmark document: `{"id", "claims": [...]}`, offsets in code points of its text.

    A language without a pack, or without the model of its pack, gives no claims and a `note` that says so.
    """
    language = str(record.get("language") or language)
    if language not in lexicon.languages():
        return {"id": record["id"], "claims": [], "note": f"no language pack for {language!r}"}
    from onrecord.pipeline import run  # the parser behind it loads in half a second

    try:
        dossier = run(report_of(record, language=language), reference=_load_reference())
    except MissingModel as error:
        return {"id": record["id"], "claims": [], "note": str(error)}
    return {"id": record["id"], "claims": list_claims(dossier)}


@cache
def _load_reference() -> Reference:
    from onrecord.pipeline import load_reference

    return load_reference()


def report_of(record: Mapping[str, Any], *, language: str) -> Report:
    """The document as a report.  A date that is not a full day ("2004/2005") anchors nothing and is left out."""
    text, date = str(record["text"]), str(record.get("date") or "")
    return Report(
        text=text,
        digest="sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        label=str(record["id"]),
        language=language,
        outlet=record.get("outlet") or None,
        published=date if _FULL_DATE.fullmatch(date) else None,
    )


def list_claims(dossier: Dossier) -> list[dict[str, Any]]:
    """All claims of a dossier in the scorer's form, in the dossier's order."""
    return [describe_claim(claim) for claim in dossier.claims]


def describe_claim(claim: Claim) -> dict[str, Any]:
    """One claim in the scorer's form.  A role without words is absent; `property` stands among the roles."""
    roles: dict[str, Any] = {role.name.value: _pair(role.span) for role in claim.roles}
    if claim.property:
        roles["property"] = claim.property
    return {
        "span": _pair(claim.span),
        "kind": claim.kind.value,
        "roles": roles,
        "quantity": describe_quantity(claim.quantity) if claim.quantity else None,
        "attribution": describe_attribution(claim.attribution),
        "stance": claim.stance.value,
    }


def describe_quantity(quantity: Quantity) -> dict[str, Any]:
    """Interval and counted noun; a measure counts its unit."""
    return {
        "span": _pair(quantity.span),
        "low": None if quantity.low is None else float(quantity.low),
        "high": None if quantity.high is None else float(quantity.high),
        "approximate": quantity.approximate,
        "counted": quantity.counted or quantity.unit,
    }


def describe_attribution(attribution: Attribution) -> dict[str, Any]:
    """Who says it.  The outlet's own voice has neither source nor cue."""
    own = attribution.kind is SourceKind.OWN_VOICE
    return {
        "source": _pair(attribution.source) if attribution.source and not own else None,
        "cue": _pair(attribution.cue[0]) if attribution.cue and not own else None,
        "kind": attribution.kind.value,
        "directness": attribution.directness.value,
    }


def _pair(span: Span) -> list[int]:
    return [span.start, span.end]

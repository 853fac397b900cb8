"""Findings on reports in a language whose checks have not been measured: none says that a claim is wrong.

The words that make a figure a minimum, a part or another version's are known for the languages whose pack says
`[checks] measured = true`; without them a check may compare what the report does not say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from onrecord import lexicon
from onrecord.check.wording import say
from onrecord.errors import UnknownLanguage
from onrecord.model import Finding, Verdict

_AGAINST = frozenset({Verdict.DISAGREES, Verdict.DEPENDS})


@cache
def is_measured(language: str) -> bool:
    """Whether the checks have been measured on reports in a language; one without a pack says nothing against them."""
    try:
        pack = lexicon.load("pack", language=language)
    except UnknownLanguage:
        return True
    return bool(pack.get("checks", {}).get("measured", True))


def hold_back(findings: Iterable[Finding], language: str) -> Iterator[Finding]:
    """The findings, each that speaks against its claim turned into "cannot tell" in a language that is not measured."""
    for finding in findings:
        if finding.verdict in _AGAINST and not is_measured(language):
            yield replace(
                finding,
                rule=f"{finding.check}.language.unmeasured",
                verdict=Verdict.CANNOT_TELL,
                sentence=say("unmeasured"),
                readings=(),
                missing="language",
            )
        else:
            yield finding

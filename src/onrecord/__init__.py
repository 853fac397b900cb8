"""A report in, a claim sheet out.

>>> from onrecord import check_report, publish_sheet
>>> dossier = check_report("The Navy said two frigates sailed for Malta on Friday.")
>>> print(publish_sheet(dossier))  # doctest: +SKIP
"""

from onrecord.errors import OnRecordError
from onrecord.model import (
    Area,
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
    Span,
    Stance,
    Thread,
    TimeExpression,
    Verdict,
)
from onrecord.verbs import (
    attribute_claims,
    check_claims,
    check_report,
    cluster_claims,
    extract_claims,
    publish_sheet,
    read_report,
)

__version__ = "0.1.0"

__all__ = [
    "Area",
    "Attribution",
    "Claim",
    "ClaimKind",
    "Directness",
    "Dossier",
    "Entity",
    "EntityKind",
    "Fact",
    "Finding",
    "Firmness",
    "OnRecordError",
    "Quantity",
    "Reading",
    "Report",
    "Role",
    "RoleName",
    "Source",
    "SourceKind",
    "Span",
    "Stance",
    "Thread",
    "TimeExpression",
    "Verdict",
    "attribute_claims",
    "check_claims",
    "check_report",
    "cluster_claims",
    "extract_claims",
    "publish_sheet",
    "read_report",
]

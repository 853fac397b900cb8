"""The tables of the newest version of the ledger.  How older files come to them: `migrations.py`.

Text that a page supplied and that must come back to the character stands in `report.text` (UTF-8 bytes) and in JSON
columns (ASCII); plain text columns are for looking things up.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

metadata = MetaData()

_Id = BigInteger().with_variant(Integer(), "sqlite")  # only an INTEGER key counts up by itself in SQLite

version = Table(
    "schema_version",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
)

# Raw bytes under their own digest.
blob = Table(
    "blob",
    metadata,
    Column("digest", String(80), primary_key=True),  # sha256:<hex>
    Column("size", BigInteger, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

report = Table(
    "report",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("digest", String(80), ForeignKey("blob.digest"), nullable=False, unique=True),
    Column("text", LargeBinary, nullable=False),
    Column("text_digest", String(80), nullable=False),
    Column("label", Text, nullable=False),
    Column("outlet", Text),
    Column("outlet_key", Text),
    Column("title", Text),
    Column("url", Text),
    Column("published", String(40)),
    Column("day", Integer),  # ordinal of a full publication day
    Column("credit", Text),  # agency credited in a dateline or credit line
    Column("copies", String(80), nullable=False),  # the syndication group: digest of its first report
    Column("copies_why", Text),
    Column("edition", String(80)),
    Column("program", String(80), nullable=False),
    Column("added", String(40), nullable=False),
    Column("body", Text, nullable=False),  # the dossier without text and claims
    Index("report_copies", "copies"),
    Index("report_published", "published"),
    Index("report_outlet", "outlet_key"),
)

# The same bytes met again elsewhere.
sighting = Table(
    "sighting",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("report_id", _Id, ForeignKey("report.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("url", Text, nullable=False, default=""),
    Column("outlet", Text),
    Column("added", String(40), nullable=False),
    UniqueConstraint("report_id", "label", "url"),
)

# A sample of each report's word pairs, to find the reports it may share a text with.
mark = Table(
    "mark",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    Column("report_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What ties two reports by their texts, both ways round; the groups of copies follow from it.
kin = Table(
    "kin",
    metadata,
    Column("report_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("other_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("containment", Float, nullable=False),
    Column("shared", Integer, nullable=False),
    Column("same_numbers", Integer, nullable=False),
    Column("other_numbers", Integer, nullable=False),
    Column("is_twin", Boolean, nullable=False),
    Column("kind", String(20), nullable=False),  # "text", "translation"
    sqlite_with_rowid=False,
)

# Which reports hold a paragraph of an outlet: a few of them, until it is known to be furniture.
passage = Table(
    "passage",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),  # hash of outlet and paragraph
    Column("report_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Paragraphs that an outlet repeats in otherwise different reports.
furniture = Table(
    "furniture",
    metadata,
    Column("value", BigInteger, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Characters of a report's paragraphs, and of those no other report of its outlet holds.
layout = Table(
    "layout",
    metadata,
    Column("report_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("own", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)

# What of a report survives a translation, in its order.
trace = Table(
    "trace",
    metadata,
    Column("report_id", _Id, ForeignKey("report.id"), primary_key=True, autoincrement=False),
    Column("language", String(40), nullable=False),
    Column("day", Integer),
    Column("credit", Text),
    Column("features", Text, nullable=False),  # a line each
    Index("trace_language", "language"),
)

thread = Table(
    "thread",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("number", _Id, nullable=False, unique=True),  # the order in which threads were opened
    Column("family", String(40), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("property", String(80), nullable=False, default=""),
    Column("title", Text, nullable=False),
    Column("anchor", Text, nullable=False),  # what later claims are compared with; never changed
    Column("reports", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("first", String(40)),
    Column("last", String(40)),
    Column("merged_into", String(32)),
    Column("tally", Text),  # of a large thread: how many sources and outlets, counted as it grows
    Index("thread_last", "last"),
    Index("thread_reports", "reports", "last"),
    Index("thread_kind", "kind"),
)

# Where a claim looks for its thread: a block of the same things, and the days around it.
block = Table(
    "thread_block",
    metadata,
    Column("block", String(200), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("thread_number", _Id, primary_key=True, autoincrement=False),
    Column("thread_id", String(32), ForeignKey("thread.id"), nullable=False),
    sqlite_with_rowid=False,
)

# What threads are of, to find them by.
named = Table(
    "thread_named",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("role", String(20), primary_key=True),  # actor, item, counterpart, place
    Column("thread_number", _Id, primary_key=True, autoincrement=False),
    Column("thread_id", String(32), ForeignKey("thread.id"), nullable=False),
    Column("label", Text, nullable=False),
    Column("label_key", String(200), nullable=False),  # the label as names are compared
    Index("thread_named_label", "label_key"),
    Index("thread_named_thread", "thread_id"),
    sqlite_with_rowid=False,
)

claim = Table(
    "claim",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("report_id", _Id, ForeignKey("report.id"), nullable=False),
    Column("number", String(16), nullable=False),  # "c01", of its report
    Column("kind", String(40), nullable=False),
    Column("property", String(80)),
    Column("stance", String(20), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),  # the words of the span, as a JSON string
    Column("voice", Text, nullable=False),  # who says it: JSON of a Voice
    Column("thread_id", String(32), ForeignKey("thread.id")),
    Column("why", Text),  # why it stands in its thread: JSON list of sentences
    Column("pinned", Integer),  # number of the decision that put it there
    Column("body", Text, nullable=False),
    UniqueConstraint("report_id", "number"),
    Index("claim_thread", "thread_id"),
)

# What a list of threads needs of each claim, in a few bytes and side by side for each thread.
telling = Table(
    "telling",
    metadata,
    Column("thread_id", String(32), ForeignKey("thread.id"), primary_key=True),
    Column("claim_id", _Id, ForeignKey("claim.id"), primary_key=True, autoincrement=False),
    Column("report_id", _Id, nullable=False),
    Column("published", String(40)),
    Column("outlet", Text),
    Column("credit", Text),
    Column("copies", String(80), nullable=False),
    Column("voice", Text, nullable=False),
    Column("low", Float),
    Column("high", Float),
    Column("counted_class", String(60)),
    Column("denied", Boolean, nullable=False, server_default=false()),
    Index("telling_claim", "claim_id"),
    sqlite_with_rowid=False,
)

finding = Table(
    "finding",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("claim_id", _Id, ForeignKey("claim.id"), nullable=False),
    Column("edition", String(80), nullable=False),
    Column("number", Integer, nullable=False),  # order among the claim's findings of that edition
    Column("check", String(40), nullable=False),
    Column("rule", String(120), nullable=False),
    Column("verdict", String(20), nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("claim_id", "edition", "number"),
)

# Which rows of the record a finding rests on, as they were.
finding_fact = Table(
    "finding_fact",
    metadata,
    Column("finding_id", _Id, ForeignKey("finding.id"), primary_key=True, autoincrement=False),
    Column("fact", String(200), primary_key=True),
    Column("row_digest", String(80), nullable=False),
)

# What people decided.  Rows are added, never changed or removed: the database refuses both.
decision = Table(
    "decision",
    metadata,
    Column("number", _Id, primary_key=True),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("act", String(20), nullable=False),
    Column("subject", String(120), nullable=False),
    Column("why", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("digest", String(80), nullable=False),  # over this row and the digest of the one before
    Index("decision_subject", "subject"),
)

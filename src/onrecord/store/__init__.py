"""store: the ledger in SQLite or PostgreSQL; schema, migrations, reports, claims, findings, threads, decisions."""

from onrecord.store.add import Added
from onrecord.store.decide import Act, Decision
from onrecord.store.ledger import Ledger
from onrecord.store.verify import Difference

__all__ = ["Act", "Added", "Decision", "Difference", "Ledger"]

"""export: threads and ledgers as pages, tables and the formats other programs read."""

"""The public record: named, immutable editions of facts, each with its source, licence and as-of date."""

from onrecord.record.edition import Coverage, Licence, Record, Relation, Subject
from onrecord.record.load import editions, load_folder, load_record
from onrecord.record.search import Hit

__all__ = [
    "Coverage",
    "Hit",
    "Licence",
    "Record",
    "Relation",
    "Subject",
    "editions",
    "load_folder",
    "load_record",
]

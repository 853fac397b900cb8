"""Files people download themselves, turned into record folders: onrecord record import KIND FILE --into FOLDER."""

from onrecord.record.importers.run import KINDS, import_file
from onrecord.record.importers.values import ImportReport, Options, Refusal

__all__ = ["KINDS", "ImportReport", "Options", "Refusal", "import_file"]

"""The one family of errors.

    OnRecordError
    ├── ReadError               a report could not be read
    │   ├── EmptyReport         no text at all
    │   ├── NotText             binary data, or bytes in no known encoding
    │   ├── TooLarge            beyond a stated limit
    │   ├── NoArticle           a page without article text
    │   └── MissingInput        no such file, or a folder without reports
    ├── UnknownLanguage         no language pack for the text
    ├── MissingModel            the language pack's spaCy model is not installed
    ├── LexiconError            a data file of the package is malformed
    ├── RecordError             the public record is malformed
    │   └── UnknownEdition      no edition of that name
    ├── UnknownSubject          the record holds nothing under that name
    ├── LedgerError             the ledger could not be opened, read or written
    │   └── UnknownReference    it holds no report, claim or thread of that name
    └── OutputError             a sheet could not be written

Every message is one or two sentences: what happened, and what to do next.
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Anything this program raises on purpose.  `str(error)` is fit to print."""


class ReadError(OnRecordError):
    """A report could not be read."""


class EmptyReport(ReadError):
    """The input holds no text."""


class NotText(ReadError):
    """The input is binary, or its bytes fit no known encoding."""


class TooLarge(ReadError):
    """The input is beyond a stated limit."""


class NoArticle(ReadError):
    """The page holds no article text."""


class MissingInput(ReadError):
    """No such file, or a folder without reports."""


class UnknownLanguage(OnRecordError):
    """The text is in a language without a pack."""


class MissingModel(OnRecordError):
    """The spaCy model of a language pack is not installed."""


class LexiconError(OnRecordError):
    """A data file of the package is malformed."""


class RecordError(OnRecordError):
    """The public record is malformed."""


class UnknownEdition(RecordError):
    """No edition of the record has that name."""


class UnknownSubject(OnRecordError):
    """The record holds nothing under that name."""


class OutputError(OnRecordError):
    """A sheet could not be written."""


class LedgerError(OnRecordError):
    """The ledger could not be opened, read or written."""


class UnknownReference(LedgerError):
    """The ledger holds no report, claim or thread of that name."""

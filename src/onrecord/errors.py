"""The one family of errors.

    OnRecordError
    ├── ReadError               a report could not be read
    │   ├── EmptyReport         no text at all
    │   ├── NotText             binary data, or bytes in no known encoding
    │   ├── TooLarge            beyond a stated limit
    │   ├── NoArticle           a page without article text
    │   ├── MissingInput        no such file, or a folder without reports
    │   ├── DamagedInput        a feed, archive, PDF or line that breaks off or breaks its format
    │   ├── ForbiddenEntity     XML that declares entities, which can be made to grow without end
    │   ├── TookTooLong         reading it was stopped after a stated time
    │   └── FetchError          an address could not be fetched
    │       ├── RefusedAddress  it is not one of the public web, or hides what it is
    │       ├── Unreachable     no such name, or nobody answers
    │       ├── BadCertificate  the server cannot prove to be who it should be
    │       ├── TooSlow         the answer took longer than the stated time
    │       ├── TooManyRedirects
    │       └── BadAnswer       an answer without a report: an error code, or no HTTP
    ├── UnknownLanguage         no language pack for the text
    ├── MissingModel            the language pack's spaCy model is not installed
    ├── LexiconError            a data file of the package is malformed
    ├── RecordError             the public record is malformed
    │   └── UnknownEdition      no edition of that name
    ├── UnknownSubject          the record holds nothing under that name
    ├── LedgerError             the ledger could not be opened, read or written
    │   ├── RefusedReport       a report does not fit its own bytes or spans
    │   └── UnknownReference    it holds no report, claim or thread of that name
    └── OutputError             a sheet could not be written
        └── StateInUse      another watch remembers what it saw in the same file

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


class DamagedInput(ReadError):
    """A feed, archive, PDF or line breaks off, or breaks the rules of its format."""


class ForbiddenEntity(ReadError):
    """XML declares entities of its own; none are expanded."""


class TookTooLong(ReadError):
    """Reading was stopped after a stated time."""


class FetchError(ReadError):
    """An address could not be fetched."""


class RefusedAddress(FetchError):
    """The address is not one of the public web, or is written to hide what it is."""


class Unreachable(FetchError):
    """There is no such name, or nobody answers at it."""


class BadCertificate(FetchError):
    """The server cannot prove to be who it should be.  Nothing is fetched without that proof."""


class TooSlow(FetchError):
    """The answer took longer than the stated time."""


class TooManyRedirects(FetchError):
    """One address led to another more often than is followed."""


class BadAnswer(FetchError):
    """The server answered, but not with a report.  `status` is the HTTP status, 0 when it was no HTTP."""

    def __init__(self, message: str, status: int = 0, retry_after: str | None = None) -> None:
        super().__init__(message, status, retry_after)
        self.status = status
        self.retry_after = retry_after  # as the server wrote it: seconds, or a date

    def __str__(self) -> str:
        return str(self.args[0])


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


class RefusedReport(LedgerError):
    """A report does not fit its own bytes or spans; it was not added."""


class UnknownReference(LedgerError):
    """The ledger holds no report, claim or thread of that name."""


class StateInUse(OutputError):
    """Another program holds the file in which a watch remembers what it saw."""

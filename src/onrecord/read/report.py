"""One input to one Report: decode, take the article out of a page, find the language, keep what it says of itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path, PurePath

from onrecord import lexicon
from onrecord.errors import EmptyReport, LexiconError, MissingInput, NotText, ReadError, UnknownLanguage
from onrecord.model import Report, Segment
from onrecord.origin import find_origin, name_agency
from onrecord.read.about import About
from onrecord.read.article import extract_article
from onrecord.read.dates import find_written, parse_iso
from onrecord.read.decode import Decoded, decode_bytes
from onrecord.read.header import read_header
from onrecord.read.headline import find_headline
from onrecord.read.language import choose_language
from onrecord.read.limits import check_size, check_text, load_limits
from onrecord.read.metadata import read_metadata
from onrecord.read.page import read_page
from onrecord.read.pdf import MEDIA_TYPE as PDF_TYPE
from onrecord.read.pdf import is_pdf, read_pdf

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
# A document says what it is at its start; a fragment starts with the tag of a common block.
_DOCUMENT = re.compile(
    r"\s{0,99}(?:<\?xml[^>]{0,200}\?>\s{0,99})?(?:<!--[^>]{0,500}-->\s{0,99})?<(?:!doctype\s{1,9}html|html)\b",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"\s{0,99}<(?:article|body|div|h[1-6]|head|main|p|section|span|table|ul|ol)[\s>]", re.IGNORECASE)


def read_report(
    source: str | bytes | Path,
    *,
    label: str | None = None,
    media_type: str | None = None,
    language: str | None = None,
    url: str | None = None,
    published: str | None = None,
    encoding: str | None = None,
    about: About | None = None,
) -> Report:
    """Read one report.  `source`: a `str` or `bytes` is the content itself, a `Path` the file that holds it.

    `media_type` is told from the file's suffix or the content when not given; `language` (BCP 47), `url` and
    `published` (EDTF: "2025-10-23", "2025-10", "2025") stand over what the content says.  `Report.text` keeps plain
    text to the character as decoded, line ends included; of a page it holds the headline and the article, and
    `Report.segments` lead back to the decoded source.  `encoding` is what a server said of the bytes; `about` is what
    a feed, archive or line of JSON says of the report.

    Raises MissingInput, EmptyReport, NotText, TooLarge, NoArticle, DamagedInput, TookTooLong (all ReadError) and
    UnknownLanguage.
    """
    if published is not None and parse_iso(published) != published:
        raise ReadError(f"{published!r} is not a date. Write it as YYYY-MM-DD, YYYY-MM or YYYY.")
    if isinstance(source, Path):
        label = label or str(source)
        media_type = media_type or media_type_of(source)
        source = read_bytes(source, media_type=media_type)
    about = about or About()
    given = _Given(label or "report", language or about.language, url, published, encoding, about)
    if isinstance(source, bytes) and is_pdf(source):
        return _from_pdf(source, given)
    decoded, digest, is_page = _decode(source, media_type, given)
    if not decoded.text.strip():
        raise EmptyReport(f"{given.label} is empty: there is no text to check.")
    if is_page:
        page_type = media_type if media_type in _PAGE_TYPES else "text/html"
        return _from_page(decoded, digest, page_type, given)
    kind = media_type if media_type and media_type != PDF_TYPE else "text/plain"
    return _from_text(decoded, digest, kind, given)


def media_type_of(path: PurePath) -> str | None:
    """What a file's suffix says it holds, or None."""
    found = lexicon.load("reading")["media_types"].get(path.suffix.lower()) if path.suffix else None
    return str(found) if found else None


def read_bytes(path: Path, *, media_type: str | None = None) -> bytes:
    """The bytes of a file.  Raises MissingInput, or TooLarge before more than the limit is read."""
    try:
        if path.is_dir():
            raise MissingInput(f"{path} is a folder, not a report. Give one of its files.")
        with path.open("rb") as file:
            data = file.read(load_limits().bytes + 1)
            size = len(data) if len(data) <= load_limits().bytes else max(path.stat().st_size, len(data))
    except FileNotFoundError as error:
        raise MissingInput(f"There is no file {path}. Check the name.") from error
    except OSError as error:
        raise MissingInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except ValueError as error:  # a NUL in the name
        raise MissingInput(f"{str(path)!r} is not the name of a file: {error}.") from error
    check_size(size, page=media_type in _PAGE_TYPES, pdf=media_type == PDF_TYPE or is_pdf(data), label=str(path))
    return data


_NOTHING = About()


@dataclass(frozen=True, slots=True)
class _Given:
    """What the caller says of the report; it stands over what the report says."""

    label: str
    language: str | None
    url: str | None
    published: str | None
    encoding: str | None = None
    about: About = _NOTHING


def _decode(source: str | bytes, media_type: str | None, given: _Given) -> tuple[Decoded, str, bool]:
    """The text, the digest of its bytes, and whether it is a page."""
    label = given.label
    if isinstance(source, bytes):
        raw = source
        page = media_type in _PAGE_TYPES or _looks_like_page(raw[:4096].decode("latin-1"), media_type)
        check_size(len(raw), page=page, label=label)
        decoded = decode_bytes(raw, page=page, label=label, said=given.encoding)
    else:
        try:
            raw = source.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotText(f"{label} holds half a surrogate pair at {error.start}. Decode it anew.") from error
        mark = source.startswith("\ufeff")
        decoded = Decoded(source[1:] if mark else source, "utf-8", mark=mark)
        if "\0" in source:
            raise NotText(f"{label} holds NUL characters: it is not text. Save the report as plain text or HTML.")
    is_page = media_type in _PAGE_TYPES or _looks_like_page(decoded.text, media_type)
    check_size(len(raw), page=is_page, label=label)
    return decoded, f"sha256:{hashlib.sha256(raw).hexdigest()}", is_page


def _looks_like_page(text: str, media_type: str | None) -> bool:
    """A document is one whatever its file is called; a fragment only where nothing says otherwise."""
    return bool(_DOCUMENT.match(text)) or (media_type is None and bool(_FRAGMENT.match(text)))


def _from_text(decoded: Decoded, digest: str, media_type: str, given: _Given) -> Report:
    text, about = decoded.text, given.about
    language, note = choose_language(text, given=given.language, declared=None, label=given.label)
    check_text(text, label=given.label)
    header = read_header(text, language=language)
    notes = [*decoded.notes, *about.notes, *([note] if note else [])]
    if "published" in header and given.published is None and about.published is None:
        notes.append(f"Publication date {header['published']} from a header line of the text.")
    credit, dateline, why = _find_credit(about.credit, None, text, language)
    title = about.title or header.get("title")
    published = given.published or about.published or header.get("published")
    if published is None and (published := _date_of(dateline, language)) is not None:
        notes.append(f"Publication date {published} from its dateline.")
    return Report(
        text=text,
        digest=digest,
        label=given.label,
        language=language,
        title=title,
        outlet=about.outlet or header.get("outlet"),
        author=about.author or header.get("author"),
        url=given.url or about.url or header.get("url"),
        published=published,
        encoding=decoded.encoding,
        media_type=media_type,
        # The mark that was dropped is one code point of what str content held.
        segments=(Segment(0, 1, len(text)),) if decoded.mark else (),
        notes=(*notes, *why),
        updated=about.updated or header.get("updated"),
        credit=credit,
        dateline=dateline,
        headline=find_headline(text, title),
    )


def _from_page(decoded: Decoded, digest: str, media_type: str, given: _Given) -> Report:
    around = given.about
    page = read_page(decoded.text, label=given.label)
    about = read_metadata(page)
    article = extract_article(page, title=around.title or about.title, label=given.label)
    language, note = choose_language(article.text, given=given.language, declared=page.language, label=given.label)
    check_text(article.text, label=given.label)
    dated = given.published is None and around.published is None
    credit, dateline, why = _find_credit(around.credit, about.credit, article.text, language)
    notes = [*decoded.notes, *around.notes, *(about.notes if dated else ()), *article.notes, *([note] if note else [])]
    published = given.published or around.published or about.published
    if published is None and (published := _date_of(dateline, language)) is not None:
        notes.append(f"Publication date {published} from its dateline.")
    return Report(
        text=article.text,
        digest=digest,
        label=given.label,
        language=language,
        title=around.title or about.title,
        outlet=around.outlet or about.outlet,
        author=around.author or about.author,
        url=given.url or around.url or about.url,
        published=published,
        encoding=decoded.encoding,
        media_type=media_type,
        segments=article.segments,
        notes=(*notes, *why),
        updated=around.updated or about.updated,
        credit=credit,
        dateline=dateline,
        headline=find_headline(article.text, article.headline, around.title, about.title),
    )


def _from_pdf(source: bytes, given: _Given) -> Report:
    pdf = read_pdf(source, label=given.label)
    about = given.about
    language, note = choose_language(pdf.text, given=given.language, declared=None, label=given.label)
    check_text(pdf.text, label=given.label)
    credit, dateline, why = _find_credit(about.credit, None, pdf.text, language)
    return Report(
        text=pdf.text,
        digest=f"sha256:{hashlib.sha256(source).hexdigest()}",
        label=given.label,
        language=language,
        title=about.title or pdf.about.title,
        outlet=about.outlet,
        author=about.author or pdf.about.author,
        url=given.url or about.url,
        published=given.published or about.published,
        media_type=PDF_TYPE,
        notes=(*about.notes, *pdf.about.notes, *([note] if note else []), *why),
        updated=about.updated,
        credit=credit,
        dateline=dateline,
        headline=find_headline(pdf.text, about.title or pdf.about.title),
    )


def _date_of(dateline: str | None, language: str) -> str | None:
    """The day a dateline gives, for a report that says nowhere else when it was published."""
    try:
        return find_written(dateline, language=language) if dateline else None
    except (LexiconError, UnknownLanguage):
        return None


def _find_credit(
    around: str | None, own: str | None, text: str, language: str
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Whom the report credits, the words of its dateline or credit line, and notes that say both.

    What stands around the report goes first, then its metadata, then its text.
    """
    origin = find_origin(text, language=language)
    notes = (f"Its dateline or credit line: {origin.words!r}.",) if origin.words else ()
    for credit, place in ((around, "what it was found in"), (own, "the page's metadata")):
        if credit:
            return name_agency(credit), origin.words, (f"Credited to {credit} by {place}.", *notes)
    return origin.credit, origin.words, notes

"""A thread made ready to print: the same lines for the terminal and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.cluster.profiles import UNIT
from onrecord.cluster.views import CountLine, FigureLine, Pair, Telling
from onrecord.export.wording import ThreadWords, name_of
from onrecord.model import Stance
from onrecord.publish.safety import safe_url, show_on_one_line
from onrecord.store.load import ReportCard, Said
from onrecord.store.names import short
from onrecord.store.threads import ThreadCard

_MOST_SOURCES = 100  # sources, and
_MOST_OUTLETS = 200  # outlets that are listed
_MOST_NAMED = 12  # reports or outlets named in one line


@dataclass(frozen=True, slots=True)
class Line:
    """A line: what it says, the words it quotes, and where they stand."""

    text: str
    quote: str | None = None
    cited: tuple[str, ...] = ()
    heads: bool = False  # lines that belong to it follow


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    key: str
    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A thread in words.  `lead` sums it up; `links` are the addresses of its reports."""

    id: str
    title: str
    kind: str
    lead: str
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    links: tuple[tuple[str, str, str | None], ...]  # digest, label, url


def build_thread_page(card: ThreadCard, words: ThreadWords) -> ThreadPage:
    """Put a thread into words."""
    view = card.view
    reports = {one.digest: one for one in (*(one.report for one in card.said), *card.others)}
    lead = ", ".join(
        (
            words.count("reports", view.upstream.reports),
            words.count("outlets", len(view.upstream.outlets)),
            words.count("texts", view.upstream.texts),
            words.sources(view.upstream.low, view.upstream.high),
        )
    )
    notes = [words.note("alone")] if view.is_alone else []
    notes += [words.note("circular")] if view.upstream.is_circular else []
    if card.page is not None:
        page = card.page
        notes.append(words.note("page", number=page.number, of=page.of, some=len(page.rows), all=f"{page.claims:,}"))
    sections = (
        _figures(card, words),
        _counts(card, words),
        _upstream(card, reports, words),
        _pairs("contradictions", view.contradictions, words),
        _pairs("moved", view.moved, words),
        _quotations(card, words),
        _outlets(card, words),
        _copies(card, reports, words),
        _claims("claims", [one for one in card.said if card.page is None or one.row in card.page.rows], card, words),
        _claims("rejected", card.rejected, card, words),
        _decisions(card, words),
    )
    return ThreadPage(
        id=card.id,
        title=card.title,
        kind=words.sheet.of("kind", card.kind),
        lead=lead,
        notes=tuple(notes),
        sections=tuple(section for section in sections if section.lines),
        links=tuple((short(one.digest), name_report(one), safe_url(one.url)) for one in reports.values()),
    )


def name_report(one: ReportCard) -> str:
    """A report as a reader knows it: outlet and title, else the name of its file."""
    known = ": ".join(part for part in (one.outlet, one.title) if part)
    return show_on_one_line(known or one.label)


def _where(one: Telling, card: ThreadCard) -> str:
    report = next(said.report for said in card.said if said.report.digest == one.report)
    return ", ".join(part for part in (report.outlet or report.label, one.published) if part)


def _figures(card: ThreadCard, words: ThreadWords) -> Section:
    labels = {source.key: words.source(source) for source in card.view.upstream.sources}
    on_page = None if card.page is None else {name_of(one) for one in card.said if one.row in card.page.rows}
    lines = [
        Line(
            f"{each.telling.published or words.note('undated')}  {words.figure(each)}"
            f"  ({_said(each, card, labels, words)})"
            + (f"  {words.note('corrected')}" if each.telling.corrected else ""),
            each.telling.quote,
            (name_of(each.telling),),
        )
        for each in card.view.figures
        if on_page is None or name_of(each.telling) in on_page
    ]
    return Section("figures", words.page("figures"), tuple(lines) or (Line(words.note("no_figures")),))


def _said(each: FigureLine, card: ThreadCard, labels: dict[str, str], words: ThreadWords) -> str:
    """On whose word a figure is; of a denial who denies it, who is no source of it."""
    if each.telling.claim.stance is Stance.DENIED:
        who = each.telling.told.voice.label or each.telling.told.outlet or words.note("not_named")
        return words.note("denied_by", who=who)
    return "; ".join(labels[key] for key in each.sources if key in labels)


def _counts(card: ThreadCard, words: ThreadWords) -> Section:
    """Only where several things are counted: said as that, not as contradiction."""
    if len(card.view.counts) < 2:
        return Section("counts", words.page("counts"), ())
    lines = [Line(words.note("other_counts"))]
    lines += [Line(words.note("units_may_be"))] if any(each.counted_class == UNIT for each in card.view.counts) else []
    lines += [
        Line(
            f"{words.ends(each.low, each.high)} {_noun(each, words)}",
            each.tellings[0].quote,
            tuple(name_of(one) for one in each.tellings[:_MOST_NAMED]),
        )
        for each in card.view.counts
    ]
    return Section("counts", words.page("counts"), tuple(lines))


def _noun(each: CountLine, words: ThreadWords) -> str:
    """What is counted, in the plural unless it is one."""
    if each.counted_class is None or each.low == each.high == 1:
        return words.counted(each.counted_class or each.unit or each.counted)
    return words.counted_many(each.counted_class)


def _upstream(card: ThreadCard, reports: dict[str, ReportCard], words: ThreadWords) -> Section:
    lines = []
    for source in card.view.upstream.sources[:_MOST_SOURCES]:
        paths = [" → ".join(path) for path in source.paths if len(path) > 1][:4]
        text = f"{words.source(source)}: {words.count('reports', len(source.reports))}"
        lines.append(Line(text + (f" ({'; '.join(paths)})" if paths else ""), None, _shorten(source.reports)))
    if more := len(card.view.upstream.sources) - _MOST_SOURCES:
        lines += [Line(_more(more, words))] if more > 0 else []
    return Section("upstream", words.page("upstream"), tuple(lines))


def _outlets(card: ThreadCard, words: ThreadWords) -> Section:
    names = card.view.upstream.outlets
    lines = [Line(name) for name in names[:_MOST_OUTLETS]]
    if len(names) > _MOST_OUTLETS:
        lines.append(Line(_more(len(names) - _MOST_OUTLETS, words)))
    return Section("outlets", words.page("outlets"), tuple(lines))


def _more(n: int, words: ThreadWords) -> str:
    return str(words.table["count"]["more"]).format(n=f"{n:,}")


def _pairs(key: str, pairs: Sequence[Pair], words: ThreadWords) -> Section:
    lines = []
    for pair in pairs:
        lines.append(Line(words.note(pair.note), heads=True))
        for one in (pair.one, pair.other):
            speaker = one.told.voice.label or one.told.outlet or words.note("not_named")
            lines.append(Line(f"  {speaker}, {one.published or words.note('undated')}", one.quote, (name_of(one),)))
    return Section(key, words.page(key), tuple(lines))


def _quotations(card: ThreadCard, words: ThreadWords) -> Section:
    lines = []
    for each in card.view.quotations:
        lines.append(Line(f"{each.speaker}: {words.note('altered' if each.is_altered else 'agreement')}", heads=True))
        lines += [Line("  ", wording.words, _shorten(wording.reports)) for wording in each.wordings]
    return Section("quotations", words.page("quotations"), tuple(lines))


def _copies(card: ThreadCard, reports: dict[str, ReportCard], words: ThreadWords) -> Section:
    lines = []
    for _, digests in card.view.copies:
        if len(digests) < 2 or not all(digest in reports for digest in digests[:_MOST_NAMED]):
            continue
        shown = ", ".join(name_report(reports[digest]) for digest in digests[:_MOST_NAMED])
        if len(digests) > _MOST_NAMED:
            shown += ", " + str(words.table["count"]["more"]).format(n=len(digests) - _MOST_NAMED)
        named = [reports[digest] for digest in digests if digest in reports]
        reasons = [why for one in named if (why := one.copies_why)]
        phrases = [why["phrases"] for why in reasons if why.get("kind") != "translation"]
        phrase = next((each[0] for each in phrases if each), None)
        lines.append(Line(f"{words.count('reports', len(digests))}: {shown}", phrase))
        for one in named:
            told = one.copies_why
            if told and told.get("kind") == "translation":
                text = words.note("translation", report=name_report(one), n=told["shared"])
                lines.append(Line(f"  {text}: {', '.join(told['phrases'])}"))
    return Section("copies", words.page("copies"), tuple(lines))


def _claims(key: str, said: Sequence[Said], card: ThreadCard, words: ThreadWords) -> Section:
    rejected = {one.row for one in card.rejected}
    lines = []
    for one in said:
        if key == "claims" and one.row in rejected:
            continue
        verdicts = ", ".join(
            f"{each.check}: {each.verdict.value}"
            for each in card.findings.get(one.row, ())
        )
        place = ", ".join(part for part in (one.report.outlet or one.report.label, one.report.published) if part)
        text = f"{place}" + (f"  [{verdicts.replace('_', ' ')}]" if verdicts else "")
        reasons = "; ".join(one.why)
        lines.append(Line(f"{text}  — {reasons}" if reasons else text, one.quote, (name_of(one),)))
    return Section(key, words.page(key), tuple(lines))


def _decisions(card: ThreadCard, words: ThreadWords) -> Section:
    lines = []
    for one in card.decisions:
        what = one.subject.removeprefix("sha256:")
        digest, slash, rest = what.partition("/")
        shown = f"{digest[:12]}/{rest}" if slash else what
        change = f" {one.detail['field']} = {one.detail['value']}" if "field" in one.detail else ""
        lines.append(Line(f"{one.number}. {one.at}  {one.who}: {one.act.value} {shown}{change}: {one.why}"))
    return Section("decisions", words.page("decisions"), tuple(lines))


def _shorten(digests: Sequence[str]) -> tuple[str, ...]:
    return tuple(short(digest) for digest in digests[:_MOST_NAMED])

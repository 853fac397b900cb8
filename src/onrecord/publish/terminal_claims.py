"""One claim on the terminal: its words, source, roles, quantity and findings with the rows they cite."""

from __future__ import annotations

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from onrecord.model import Firmness, RoleName, Source
from onrecord.publish.nouns import Amount, ClaimCard, FactRow, FindingLine, RoleLine, Sheet, Standing, Voice
from onrecord.publish.safety import show_on_one_line
from onrecord.publish.terminal_parts import STYLES, HangingText, tag
from onrecord.publish.words import Words

Numbers = dict[Source, int]  # sources of the record, by the number they are cited under


def draw_card(card: ClaimCard, numbers: Numbers, words: Words) -> list[RenderableType]:
    kind = words.of("kind", card.claim.kind)
    title = f"{kind}, {card.property_label}" if card.property_label else kind
    head = Text.assemble(
        tag(card.id, card.standing, words),
        (f" {words.standing(card.standing)}", STYLES[card.standing]),
        (f"  {show_on_one_line(title)}", "bold"),
        (f", {words.of('stance', card.claim.stance)}", ""),
    )
    inner: list[RenderableType] = [
        Text(f"“{show_on_one_line(card.excerpt.words)}”", style="italic"),
        HangingText(draw_voice(card.voice, words), 2),
    ]
    inner += [HangingText(draw_role(role, words), 2) for role in card.roles]
    if card.amount:
        inner.append(HangingText(draw_amount(card.amount, words)))
    for line in card.findings:
        inner += draw_finding(line, numbers, words)
    if card.why_not_checked:
        inner.append(Text(card.why_not_checked, style="dim"))
    return [head, *(Padding(part, (0, 0, 0, 4)) for part in inner), Text()]


def labelled(label: str, body: str) -> Text:
    return Text.assemble((f"{label}: ", "dim"), body)


def draw_voice(voice: Voice, words: Words) -> Text:
    body = f"{show_on_one_line(voice.name)} ({words.of('source_kind', voice.kind)})"
    seen = [words.of("directness", voice.directness)]
    if voice.source and show_on_one_line(voice.source.words) != show_on_one_line(voice.name):
        seen.append(f"{words.ui('source_words')} “{show_on_one_line(voice.source.words)}”")
    if voice.cue:
        seen.append(f"{words.ui('cue')} “{' … '.join(show_on_one_line(cue.words) for cue in voice.cue)}”")
        if voice.firmness is not Firmness.NEUTRAL:
            seen.append(words.of("firmness", voice.firmness))
    if voice.evidence:
        seen.append(f"{words.ui('evidence')} “{show_on_one_line(voice.evidence.words)}”")
    if voice.chain:
        seen.append(f"{words.ui('chain')} {' → '.join(show_on_one_line(link.name) for link in voice.chain)}")
    own = voice.directness.value == "own_voice"
    return labelled(words.ui("said_by"), body if own else f"{body}; {'; '.join(seen)}")


def draw_role(role: RoleLine, words: Words) -> Text:
    body = f"“{show_on_one_line(role.excerpt.words)}”"
    if role.name is RoleName.TIME and role.time is not None and role.time.value is not None:
        body += f"  {show_on_one_line(role.time.value)}"
    for entity in role.entities:
        body += f"  {show_on_one_line(entity.label)} <{show_on_one_line(entity.id)}>"
        if entity.note:
            body += f" ({show_on_one_line(entity.note)})"
    if role.area is not None:
        km = round(role.area.radius_km)
        body += f"  {words.frame('area', lat=role.area.lat, lon=role.area.lon, km=km)}"
    return labelled(words.of("role", role.name), body)


def draw_amount(amount: Amount, words: Words) -> Text:
    body = f"“{amount.excerpt.words}” = {amount.phrase}, {amount.notation}"
    if amount.counted:
        body += f", {words.frame('counted', noun=amount.counted)}"
    return labelled(words.ui("quantity"), show_on_one_line(body))


def draw_finding(line: FindingLine, numbers: Numbers, words: Words) -> list[RenderableType]:
    finding = line.finding
    standing = Standing(finding.verdict.value)
    head = f"{words.standing(standing, 'symbol')} {words.standing(standing)}"
    missing = f" ({show_on_one_line(line.missing)})" if line.missing else ""
    body = Text.assemble((f"{head}: ", STYLES[standing]), show_on_one_line(finding.sentence), (missing, "dim"))
    parts: list[RenderableType] = [HangingText(body, 2)]
    for reading in finding.readings:
        answer = Standing(reading.verdict.value)
        label = f"{words.ui('reading')} “{show_on_one_line(reading.wording)}”: "
        said = f"{words.standing(answer, 'symbol')} {words.standing(answer)}. {show_on_one_line(reading.sentence)}"
        parts.append(Padding(HangingText(Text.assemble((label, "dim"), said), 2), (0, 0, 0, 2)))
    parts += [Padding(HangingText(draw_row(row, numbers, words), 2), (0, 0, 0, 2)) for row in line.rows]
    rule = f"{words.ui('rule')} {finding.rule}"
    if finding.related:
        rule += f"; {words.frame('related')} {' '.join(finding.related)}"
    parts.append(Padding(Text(show_on_one_line(rule), style="dim"), (0, 0, 0, 2)))
    return parts


def draw_row(row: FactRow, numbers: Numbers, words: Words) -> Text:
    """A row of the record; its sources by their numbers in the list at the end."""
    fact = row.fact
    details = [row.statement, *row.qualifiers]
    if fact.as_of:
        details.append(words.frame("as_of", date=fact.as_of))
    cited = ", ".join(str(numbers[source]) for source in fact.sources)
    line = Text.assemble("▪ ", show_on_one_line(", ".join(details)))
    line.append(f"  [{cited}]" if cited else "")
    return line.append(f"  {show_on_one_line(fact.id)}", style="dim")


def number_record_sources(sheet: Sheet) -> Numbers:
    """The sources of all rows cited, numbered as they first appear."""
    numbers: Numbers = {}
    for card in sheet.claims:
        for line in card.findings:
            for row in line.rows:
                for source in row.fact.sources:
                    numbers.setdefault(source, len(numbers) + 1)
    return numbers

"""A thread as one self-contained page: chart, map, and everything the terminal shows.  No script, no remote request."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.export.drawing import MapData, draw_figures, draw_map
from onrecord.export.thread_page import build_thread_page
from onrecord.export.wording import ThreadWords
from onrecord.model import Stance
from onrecord.publish.safety import show_on_one_line
from onrecord.store.threads import ThreadCard


def render_thread(card: ThreadCard, words: ThreadWords, *, data: MapData | None = None) -> str:
    """The page of a thread."""
    css = (files("onrecord.export") / "templates" / "thread.css").read_text(encoding="utf-8").replace("\r\n", "\n")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    # Both pictures are made by `drawing`, which escapes every text in them.
    chart = Markup(draw_figures(card.view.figures, words))  # noqa: S704
    outline = Markup(draw_map(data or MapData(), words))  # noqa: S704
    template = _environment().get_template("thread.html.j2")
    return template.render(
        page=build_thread_page(card, words),
        language=words.sheet.language,
        css=Markup(css),  # noqa: S704  # the package's own file
        style_hash=f"sha256-{digest}",
        chart=chart,
        caption=caption_chart(card, words),
        map=outline,
    )


def caption_chart(card: ThreadCard, words: ThreadWords) -> str:
    """What the chart does not say by itself: figures it leaves out, and what an open circle means."""
    undated = sum(each.telling.published is None for each in card.view.figures)
    parts = [words.count("undated", undated)] if undated else []
    if any(each.telling.claim.stance is Stance.DENIED for each in card.view.figures):
        parts.append(words.note("open_circle"))
    return " ".join(parts)


@cache
def _environment() -> Environment:
    env = Environment(
        loader=PackageLoader("onrecord.export", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["shown"] = show_on_one_line
    return env

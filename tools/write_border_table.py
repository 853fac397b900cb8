"""Write the eight-wind table of all borders into `docs/geography.md`.  Run after `build_geography.py`."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from onrecord.record.countries import load_countries
from onrecord.record.geography import load_geography

PAGE = Path(__file__).resolve().parents[1] / "docs" / "geography.md"
BEGIN, END = "<!-- borders -->", "<!-- /borders -->"


def border_table() -> str:
    """A line a country: each neighbour with the wind its border lies on; a tilde where the two measures part."""
    countries = load_countries()
    rows: dict[str, list[str]] = defaultdict(list)
    for border in load_geography().borders():
        apart = abs((border.normal - border.bearing + 180) % 360 - 180)
        plain = apart <= 60 and border.straightness >= 0.3 and border.on_largest_part >= 0.5
        rows[countries[border.a].name].append(f"{countries[border.b].name} {'' if plain else '~'}{border.wind}")
    lines = ["| country | neighbours |", "| --- | --- |"]
    lines += [f"| {name} | {', '.join(sorted(rows[name]))} |" for name in sorted(rows)]
    return "\n".join(lines)


def main() -> None:
    page = PAGE.read_text(encoding="utf-8")
    block = f"{BEGIN}\n{border_table()}\n{END}"
    PAGE.write_text(re.sub(f"{BEGIN}.*?{END}", lambda _: block, page, flags=re.DOTALL), encoding="utf-8")


if __name__ == "__main__":
    main()

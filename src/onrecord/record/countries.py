"""Countries and territories: names, adjectives, people, capitals, codes, neighbours, coasts.

Names come from the language pack (`data/lang/<code>/countries.toml`), numbers from `data/geo/countries.tsv`
(GeoNames and Natural Earth), neighbours from the arcs two outlines share (`data/geo/borders.tsv`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord import lexicon
from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind

_GEO = files("onrecord") / "data" / "geo"
COAST_KM = 5.0  # less outline than this that no neighbour shares is a gap in the drawing, not a coast
_SHOWN = "en"  # language of the sheet


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory.  `lat`, `lon` is the middle of its largest part, None for states that are no more."""

    code: str  # ISO 3166-1 alpha-3
    name: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capitals: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()  # forms that name something else as often as this country
    iso2: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    area_km2: int | None = None
    population: int = 0
    continent: str | None = None
    coastal: bool | None = None
    neighbours: tuple[str, ...] = ()
    until: str | None = None  # ISO date, for states that are no more
    successors: tuple[str, ...] = ()
    label: str = ""  # the name a sheet shows, where that is not the name of the report's language

    @property
    def id(self) -> str:
        return f"country/{self.code}"

    @property
    def on_the_map(self) -> bool:
        """Whether it has an outline: not for states that are no more, and some specks of islands."""
        return self.lat is not None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)

    @property
    def demonyms(self) -> tuple[str, ...]:
        """Adjectives and nouns for its people."""
        return (*self.adjectives, *self.people)

    def entity(self) -> Entity:
        return Entity(id=self.id, kind=EntityKind.COUNTRY, label=self.label or self.name)


class Countries(Mapping[str, Country]):
    """All countries by code, with look-up by name, adjective, people and capital.  Letter case counts, except where
    nothing is found as written."""

    def __init__(
        self, countries: Mapping[str, Country], shared: Mapping[str, Mapping[str, list[str]]], language: str = "en"
    ) -> None:
        self.language = language
        self._countries = dict(countries)
        self._names: dict[str, tuple[str, ...]] = {}
        self._demonyms: dict[str, tuple[str, ...]] = {}
        self._capitals: dict[str, tuple[str, ...]] = {}
        for country in self._countries.values():
            for into, words in (
                (self._names, country.names),
                (self._demonyms, country.demonyms),
                (self._capitals, country.capitals),
            ):
                for form in words:
                    if country.code not in into.get(form, ()):
                        into[form] = (*into.get(form, ()), country.code)
        for table, forms in ((self._names, shared["names"]), (self._demonyms, shared["people"])):
            table.update({form: tuple(codes) for form, codes in forms.items()})
        self._by_iso2 = {country.iso2: country.code for country in self._countries.values() if country.iso2}
        self._folded = {form.casefold(): form for form in (*self._capitals, *self._demonyms, *self._names)}

    def __getitem__(self, code: str) -> Country:
        return self._countries[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._countries)

    def __len__(self) -> int:
        return len(self._countries)

    def named(self, name: str) -> tuple[Country, ...]:
        """Countries that go by this name: one, several ("Korea") or none."""
        return self._look_up(self._names, name)

    def of_demonym(self, word: str) -> tuple[Country, ...]:
        """Countries whose adjective or people this is."""
        return self._look_up(self._demonyms, word)

    def of_capital(self, name: str) -> tuple[Country, ...]:
        """Countries of which this is the capital, or the seat of government."""
        return self._look_up(self._capitals, name)

    def beside(self, iso2: str) -> tuple[str, ...]:
        """ISO alpha-2 codes of the neighbours of a country given by its own."""
        code = self._by_iso2.get(iso2)
        found = [self._countries.get(n) for n in self._countries[code].neighbours] if code else []
        return tuple(country.iso2 for country in found if country is not None and country.iso2)

    def forms(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Every form with its kind ("name", "demonym") and the codes it may stand for."""
        for form, codes in self._names.items():
            yield form, "name", codes
        for form, codes in self._demonyms.items():
            yield form, "demonym", codes

    def may_name(self, form: str) -> bool:
        """False when the form is surely no name, adjective, people or capital: quicker than asking for each."""
        return form.casefold() in self._folded

    def _look_up(self, table: Mapping[str, tuple[str, ...]], form: str) -> tuple[Country, ...]:
        codes = table.get(form)
        if codes is None and len(form) > 3:
            codes = table.get(self._folded.get(form.casefold(), ""))
        return tuple(self._countries[code] for code in codes or ())


def key_of(country: str) -> str:
    """ "country/VEN" and "VEN" → "VEN"."""
    return country.rpartition("/")[2]


@cache
def load_countries(language: str = "en") -> Countries:
    """Countries with their names in `language`.  Raises RecordError when a table of the package is malformed."""
    pack = lexicon.load("countries", language=language)
    shown = lexicon.load("countries", language=_SHOWN)  # one country has one label, whatever the report's language
    rows = read_table("countries.tsv")
    neighbours: dict[str, list[str]] = {}
    for row in read_table("borders.tsv"):
        neighbours.setdefault(row["a"], []).append(row["b"])
    countries: dict[str, Country] = {}
    for row in rows:
        code = row["id"]
        words = pack["country"].get(code)
        if words is None:
            continue
        has_outline = bool(row["lat"])
        countries[code] = Country(
            code=code,
            name=words["name"],
            aliases=tuple(words.get("also", ())),
            adjectives=tuple(words["adjective"]),
            people=tuple(words["people"]),
            capitals=tuple(words.get("capital") or ([row["capital"]] if row["capital"] else ())),
            weak=tuple(words.get("weak", ())),
            iso2=row["iso2"],
            geonameid=int(row["geonameid"]),
            lat=float(row["lat"]) if has_outline else None,
            lon=float(row["lon"]) if has_outline else None,
            area_km2=int(row["area_km2"]),
            population=int(row["population"]),
            continent=row["continent"],
            coastal=float(row["coast_km"]) > COAST_KM if has_outline else None,
            neighbours=tuple(neighbours.get(code, ())),
            label=shown["country"][code]["name"],
        )
    for code, words in pack["former"].items():
        countries[code] = Country(
            code=code,
            name=words["name"],
            aliases=tuple(words.get("also", ())),
            adjectives=tuple(words["adjective"]),
            people=tuple(words["people"]),
            until=words["until"],
            successors=tuple(words["successors"]),
            label=shown["former"][code]["name"],
        )
    return Countries(countries, pack["shared"], language)


def read_table(name: str) -> list[dict[str, str]]:
    """Rows of a tab-separated table of `data/geo`, by column name.  Raises RecordError."""
    try:
        text = (_GEO / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise RecordError(f"The table {name} is missing from the package. Reinstall onrecord.") from error
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    head = lines[0].split("\t")
    rows = []
    for number, line in enumerate(lines[1:], 2):
        cells = line.split("\t")
        if len(cells) != len(head):
            raise RecordError(f"{name}, row {number}: {len(cells)} cells, expected {len(head)}. Reinstall onrecord.")
        rows.append(dict(zip(head, cells, strict=True)))
    return rows

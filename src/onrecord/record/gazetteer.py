"""Places by name and by id: divisions, cities of 500 people and more, seas, rivers, regions, bases, airports.

The data is one memory-mapped file (`data/geo/gazetteer.bin`, built by `tools/build_gazetteer.py`): opening it takes a
millisecond, a look-up some microseconds, and only the pages that are touched count as memory.
Names of countries are not in it: they belong to a language, see `record.countries`.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from onrecord.errors import RecordError
from onrecord.model import Entity, EntityKind
from onrecord.record.countries import read_table
from onrecord.record.geo_names import fold_name

_MAGIC = b"ORGAZ01\n"
_PLACE = struct.Struct("<iiIIIIBBH")
_NONE = 0xFFFFFFFF
CITY_PRECISION_KM = 5


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer.

    `lat`, `lon` in degrees; `precision_km` is how far the thing may reach from that point.

    `country` is ISO 3166-1 alpha-2, "" for what lies in no one country; `parent` is the index of its division.
    """

    index: int
    name: str
    lat: float
    lon: float
    kind: str  # "country", "admin1", "admin2", "city", "airport", "base", "sea", "strait", "river", "region", ...
    country: str
    geonameid: int | None
    population: int
    precision_km: int
    parent: int | None

    @property
    def id(self) -> str:
        if self.geonameid is not None:
            return f"place/geonames:{self.geonameid}"
        return "place/" + fold_name(self.name).replace(" ", "-") + (f"-{self.country.lower()}" if self.country else "")

    @property
    def point(self) -> tuple[float, float]:
        return self.lat, self.lon

    def entity(self, alternatives: tuple[str, ...] = ()) -> Entity:
        return Entity(id=self.id, kind=EntityKind.PLACE, label=self.name, alternatives=alternatives)


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place found under a name; `alternate` when that is not the name it is listed by."""

    place: Place
    alternate: bool


class Gazetteer:
    """The file, opened.  Raises RecordError when it is not one of ours."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise RecordError(f"The gazetteer {path.name} is missing or empty. Reinstall onrecord.") from error
        if self._data[: len(_MAGIC)] != _MAGIC:
            raise RecordError(f"{path.name} is not a gazetteer of this version. Reinstall onrecord.")
        (length,) = struct.unpack_from("<I", self._data, len(_MAGIC))
        start = len(_MAGIC) + 4
        header = json.loads(self._data[start : start + length])
        base = start + length
        sections = {name: base + offset for name, (offset, _size) in header["sections"].items()}
        self._places, self._labels = sections["places"], sections["labels"]
        self._records, self._slots = sections["records"], sections["slots"]
        self._mask = header["slots"] - 1
        self._kinds: list[str] = header["kinds"]
        self._countries: list[str] = header["countries"]
        self._numbered: int = header["numbered"]
        self._count: int = header["places"]
        self.place = lru_cache(maxsize=65536)(self._place)
        self.lookup_folded = lru_cache(maxsize=65536)(self._lookup_folded)

    @staticmethod
    def fold(name: str) -> str:
        """The spelling under which a name is looked up."""
        return fold_name(name)

    def __len__(self) -> int:
        return self._count

    def lookup(self, name: str) -> tuple[NamedPlace, ...]:
        """Places of that name, those listed by it first, then by population.  Accents and case do not matter."""
        return tuple(
            NamedPlace(self.place(entry >> 1), bool(entry & 1)) for entry in self.lookup_folded(fold_name(name))
        )

    def _lookup_folded(self, folded: str) -> tuple[int, ...]:
        """Entries under a folded name: index of the place * 2, + 1 for an alternate name.  Empty when there is none."""
        key = folded.encode("utf-8")
        if not 0 < len(key) < 256:
            return ()
        data = self._data
        slot = zlib.crc32(key) & self._mask
        while True:
            (offset,) = struct.unpack_from("<I", data, self._slots + 4 * slot)
            if offset == 0:
                return ()
            at = self._records + offset - 1
            size = data[at]
            if size == len(key) and data[at + 1 : at + 1 + size] == key:
                at += 1 + size
                return struct.unpack_from(f"<{data[at]}I", data, at + 1)
            slot = (slot + 1) & self._mask

    def _place(self, index: int) -> Place:
        """The place at an index.  Raises IndexError."""
        if not 0 <= index < self._count:
            raise IndexError(index)
        lat, lon, number, population, label, parent, country, kind, radius = _PLACE.unpack_from(
            self._data, self._places + _PLACE.size * index
        )
        at = self._labels + label
        return Place(
            index=index,
            name=self._data[at + 1 : at + 1 + self._data[at]].decode("utf-8"),
            lat=lat / 1e5,
            lon=lon / 1e5,
            kind=self._kinds[kind],
            country=self._countries[country],
            geonameid=number or None,
            population=population,
            precision_km=radius or CITY_PRECISION_KM,
            parent=None if parent == _NONE else parent,
        )

    def by_geonameid(self, number: int) -> Place | None:
        """The place with that GeoNames number."""
        low, high = 0, self._numbered
        while low < high:
            middle = (low + high) // 2
            (found,) = struct.unpack_from("<I", self._data, self._places + _PLACE.size * middle + 8)
            if found < number:
                low = middle + 1
            else:
                high = middle
        if low < self._numbered:
            place = self.place(low)
            if place.geonameid == number:
                return place
        return None

    @cached_property
    def _by_iso(self) -> dict[tuple[str, str], int]:
        """First-level divisions of federal states by their letters, through the names they are listed by."""
        table = {}
        for row in read_table("divisions.tsv"):
            place = self.by_geonameid(int(row["geonameid"]))
            if place is not None:
                table[row["country"], row["code"]] = place.index
        return table

    def division(self, country: str, code: str) -> Place | None:
        """A state or province by its ISO 3166-2 letters: "US", "TX".  United States and Canada only."""
        index = self._by_iso.get((country, code))
        return None if index is None else self.place(index)

    def get(self, entity_id: str) -> Place | None:
        """The place of an entity id ("place/geonames:3646738", "place/black-sea"); None when it holds no such place."""
        key = entity_id.rpartition("/")[2]
        if key.startswith("geonames:"):
            number = key.removeprefix("geonames:")
            return self.by_geonameid(int(number)) if number.isascii() and number.isdigit() else None
        words = key.replace("-", " ")
        for name in (words, words.rpartition(" ")[0]):
            for entry in self.lookup_folded(name):
                place = self.place(entry >> 1)
                if place.id == entity_id:
                    return place
        return None

    def divisions_of(self, place: Place) -> Iterator[Place]:
        """The divisions that hold a place, the finest first."""
        seen = 0
        while place.parent is not None and seen < 4:
            place = self.place(place.parent)
            seen += 1
            yield place


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package.  Raises RecordError."""
    with as_file(files("onrecord") / "data" / "geo" / "gazetteer.bin") as path:
        return Gazetteer(path)

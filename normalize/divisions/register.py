"""The administrative divisions (行政区划) by their names, read from the data when first asked for."""

from __future__ import annotations

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

_DATA = files("normalize.divisions")
_KINDS = ("特别行政区", "自治区", "地区", "新区", "省", "市", "盟", "县", "区", "旗")
_KEPT_OF_PEOPLES = {"自治州": "州", "自治县": "县", "自治旗": "旗", "自治区": "自治区"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A province, city, county or town by full names; None for the levels below and between.

    It had its name from the year ``since`` to ``until``, where the data know them.
    """

    province: str
    city: str | None = None
    county: str | None = None
    town: str | None = None
    since: int | None = None
    until: int | None = None

    @property
    def path(self) -> tuple[str | None, ...]:
        """Its names from the province down."""
        return (self.province, self.city, self.county, self.town)

    def holds_in(self, year: int | None) -> bool:
        """Tell whether it has its name in a year; where none is known, whether it still has it."""
        if year is None:
            return self.until is None
        return (self.since or year) <= year <= (self.until or year)

    def lies_below(self, other: Division) -> bool:
        """Tell whether it is part of the other."""
        pairs = zip(self.path, other.path, strict=True)
        return self.path != other.path and all(theirs is None or mine == theirs for mine, theirs in pairs)


Named = Mapping[str, tuple[Division, ...]]


@cache
def full_names() -> Named:
    """Return the provinces, cities and counties by full name, also without their peoples (恩施州)."""
    named: dict[str, list[Division]] = defaultdict(list)
    for division, name in _read_divisions():
        for spelling in {name.full, *name.without_peoples()}:
            named[spelling].append(division)
    return _freeze(named)


@cache
def short_names() -> Named:
    """Return the provinces and cities by their names without 省, 市, 自治区, 地区, 州 or 盟."""
    named: dict[str, list[Division]] = defaultdict(list)
    for division, name in _read_divisions():
        if division.county is None:
            named[name.stem].append(division)
    return _freeze(named)


@cache
def town_names() -> Named:
    """Return the towns, townships and subdistricts by full name."""
    named: dict[str, list[Division]] = defaultdict(list)
    packed = _DATA.joinpath("towns.tsv.gz").read_bytes()
    for province, city, county, names in _read_lines(gzip.decompress(packed).decode()):
        for name in names.split():
            town = Division(province=province, city=city or None, county=county or None, town=name)
            named[name].append(town)
    return _freeze(named)


def _freeze(named: Mapping[str, list[Division]]) -> Named:
    return {name: tuple(some) for name, some in named.items()}


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in the data: what is in front of its peoples or its kind, the rest, its first and last year."""

    stem: str
    rest: str
    since: int | None
    until: int | None

    @property
    def full(self) -> str:
        """Return the whole name."""
        return self.stem + self.rest

    def without_peoples(self) -> Iterator[str]:
        """Yield the name as it is without its peoples, if it has any: 恩施州, 通道县, 广西自治区."""
        for end, kept in _KEPT_OF_PEOPLES.items():
            if self.rest.endswith(end):
                yield self.stem + kept


def _read_divisions() -> Iterator[tuple[Division, _Name]]:
    for province_name, city_name, counties in _read_lines(_DATA.joinpath("divisions.tsv").read_text("utf-8")):
        province, city = _read_name(province_name), _read_name(city_name)
        above = Division(province=province.full, city=city.full or None, since=city.since, until=city.until)
        if city.full:
            yield above, city
        else:
            yield above, province
        for county in map(_read_name, counties.split()):
            yield replace(above, county=county.full, since=county.since, until=county.until), county


def _read_lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _read_name(text: str) -> _Name:
    """Read ``望城县:-2010`` or ``恩施/土家族苗族自治州``."""
    name, _, years = text.partition(":")
    since, _, until = years.partition("-")
    stem, _, rest = name.partition("/")
    if not rest:
        stem, rest = _part_kind(name)
    return _Name(stem, rest, int(since) if since else None, int(until) if until else None)


def _part_kind(name: str) -> tuple[str, str]:
    """Part 长沙市 into 长沙 and 市."""
    kind = next((kind for kind in _KINDS if name.endswith(kind)), "")
    return name.removesuffix(kind), kind

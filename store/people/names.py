"""Department names: which are one department's, as far as a person has said so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations, product
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from normalize import fold_text
from store.engine.connecting import writing
from store.errors import SameName
from store.settings import SETTINGS
from store.tables import DepartmentNameRow, FormRow

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:特别行政区|自治[区州县旗]|开发区|新区|街道|[省市区县州盟旗镇乡])|[\u4e00-\u9fff]县"
)
# a unit without those below it
_OWN_OFFICE = re.compile(r"(?<=..)(?:\(?(?:本级|机关|本部|本级机关|机关本级)\)?)$")
_CODE = re.compile(r"\d{4,}[-_.]")
_TELLS_APART = frozenset(
    "零一二三四五六七八九十百千万壹贰叁甲乙丙丁0123456789东西南北中上下左右前后内外新老旧大小高低男女"
)
_SAME = 100.0

Pair = tuple[str, str]
Alike = tuple[str, str, float]
"""Two names and how alike they are; 100 is the same."""


class PlacedName(NamedTuple):
    """A name with the places that it begins with."""

    places: tuple[str, ...]
    name: str


class NameSuggestion(NamedTuple):
    """Two names that may be one department's: ``name`` is the fuller; at 100 only places differ."""

    alias: str
    name: str
    score: float
    alias_forms: int
    name_forms: int


def split_name(name: str) -> tuple[tuple[str, ...], str]:
    """Part a name, less a budget code before it, into the places that it begins with and the rest.

    219001-长沙市望城区征地服务中心 is 长沙市, 望城区 and 征地服务中心.
    """
    rest = fold_text(name)
    code = _CODE.match(rest)
    if code:
        rest = rest[code.end() :]
    places = []
    while (match := _PLACE.match(rest)) and match.end() < len(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    return tuple(places), rest


def find_alike(names: Collection[str]) -> Iterator[Alike]:
    """Yield pairs of names that may be one unit's, the shorter first.

    A name without its places goes only with the one name that it can be.
    """
    by_rest: dict[str, list[PlacedName]] = defaultdict(list)
    for name in sorted(names):
        places, rest = split_name(name)
        by_rest[rest].append(PlacedName(places, name))
    found: list[Alike] = []
    for one, other, score in _find_alike_rests(by_rest):
        found.extend((short, long, score) for short, long in _pair_names(by_rest[one], by_rest[other]))
    has_places = {name: bool(split_name(name)[0]) for name in names}
    candidates = Counter(short for short, _, _ in found)
    for short, long, score in found:
        if has_places[short] or candidates[short] == 1:
            yield short, long, score


def _find_alike_rests(rests: Collection[str]) -> list[Alike]:
    """Pair names less their places: each with itself, then the similar ones, then the unit's own offices."""
    scores: dict[Pair, float] = {}
    for one, other, score in _find_similar(list(rests)):
        scores[_order(one, other)] = score
    for one, other in _pair_own_offices(rests):
        scores[_order(one, other)] = SETTINGS.own_office_score
    same = [(rest, rest, _SAME) for rest in rests]
    return same + [(one, other, score) for (one, other), score in scores.items()]


def _pair_names(ones: list[PlacedName], others: list[PlacedName]) -> Iterator[Pair]:
    """Pair the names whose places agree as far as the shorter one names them."""
    for one, other in product(ones, others):
        if ones is others and one.name >= other.name:
            continue
        short, long = sorted((one, other), key=_shorter_first)
        if long.places[len(long.places) - len(short.places) :] == short.places:
            yield short.name, long.name


def _shorter_first(placed: PlacedName) -> tuple[int, int, str]:
    return len(placed.places), len(placed.name), placed.name


def _order(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _pair_own_offices(rests: Iterable[str]) -> Iterator[Pair]:
    """Pair names of which one, or each in its own way, says that the unit itself is meant: 民政局(本级), 民政局机关."""
    by_unit: dict[str, list[str]] = defaultdict(list)
    for rest in rests:
        by_unit[_OWN_OFFICE.sub("", rest)].append(rest)
    for same in by_unit.values():
        yield from combinations(same, 2)


def _find_similar(rests: list[str]) -> Iterator[Alike]:
    """Compare all with all; what differs may only be a small word that one of the two has more."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - numpy comes with it

    least = SETTINGS.alike_least_score
    for n, scores in enumerate(process.cdist(rests, rests, scorer=fuzz.ratio, score_cutoff=least)):
        for m in scores.nonzero()[0]:
            if n < m and _differ_little(rests[n], rests[m]):
                yield rests[n], rests[m], round(float(scores[m]), 1)


def _differ_little(one: str, other: str) -> bool:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    edits = Indel.editops(one, other)
    if len(edits) > SETTINGS.alike_most_letters:
        return False
    changed = [one[edit.src_pos] if edit.tag == "delete" else other[edit.dest_pos] for edit in edits]
    has_only_more = len({edit.tag for edit in edits}) == 1
    return has_only_more and _TELLS_APART.isdisjoint(changed)


def suggest_names(engine: Engine) -> list[NameSuggestion]:
    """Suggest names that may be one department's, the likeliest first.

    A pair that a person spoke of is not suggested again.
    """
    department = FormRow.department
    asked = select(department, func.count()).where(department.is_not(None)).group_by(department)
    with engine.connect() as connection:
        forms = {name: count for name, count in connection.execute(asked) if name}
        spoken_of = _read_spoken_of(connection)
    stands = read_department_names(engine)
    new = []
    for alias, name, score in find_alike(forms):
        is_one_already = stands.get(alias, alias) == stands.get(name, name)
        if not is_one_already and _order(alias, name) not in spoken_of:
            new.append(NameSuggestion(alias, name, score, forms[alias], forms[name]))
    return sorted(new, key=lambda one: (-one.score, -one.alias_forms - one.name_forms, one.alias))


def _read_spoken_of(connection: Connection) -> set[Pair]:
    pairs = connection.execute(select(DepartmentNameRow.alias, DepartmentNameRow.name))
    return {_order(alias, name) for alias, name in pairs}


def read_department_names(engine: Engine) -> dict[str, str]:
    """Return the confirmed names: by each alias the name that stands for it."""
    asked = select(DepartmentNameRow.alias, DepartmentNameRow.name).where(DepartmentNameRow.confirmed == 1)
    with engine.connect() as connection:
        return {row.alias: row.name for row in connection.execute(asked)}


def decide_name(engine: Engine, alias: str, name: str, *, same: bool, who: str | None = None) -> None:
    """Keep that two names are one department's, which ``name`` then stands for, or that they are not.

    What ``alias`` stood for before stands below ``name`` too. Raises ``SameName`` for a name with itself.
    """
    if alias == name:
        raise SameName
    row = DepartmentNameRow
    with writing(engine) as connection:
        either = row.alias.in_((alias, name)) & row.name.in_((alias, name))
        connection.execute(delete(row).where(either))
        if same:
            name = _stand_below(connection, alias, name)
        decided = {"alias": alias, "name": name, "confirmed": same, "who": who, "at": datetime.now(UTC)}
        connection.execute(insert(row).values(decided))


def _stand_below(connection: Connection, alias: str, name: str) -> str:
    """Let what stood below ``alias`` stand below ``name``; return the name that stands for both."""
    row = DepartmentNameRow
    stands_for = select(row.name).where(row.alias == name, row.confirmed == 1)
    above = connection.execute(stands_for).scalar_one_or_none() or name
    connection.execute(delete(row).where(row.alias == alias, row.confirmed == 1))
    connection.execute(update(row).where(row.name == alias, row.confirmed == 1).values(name=above))
    return above

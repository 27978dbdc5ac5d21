"""Department names: which are one department's, as far as a person has said so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations
from typing import NamedTuple

from sqlalchemy import Engine, delete, func, insert, select, update

from normalize.values.text import fold
from store.engine.connecting import writing
from store.tables import DepartmentNameRow, FormRow

_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,6}?(?:特别行政区|自治[区州县旗]|开发区|新区|街道|[省市区县州盟旗镇乡])|[\u4e00-\u9fff]县"
)
_OWN_OFFICE = re.compile(
    r"(?<=..)(?:\(?(?:本级|机关|本部|本级机关|机关本级)\)?)$"
)  # a unit without those below it
_AS_ALIKE = 95.0
_CODE = re.compile(r"\d{4,}[-_.]")
_TELLS_APART = frozenset(
    "零一二三四五六七八九十百千万壹贰叁甲乙丙丁0123456789东西南北中上下左右前后内外新老旧大小高低男女"
)
_LEAST = 85
_LONGEST_DIFFERENCE = 2

Parts = tuple[tuple[str, ...], str]
"""The places that a name begins with, and the rest."""


def parts_of(name: str) -> Parts:
    """Part a name, less a budget code before it: 219001-长沙市望城区征地服务中心 is 长沙市, 望城区 and 征地服务中心."""
    rest, places = _without_code(fold(name)), []
    while (match := _PLACE.match(rest)) and match.end() < len(rest):
        places.append(match[0])
        rest = rest[match.end() :]
    return tuple(places), rest


def _without_code(name: str) -> str:
    code = _CODE.match(name)
    return name[code.end() :] if code else name


def alike(names: Collection[str]) -> Iterator[tuple[str, str, float]]:
    """Yield pairs of names that may be one unit's, the shorter first, with how alike they are (100 is the same).

    A name without its places goes only with the one name that it can be.
    """
    by_rest: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for name in sorted(names):
        places, rest = parts_of(name)
        by_rest[rest].append((places, name))
    own = {_ordered(*pair): _AS_ALIKE for pair in _own_offices(by_rest)}
    near = {_ordered(one, other): score for one, other, score in _similar(list(by_rest))}
    pairs = [(rest, rest, 100.0) for rest in by_rest] + [
        (*pair, score) for pair, score in (near | own).items()
    ]
    found = [(*pair, score) for one, other, score in pairs for pair in _pairs(by_rest[one], by_rest[other])]
    bare = [one for one, _, _ in found if not parts_of(one)[0]]
    yield from (pair for pair in found if parts_of(pair[0])[0] or bare.count(pair[0]) == 1)


def _pairs(
    ones: list[tuple[tuple[str, ...], str]], others: list[tuple[tuple[str, ...], str]]
) -> Iterator[tuple[str, str]]:
    for places, one in ones:
        for where, other in others:
            short, long = sorted(
                ((places, one), (where, other)), key=lambda named: (len(named[0]), len(named[1]), named[1])
            )
            is_first = ones is not others or one < other
            if is_first and long[0][len(long[0]) - len(short[0]) :] == short[0]:
                yield short[1], long[1]


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _own_offices(rests: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pair names of which one, or each in its own way, says that the unit itself is meant: 民政局(本级), 民政局机关."""
    by_unit: dict[str, list[str]] = defaultdict(list)
    for rest in rests:
        by_unit[_OWN_OFFICE.sub("", rest)].append(rest)
    for same in by_unit.values():
        yield from combinations(same, 2)


def _similar(rests: list[str]) -> Iterator[tuple[str, str, float]]:
    """Compare all with all; what differs may only be a small word that one of the two has more."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - numpy comes with it

    for n, scores in enumerate(process.cdist(rests, rests, scorer=fuzz.ratio, score_cutoff=_LEAST)):
        for m in scores.nonzero()[0]:
            if n < m and _differ_little(rests[n], rests[m]):
                yield rests[n], rests[m], round(float(scores[m]), 1)


def _differ_little(one: str, other: str) -> bool:
    from rapidfuzz.distance import Indel  # noqa: PLC0415 - as above

    edits = Indel.editops(one, other)
    changed = [one[edit.src_pos] if edit.tag == "delete" else other[edit.dest_pos] for edit in edits]
    only_more = len({edit.tag for edit in edits}) == 1
    return only_more and len(changed) <= _LONGEST_DIFFERENCE and _TELLS_APART.isdisjoint(changed)


class Suggestion(NamedTuple):
    """Two names that may be one department's: ``name`` is the fuller one. ``score`` is 100 where only places differ."""

    alias: str
    name: str
    score: float
    alias_forms: int
    name_forms: int


def resolve_names(engine: Engine) -> list[Suggestion]:
    """Suggest names that may be one department's, the likeliest first; a pair that a person spoke of is not suggested again."""
    asked = (
        select(FormRow.department, func.count())
        .where(FormRow.department.is_not(None))
        .group_by(FormRow.department)
    )
    with engine.connect() as connection:
        forms = {name: count for name, count in connection.execute(asked) if name}
        said = {
            (one, other)
            for one, other in connection.execute(select(DepartmentNameRow.alias, DepartmentNameRow.name))
        }
    stands = department_names(engine)
    new = (
        Suggestion(alias, name, score, forms[alias], forms[name])
        for alias, name, score in alike(forms)
        if not {(alias, name), (name, alias)} & said and stands.get(alias, alias) != stands.get(name, name)
    )
    return sorted(new, key=lambda one: (-one.score, -one.alias_forms - one.name_forms, one.alias))


def department_names(engine: Engine) -> dict[str, str]:
    """Give the confirmed names: by each alias the name that stands for it."""
    asked = select(DepartmentNameRow.alias, DepartmentNameRow.name).where(DepartmentNameRow.confirmed == 1)
    with engine.connect() as connection:
        return {row.alias: row.name for row in connection.execute(asked)}


def decide_name(engine: Engine, alias: str, name: str, *, same: bool, who: str | None = None) -> None:
    """Keep that two names are one department's, which ``name`` then stands for, or that they are not.

    What ``alias`` stood for before stands below ``name`` too. Raises ``ValueError`` for a name with itself.
    """
    if alias == name:
        raise ValueError("两个名称相同")
    row = DepartmentNameRow
    with writing(engine) as connection:
        either = (row.alias.in_((alias, name))) & (row.name.in_((alias, name)))
        connection.execute(delete(row).where(either))
        if same:
            above = connection.execute(
                select(row.name).where(row.alias == name, row.confirmed == 1)
            ).scalar_one_or_none()
            name = above or name
            connection.execute(delete(row).where(row.alias == alias, row.confirmed == 1))
            connection.execute(update(row).where(row.name == alias, row.confirmed == 1).values(name=name))
        told = {"alias": alias, "name": name, "confirmed": same, "who": who, "at": datetime.now(UTC)}
        connection.execute(insert(row).values(told))

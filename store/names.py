"""Department names: which are one department's, as far as a person has said so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, delete, func, insert, select, update

from store.alike import alike
from store.opening import writing
from store.tables import DepartmentNameRow, FormRow


class Suggestion(NamedTuple):
    """Two names that may be one department's: ``name`` is the fuller one. ``score`` is 100 where only places differ."""

    alias: str
    name: str
    score: float
    alias_forms: int
    name_forms: int


def department() -> ColumnElement[str | None]:
    """Give a form's department, over ``FormRow``, by the name that a person said stands for it."""
    row = DepartmentNameRow
    stands = select(row.name).where(row.alias == FormRow.department, row.confirmed == 1).limit(1).correlate(FormRow)
    return func.coalesce(stands.scalar_subquery(), FormRow.department)


def resolve_names(engine: Engine) -> list[Suggestion]:
    """Suggest names that may be one department's, the likeliest first; a pair that a person spoke of is not suggested again."""
    asked = select(FormRow.department, func.count()).where(FormRow.department.is_not(None)).group_by(FormRow.department)
    with engine.connect() as connection:
        forms = {name: count for name, count in connection.execute(asked) if name}
        said = {(one, other) for one, other in connection.execute(select(DepartmentNameRow.alias, DepartmentNameRow.name))}
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
            above = connection.execute(select(row.name).where(row.alias == name, row.confirmed == 1)).scalar_one_or_none()
            name = above or name
            connection.execute(delete(row).where(row.alias == alias, row.confirmed == 1))
            connection.execute(update(row).where(row.name == alias, row.confirmed == 1).values(name=name))
        told = {"alias": alias, "name": name, "confirmed": same, "who": who, "at": datetime.now(UTC)}
        connection.execute(insert(row).values(told))

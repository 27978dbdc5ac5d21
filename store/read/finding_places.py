"""Where the findings of a database stand in their files."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import Engine, and_, or_, select

from store.tables import FindingRow, SourceRow


class FindingPlace(NamedTuple):
    """A piece of a value of the line that a finding is about: its column, and its page, its line or its place in a sheet.

    All are None where nothing of the line has a place.
    """

    field: str | None
    page: int | None
    line: int | None
    place: str | None


def find_finding_places(
    engine: Engine, form_ids: Collection[int] | None = None
) -> Iterator[tuple[FindingPlace, ...]]:
    """Yield the places of each finding of some forms, or of all, in the order in which the findings are listed."""
    is_of_fund = and_(SourceRow.entity == "fund", SourceRow.entity_id == FindingRow.fund_id)
    is_of_indicator = and_(
        SourceRow.entity == "indicator",
        SourceRow.entity_id == FindingRow.indicator_id,
        FindingRow.fund_id.is_(None),
    )
    is_of_form = and_(
        SourceRow.entity == "form", FindingRow.indicator_id.is_(None), FindingRow.fund_id.is_(None)
    )
    is_of_line = or_(is_of_fund, is_of_indicator, is_of_form)
    rows = (
        select(FindingRow.id, SourceRow.field, SourceRow.page, SourceRow.line, SourceRow.place)
        .outerjoin(SourceRow, and_(SourceRow.form_id == FindingRow.form_id, is_of_line))
        .order_by(FindingRow.form_id, FindingRow.id, SourceRow.id)
    )
    if form_ids is not None:
        rows = rows.where(FindingRow.form_id.in_(form_ids))
    with engine.connect() as connection:
        for _, pieces in groupby(connection.execute(rows), key=lambda row: row[0]):
            yield tuple(FindingPlace(*piece[1:]) for piece in pieces)

"""``hebiao corrections``: what people corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand, option

if TYPE_CHECKING:
    from store import Correction

COLUMNS = ("id", "file", "form", "entity", "row", "field", "before", "after", "who", "at", "note", "state")


@click.command(cls=TranslatedCommand, help="corrections")
@options.database
@option("--lost", "is_lost_only", is_flag=True, text="lost")
@option(
    *("--export", "cases"),
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="CASES.json",
    text="export-cases",
)
@options.result_format
def corrections(url: str, form: str, cases: Path | None, *, is_lost_only: bool) -> None:
    """Write the corrections, or those in force as test cases."""
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, as_json, write
    from hebiao.review import CASE_FIELDS, find_states, list_cases
    from store import find_files, list_corrections

    with opened(url) as engine:
        if cases is not None:
            write(as_json(CASE_FIELDS, list_cases(engine)), cases)
            return
        states = find_states(engine, list_corrections(engine))
        files = find_files(engine, {one.sha256 for one in states})
    rows = [
        _make_row(one, files.get(one.sha256), state)
        for one, state in states.items()
        if state == "lost" or not is_lost_only
    ]
    write(FORMATS[form](COLUMNS, rows))


def _make_row(one: Correction, file: str | None, state: str) -> list[object]:
    place = (file, one.form_ordinal, one.entity, one.row_key, one.field)
    made = (one.before, one.after, one.who, one.at.isoformat(timespec="seconds"), one.note)
    return [one.id, *place, *made, state]

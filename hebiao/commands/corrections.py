"""``hebiao corrections``: what people corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from hebiao.commands import options

if TYPE_CHECKING:
    from store.people.correcting import Correction

COLUMNS = ("id", "file", "form", "entity", "row", "field", "before", "after", "who", "at", "note", "state")


@click.command()
@options.database
@click.option("--lost", is_flag=True, help="只列重新读取后找不到位置的更正。")
@click.option(
    "--export",
    "cases",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    metavar="CASES.json",
    help="把有效的更正写成测试用例(JSON):文件哈希、表的序号、行、字段、改前、改后。",
)
@options.result_format
def corrections(url: str, form: str, cases: Path | None, *, lost: bool) -> None:
    """人工更正的清单:谁、何时、把什么改成了什么。

    state:in-force 有效;undone 已撤销;lost 重新读取后找不到位置(更正仍保留)。
    """
    from hebiao.database import opened
    from hebiao.reporting.output import FORMATS, write
    from hebiao.review.correcting import correction_cases, states_of
    from store.people.correcting import corrections as made
    from store.people.correcting import files_by_content

    with opened(url) as engine:
        if cases is not None:
            write(correction_cases(engine), cases)
            return
        states = states_of(engine, made(engine))
        files = files_by_content(engine, {one.sha256 for one in states})
    rows = [
        _row(one, files.get(one.sha256), state)
        for one, state in states.items()
        if state == "lost" or not lost
    ]
    write(FORMATS[form](COLUMNS, rows))


def _row(one: Correction, file: str | None, state: str) -> list[object]:
    what = (one.entity, one.row_key, one.field, one.before, one.after)
    return [
        one.id,
        file,
        one.form_ordinal,
        *what,
        one.who,
        one.at.isoformat(timespec="seconds"),
        one.note,
        state,
    ]

"""``hebiao export``: all tables for Excel, and for other programs."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from hebiao.commands import options
from hebiao.errors import WrongUsage


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE.xlsx|FOLDER",
    help="Excel 文件(扩展名 .xlsx),或放 CSV、Parquet 文件的文件夹。",
)
@options.database
@click.option(
    "--format", "form", type=click.Choice(["csv", "parquet"]), default=None, help="文件夹中的格式,默认 csv。"
)
@click.option("--year", type=int, default=None, metavar="Y", help="只导出这一年的表。")
@click.option("--department", default=None, metavar="NAME", help="只导出这个部门的表(名称须完整)。")
def export(*, target: Path, url: str, form: str | None, year: int | None, department: str | None) -> None:
    """导出全部数据:Excel(先是汇总,再是每个数据表一页)、CSV 或 Parquet。

    文字一律是文字,不会变成公式;Excel 里超过 15 位的数按文字写出。CSV
    中会被当作公式的文字前加一个撇号,要原样的文字请用 Excel 或 Parquet。
    """
    from hebiao.database import opened
    from hebiao.reporting.exporting import export_folder, export_workbook
    from store.search.filtering import FormFilter

    chosen = FormFilter(year=(str(year),) if year else (), department=(department,) if department else ())
    as_workbook = target.suffix.lower() == ".xlsx"
    _refuse_what_cannot_be(target, form, as_workbook=as_workbook)
    with opened(url) as engine:
        done = (
            export_workbook(engine, target, chosen)
            if as_workbook
            else export_folder(engine, target, chosen, form or "csv")
        )
    for line in (
        f"{done.rows['form']} 张表,{sum(done.rows.values())} 行,写入 {target}",
        *_told(done.split, done.cut),
    ):
        click.echo(line, err=True)


def _refuse_what_cannot_be(target: Path, form: str | None, *, as_workbook: bool) -> None:
    if as_workbook and form is not None:
        raise click.UsageError(".xlsx 文件没有别的格式,--format 只用于文件夹")
    if not as_workbook and target.exists() and not target.is_dir():
        raise click.UsageError(f"{target} 不是文件夹;Excel 文件的扩展名应是 .xlsx")
    if form == "parquet" and find_spec("pyarrow") is None:
        raise WrongUsage("parquet 格式需要 pyarrow:pip install hebiao[parquet]")


def _told(split: tuple[str, ...], cut: int) -> list[str]:
    told = [f"超过 Excel 一页的行数,分成多页:{'、'.join(split)}"] if split else []
    return told + (
        [f"{cut} 处文字超过 Excel 一格的 32767 个字符,已截断;全文请导出 CSV 或 Parquet"] if cut else []
    )

"""Labels of recognised pages are put right where one known text alone is near, and nothing else is."""

from __future__ import annotations

import pytest

from extract import Alternative, Box, Cell, CellReading, Document, Grid, Line
from normalize import snap_labels

HEADS = ["绩效指标", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"]
FUND_HEADS = ["项目资金(万元)", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]


def make_box(row: int, col: int) -> Box:
    return Box(1, 10.0 * col, 10.0 * row, 10.0 * col + 10, 10.0 * row + 10)


def snap(
    rows: list[list[str]], readings: tuple[CellReading, ...] = (), scanned: tuple[int, ...] = (1,)
) -> list[list[str]]:
    cells = [
        Cell(row, col, text, (make_box(row, col),))
        for row, texts in enumerate(rows)
        for col, text in enumerate(texts)
    ]
    grid = Grid(len(rows), max(map(len, rows)), tuple(cells))
    document = Document("pdf", "ocr", 1, (grid,), readings=readings, scanned=scanned)
    snapped: list[list[str]] = [[] for _ in rows]
    for cell in snap_labels(document).grids[0].cells:
        snapped[cell.row].append(cell.text)
    return snapped


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        (["项曰名称", "综合治理项目"], ["项目名称", "综合治理项目"]),
        (["项目资金(方元)"], ["项目资金(万元)"]),
        (["年度总休目标"], ["年度总体目标"]),
        (["项目名称", "项目概兄"], ["项目名称", "项目概兄"]),
    ],
)
def test_labels_of_the_head(read: list[str], printed: list[str]) -> None:
    assert snap([read]) == [printed]


def test_sources_of_funds_and_their_heads() -> None:
    heads = ["项目资金(方元)", "", "年初顶算数", "仝年预算数", "全年执行数", "分直", "执行率", "得份"]
    snapped = snap([heads, ["", "年度资金总客额", "100"], ["", "其中:财玫拨款", "一"]])
    assert snapped == [FUND_HEADS, ["", "年度资金总额", "100"], ["", "其中:财政拨款", "—"]]


def test_levels_but_no_name_of_an_indicator() -> None:
    row = ["", "产出指示(50分)", "数最指标", "预算执行度", "≥5项", "一", "10", "10", "预算执行度"]
    snapped = snap([HEADS, row])[1]
    assert snapped == ["", "产出指标(50分)", "数量指标", "预算执行度", "≥5项", "—", "10", "10", "预算执行度"]


@pytest.mark.parametrize(
    ("read", "printed"), [(".6.00", "6.00"), ("8.00.", "8.00"), (".5", ".5"), ("4.", "4"), ("9.1.2", "9.1.2")]
)
def test_specks_beside_points(read: str, printed: str) -> None:
    assert snap([HEADS, ["", "", "", "", "", "", read, "", ""]])[1][6] == printed


def test_two_known_texts_as_near_are_none() -> None:
    assert snap([["口级主管部门"]]) == [["口级主管部门"]]


def test_an_alternative_that_is_known_comes_first() -> None:
    likely = (
        Alternative("口级主管部门", 0.2),
        Alternative("市级主管部门", 1.4),
        Alternative("县级主管部门", 5.0),
    )
    reading = CellReading(make_box(0, 0), "口级主管部门", 0.8, likely)
    assert snap([["口级主管部门"]], (reading,)) == [["市级主管部门"]]


def test_a_text_that_was_read_surely_stays() -> None:
    reading = CellReading(make_box(1, 1), "项目管护", 0.9999)
    assert snap([HEADS, ["", "项目管护"]], (reading,))[1] == ["", "项目管护"]
    assert snap([HEADS, ["", "项目管护"]])[1] == ["", "项目管理"]


def test_printed_pages_stay() -> None:
    assert snap([["项曰名称"]], scanned=(2,)) == [["项曰名称"]]


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("单位整体支出绩效自评表", "单位整体支出绩效自评表"),
        ("项曰支出绩效自评表", "项目支出绩效自评表"),
        ("云澜市民政局部门整体支出绩郊自评表(2023年度)", "云澜市民政局部门整体支出绩效自评表(2023年度)"),
    ],
)
def test_titles(read: str, printed: str) -> None:
    lines = (Line(read, make_box(0, 0)),)
    assert snap_labels(Document("pdf", "ocr", 1, (), tail=lines, scanned=(1,))).tail[0].text == printed


def test_lines_outside_tables() -> None:
    lines = (Line("市民政局项目支出绩效白评表", make_box(0, 0)), Line("单位:方元", make_box(1, 0)))
    document = Document("pdf", "ocr", 1, (), tail=lines, scanned=(1,))
    assert [line.text for line in snap_labels(document).tail] == ["市民政局项目支出绩效自评表", "单位:万元"]

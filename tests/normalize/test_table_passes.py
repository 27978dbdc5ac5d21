"""Tables that a line of text parts, in common columns."""

from __future__ import annotations

from extract.grid import Box, Cell, Document, Grid, Line
from normalize import read_forms

HEAD = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
WIDTH = 60.0


def grid(rows, before=()):
    """Print rows of (text, columns) in columns of one width; a grid has only the edges that its cells print."""
    placed = []
    for y, row in enumerate(rows):
        x = 0
        for text, span in row:
            placed.append((y, x, span, text))
            x += span
    edges = sorted({x for _, x, span, _ in placed} | {x + span for _, x, span, _ in placed})
    cells = tuple(
        Cell(
            y,
            edges.index(x),
            text,
            (Box(1, x * WIDTH, y * 20, (x + s) * WIDTH, y * 20 + 20),),
            1,
            edges.index(x + s) - edges.index(x),
        )
        for y, x, s, text in placed
    )
    lines = tuple(Line(text, Box(page=1, x0=0, top=0, x1=9, bottom=9)) for text in before)
    return Grid(len(rows), len(edges) - 1, cells, lines, xs=tuple(x * WIDTH for x in edges))


def test_lines_below_a_text_stand_in_their_columns_whatever_other_edges_the_head_had():
    head = [
        [(text, 2) for text in HEAD],
        [("产出指标", 2), ("数量指标", 2), ("修渠", 2), ("2公里", 2), ("2公里", 2), ("60", 2), ("60", 2)],
    ]
    funds = [[("项目名称", 1), ("河渠整修", 13)], [("年度资金总额", 5), ("100", 9)]]
    more = [[("", 2), ("质量指标", 2), ("验收", 2), ("合格", 2), ("合格", 2), ("40", 2), ("38", 2)]]
    (form,) = read_forms(
        Document("pdf", "pdfium", 1, (grid([*funds, *head], ["项目支出绩效自评表"]), grid(more, ["续表"])))
    ).forms
    last = form.indicators[-1]
    assert (last.level1, last.level2, last.level3, last.target, last.weight_text, last.score_text) == (
        "产出指标",
        "质量指标",
        "验收",
        "合格",
        "40",
        "38",
    )

"""Columns by the white between texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from extract.layout.borderless.columns import find_blocks, find_edges, split_blocks
from support.ink import EM, ink_lines, read_table


def test_a_row_of_merged_cells_among_others_makes_no_columns_of_its_own():
    """Its texts stand over the edges of the columns, and with the rows below them the white is elsewhere."""
    head = [(35, 0, "主管管"), (155, 0, "某某局")]
    funds = [
        run
        for n in range(1, 4)
        for run in ((0, 20 * n, "资金资"), (95, 20 * n, "总总额"), (185, 20 * n, "100"))
    ]
    rows = [(60 * col, 20 * n, "培训人员") for n in range(4, 12) for col in range(4)]
    page = ink_lines(*head, *funds, *rows)
    found, _ = find_blocks(page.lines, EM)
    assert [len(find_edges(some, EM)) - 1 for some in (found, split_blocks(page.lines, found, EM))] == [7, 4]


def test_a_total_that_crosses_the_columns_leaves_them_alone():
    rows = [
        run
        for n in range(4)
        for run in ((0, 30 * n, "产出"), (60, 30 * n, "数量"), (150, 30 * n, "8"), (200, 30 * n, "8"))
    ]
    found = read_table(*rows, (35, 120, "总分"), (145, 120, "100"), (200, 120, "99"))
    columns = {col: [text for (_, at), (text, *_) in found.items() if at == col] for _, col in found}
    assert ["8", "8", "8", "8", "100"] in columns.values()
    assert ["8", "8", "8", "8", "99"] in columns.values()


widths = st.lists(st.integers(1, 6), min_size=3, max_size=7)


@given(widths, st.integers(3, 8), st.randoms(use_true_random=False))
def test_every_gutter_has_an_edge_and_every_text_its_column(shares, rows, random):
    starts = np.cumsum([0, *(EM * (share + 1) for share in shares)]).tolist()
    texts = [[random.randint(1, share) for share in shares] for _ in range(rows)]
    texts[0] = shares
    page = ink_lines(
        *(
            (start, 30.0 * row, "字" * n)
            for row, line in enumerate(texts)
            for start, n in zip(starts, line, strict=False)
        )
    )
    found, lost = find_blocks(page.lines, EM)
    xs = find_edges(found, EM)
    assert len(found) == 1
    assert lost < 1
    assert all(
        low <= start and start + EM * share <= high
        for (low, high), start, share in zip(pairwise(xs), starts, shares, strict=False)
    )

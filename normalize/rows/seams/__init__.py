"""Page ends inside tables: what goes on over them. ``extract`` leaves them as seams; everything about them is decided here.

``decide_seams`` puts a grid's pages together, by rulings first and then by what the cells print:

1. rows on top of a page that only repeat a head go (``repeated_heads``);
2. a row between whose halves no ruling stands is one row, unless both are whole (``open_rows``);
3. of other rows the cells that no ruling parts go on, as labels beside several rows do;
4. a label that only the later page prints stands beside all its rows (``late_labels``).

``mend_page_starts`` then looks at the words of rows that rulings close on both sides, as word processors print them:

5. the last characters of a label that stand in the cell of another row are the label's (``label_rests``);
6. level names that the later page prints first belong to the rows above them too (``late_labels``);
7. halves of labels, numbers and rows are joined, and rows that can be no halves are told to be new (``closed_rows``).
"""

from __future__ import annotations

from collections.abc import Iterable

from normalize.rows.row import Row
from normalize.rows.seams.closed_rows import join_halves
from normalize.rows.seams.joining import decide_seams
from normalize.rows.seams.label_rests import return_rests
from normalize.rows.seams.late_labels import give_late_names

__all__ = ["decide_seams", "mend_page_starts"]


def mend_page_starts(rows: Iterable[Row]) -> list[Row]:
    """Return a grid's rows, those with which a page begins joined to the rows above them as far as their words tell."""
    return join_halves(give_late_names(return_rests(rows)))

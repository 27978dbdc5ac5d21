"""Page ends inside tables: what goes on over them.

``extract`` leaves page ends as seams; everything about them is decided here.

``decide_seams`` puts a grid's pages together, by rulings first and then by what the cells print:

1. rows on top of a page that only repeat a head go (``page_part``);
2. a row between whose halves no ruling stands is one row, unless both are whole (``joining``);
3. of other rows the cells that no ruling parts go on, as labels beside several rows do;
4. a label that only the later page prints stands beside all its rows (``late_labels``).

Passes over the rows (``normalize.rows.passes``) then read the words of those that rulings close on both
sides:

5. the last characters of a label that stand in the cell of another row are the label's (``closed_rows``);
6. level names that the later page prints first belong to the rows above them too (``late_labels``);
7. halves of labels, numbers and rows are joined, and what can be no half is told to be new (``closed_rows``).
"""

from normalize.rows.seams.joining import decide_seams

__all__ = ["decide_seams"]

"""A page of a long list."""

from __future__ import annotations

from dataclasses import dataclass

ROWS = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a list stands: page ``number`` (from 1) of all that ``total`` rows fill."""

    number: int
    total: int
    rows: int = ROWS

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.rows))

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.rows

    @property
    def first_row(self) -> int:
        """The number of its first row, from 1; 0 where there is none."""
        return min(self.offset + 1, self.total)

    @property
    def last_row(self) -> int:
        """The number of its last row."""
        return min(self.offset + self.rows, self.total)


def page_at(word: str | None, total: int) -> Pages:
    """Give the page that an address asks for, the nearest one where it has no such page."""
    asked = int(word) if word and word.isascii() and word.isdigit() and len(word) < len("1000000") else 1
    whole = Pages(1, total)
    return Pages(min(max(asked, 1), whole.last), total)

"""A page of a long list."""

from __future__ import annotations

from dataclasses import dataclass

from hebiao.web.settings import SETTINGS


@dataclass(frozen=True, slots=True)
class ListPage:
    """Where a list stands: page ``number`` (from 1) of all that ``total`` rows fill."""

    number: int
    total: int
    rows: int = SETTINGS.page_rows

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


def find_page(asked: str | None, total: int) -> ListPage:
    """Return the page that an address asks for, or the nearest one where the list has no such page."""
    number = _read_number(asked or "")
    last = ListPage(1, total).last
    return ListPage(min(max(number, 1), last), total)


def _read_number(text: str) -> int:
    is_number = text.isascii() and text.isdigit()
    return int(text) if is_number and len(text) <= SETTINGS.page_number_digits else 1

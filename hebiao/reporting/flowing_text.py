"""Text that fills the lines that it is given, on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.text import Text

_KEPT_WHOLE = re.compile(r"(?:[0-9A-Za-z.,%]+|.)[,。、;:!?)》」』”’,.;:!?)%]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flowing:
    """A ``Text`` that fills the lines that it is given; nothing of it is cut off."""

    text: Text

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Return the lines."""
        for line in self.text.split(allow_blank=True):
            yield from line.divide(_breaks(line.plain, options.max_width))

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        """Tell the narrowest and the widest that it can be."""
        widest = max((cell_len(line) for line in self.text.plain.splitlines()), default=0)
        return Measurement(min(2, widest), widest).with_maximum(options.max_width)


def _breaks(line: str, width: int) -> list[int]:
    """Find the offsets at which a line of ``width`` columns is full."""
    breaks: list[int] = []
    offset = used = 0
    for piece in _pieces(line, width):
        taken = cell_len(piece)
        if used and used + taken > width:
            breaks.append(offset)
            used = 0
        used += taken
        offset += len(piece)
    return breaks


def _pieces(line: str, width: int) -> Iterator[str]:
    for whole in _KEPT_WHOLE.findall(line):
        yield from whole if cell_len(whole) > width else [whole]

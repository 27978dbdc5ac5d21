"""A line of bytes to characters, where UTF-8 and GB18030 are mixed and bytes are lost.

Among all ways to part the bytes into characters of either encoding and lost ones, the likeliest is taken:
each character has a cost, a common one none. So a byte that is missing costs one place, and not the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.text.settings import TEXT

Encoding = Literal["utf-8", "gb18030"]

_LOST = "\ufffd"
_PAIRS = re.compile(rb"(?:[\x00-\x7f]+|[\x81-\xfe][\x80-\xfe])*+")
_ASCII_END = 0x80
_FOUR_BYTES = 4


@dataclass(frozen=True, slots=True)
class _Step:
    """A character that ends somewhere, with the encoding there, the cost up to it, and what is before."""

    cost: float
    text: str
    encoding: Encoding
    before: _Step | None


def find_lines_encoding(lines: Sequence[bytes]) -> Encoding:
    """Return the encoding in which most lines with more than ASCII are plain."""
    utf_8 = gb18030 = 0
    for line in lines:
        if line.isascii():
            continue
        is_utf_8 = _is_valid(line, "utf-8")
        utf_8 += is_utf_8
        gb18030 += not is_utf_8 and _is_valid(line, "gb18030")
    return "utf-8" if utf_8 > gb18030 else "gb18030"


def _is_valid(line: bytes, encoding: Encoding) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def is_plain(line: bytes, main: Encoding) -> bool:
    """Tell whether a line has nothing but plain characters of the encoding of most of its file."""
    if line.isascii():
        return True
    return _is_valid(line, "utf-8") if main == "utf-8" else _is_plain_gb18030(line)


def _is_plain_gb18030(line: bytes) -> bool:
    """Tell whether a line is GB18030 in pairs of bytes without ASCII, which hide no lost byte, and no UTF-8."""
    return bool(_PAIRS.fullmatch(line)) and _is_valid(line, "gb18030") and not _is_valid(line, "utf-8")


def part_bytes(line: bytes, main: Encoding) -> str:
    """Return a line's text in its likeliest characters, at the least cost; ``main`` is its file's encoding.

    Byte by byte, the best way is kept for each encoding in use.
    """
    ends: list[dict[Encoding, _Step]] = [{} for _ in range(len(line) + 1)]
    ends[0][main] = _Step(0.0, "", main, None)
    for at in range(len(line)):
        for step in list(ends[at].values()):
            for length, following in _list_steps(line, at, step):
                known = ends[at + length].get(following.encoding)
                if known is None or following.cost < known.cost:
                    ends[at + length][following.encoding] = following
    last = min(ends[-1].values(), key=lambda step: _weigh_end(step, main))
    return "".join(reversed(list(_list_texts(last))))


def _weigh_end(step: _Step, main: Encoding) -> float:
    return step.cost + (TEXT.switch_cost if step.encoding != main else 0.0)


def _list_texts(last: _Step) -> Iterator[str]:
    step: _Step | None = last
    while step is not None:
        is_lost_again = step.text == _LOST and step.before is not None and step.before.text == _LOST
        if not is_lost_again:
            yield step.text
        step = step.before


def _list_steps(line: bytes, at: int, step: _Step) -> Iterator[tuple[int, _Step]]:
    """Yield how the line may go on at a byte: with a character of either encoding, or a lost one."""
    if line[at] < _ASCII_END:
        yield 1, _Step(step.cost, chr(line[at]), step.encoding, step)
        return
    for encoding, length in _list_lengths(line, at):
        char = line[at : at + length]
        cost = _weigh_utf_8(char) if encoding == "utf-8" else _weigh_gb18030(char)
        if cost is not None:
            switch = TEXT.switch_cost if encoding != step.encoding else 0.0
            yield length, _Step(step.cost + cost + switch, char.decode(encoding), encoding, step)
    cost = TEXT.next_lost_cost if step.text == _LOST else TEXT.lost_cost
    yield 1, _Step(step.cost + cost, _LOST, step.encoding, step)


def _list_lengths(line: bytes, at: int) -> Iterator[tuple[Encoding, int]]:
    for length in (2, 3, 4):
        if at + length <= len(line):
            yield "utf-8", length
    for length in (2, 4):
        if at + length <= len(line):
            yield "gb18030", length


def _weigh_utf_8(char: bytes) -> float | None:
    """Return what a character of UTF-8 costs; None where the bytes are none."""
    text = _decode_one(char, "utf-8")
    if text is None:
        return None
    return 0.0 if "\u2000" <= text <= "\uffef" or text in TEXT.latin_signs else TEXT.rare_cost


def _weigh_gb18030(char: bytes) -> float | None:
    """Return what a character of GB18030 costs; None where the bytes are none.

    The rows of GB2312 that hold its signs and its 3755 common characters cost nothing. A second byte that is
    ASCII may be a letter or a pipe behind a lost byte.
    """
    text = _decode_one(char, "gb18030")
    if text is None:
        return None
    if len(char) == _FOUR_BYTES:
        return 0.0 if text in TEXT.latin_signs else TEXT.four_bytes_cost
    lead, trail = char
    if trail < _ASCII_END:
        return TEXT.swallowed_pipe_cost if trail == ord("|") else TEXT.ascii_trail_cost
    is_gb2312 = trail > 0xA0  # noqa: PLR2004 - where the bytes of GB2312 begin
    is_common = 0xB0 <= lead <= 0xD7 or 0xA1 <= lead <= 0xA3  # noqa: PLR2004 - its common rows
    if is_gb2312 and is_common:
        return 0.0
    is_second_level = 0xD8 <= lead <= 0xF7  # noqa: PLR2004 - its other characters
    return TEXT.second_level_cost if is_gb2312 and is_second_level else TEXT.rare_cost


def _decode_one(char: bytes, encoding: Encoding) -> str | None:
    try:
        text = char.decode(encoding)
    except UnicodeDecodeError:
        return None
    is_private = "\ue000" <= text <= "\uf8ff"
    return text if len(text) == 1 and not is_private else None

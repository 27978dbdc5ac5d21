"""Bytes of a text file to characters: UTF-8, GB18030, UTF-16, UTF-32, and Big5 where that is certain.

What the bytes are decides, never what the file says of itself: saved pages often name a wrong charset.
"""

from __future__ import annotations

import codecs
import re

from extract.errors import BrokenEncoding, NoText
from extract.text.mixed_bytes import find_lines_encoding, is_plain, part_bytes
from extract.text.settings import TEXT

LOST = "\ufffd"
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as the mark of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_KNOWN = re.compile(
    "[\t\n\r -~\u00a0\u00b0-\u00b3\u00b7\u00d7\u2010-\u2027\u2030\u2103\u2160-\u2169\u2200-\u22ff"
    "\u2460-\u249b\u2500-\u25ff\u3000-\u303f\u3200-\u33ff\u4e00-\u9fff\uff00-\uffef]"
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
# what a broken byte makes of a character: signs of which no form prints a single one
_FOREIGN = re.compile(
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u1fff\u2c00-\u2e7f\u3100-\u312f\u3130-\u31ef\ua000-\ud7ff]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_BYTE = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f]")
# two of U+FFFD in UTF-8, taken for GB18030 by a program that saved them so
_LOST_TWICE = "\u951f\u65a4\u62f7"
_TWO_BYTES = 2


def decode(data: bytes) -> str:
    """Return the text of ``data``; each stretch of bytes that is no character of it becomes one U+FFFD.

    ``NoText`` where it is none, ``BrokenEncoding`` where too much of it is lost to be read.
    """
    text = _mark_lost(_decode_bytes(data))
    lost = text.count(LOST)
    chinese = len(_CHINESE.findall(text))
    if lost and (not chinese or _is_unlikely(text)):
        raise NoText
    if lost > chinese * TEXT.most_lost_share:
        if len(_KNOWN.findall(text)) < len(text) * TEXT.text_share:
            raise NoText
        raise BrokenEncoding(count=lost)
    return text


def _is_unlikely(text: str) -> bool:
    """Tell whether few of a text's characters are common ones: bytes that mean nothing give any."""
    chinese = _CHINESE.findall(text[: TEXT.sample_bytes])
    common = sum(b"\xb0\xa1" <= char.encode("gb18030") <= b"\xd7\xf9" for char in chinese)
    return bool(common < len(chinese) * TEXT.common_share)


def _mark_lost(text: str) -> str:
    text = _CONTROL.sub(LOST, text.replace(_LOST_TWICE, LOST))
    if len(_FOREIGN.findall(text)) <= TEXT.most_foreign:
        text = _FOREIGN.sub(LOST, text)
    return text


def _decode_bytes(data: bytes) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _decode_marked(data, mark, encoding)
    wide = _decode_unmarked(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_big5(data) or _decode_lines(data)


def _decode_marked(data: bytes, mark: bytes, encoding: str) -> str:
    rest = data.removeprefix(mark)
    if encoding == "utf-8":
        return _decode_lines(rest)
    return _decode_wide(rest, encoding)


def _decode_unmarked(data: bytes) -> str | None:
    """Decode UTF-16 or UTF-32 without its mark; None where that gives not mostly Chinese and ASCII."""
    if data.count(b"\0") < len(data) * TEXT.zero_share:
        return None
    for encoding in _WIDE:
        text = _decode_wide(data[: TEXT.sample_bytes], encoding)
        if _count_known(text) < len(text) * TEXT.text_share:
            continue  # a large file of no text is not looked through
        text = _decode_wide(data, encoding)
        if _CHINESE.search(text) and _count_known(text) >= len(text) * TEXT.known_share:
            return text
    return None


def _count_known(text: str) -> int:
    return len(_KNOWN.findall(text))


def _decode_wide(data: bytes, encoding: str) -> str:
    """Decode UTF-16 or UTF-32.

    A byte that is lost or one too many cuts all characters after it in two: there the reading goes on one
    byte later.
    """
    text = data.decode(encoding, errors="replace")
    is_short = len(data) <= TEXT.most_parted_bytes
    if is_short and "16" in encoding and _count_known(text) < len(text):
        text = _decode_shifted(data, encoding) or text
    return text


def _decode_shifted(data: bytes, encoding: str) -> str | None:
    """Decode UTF-16 with one byte lost or too many; None where no place of it makes more characters known."""
    before, after = _know_units(data, encoding), _know_units(data[1:], encoding)
    at, gain = _find_turn(before, after)
    if gain < TEXT.shift_gain:
        return None
    first = data[: _TWO_BYTES * at].decode(encoding, errors="replace")
    return first + LOST + data[_TWO_BYTES * at + 1 :].decode(encoding, errors="replace")


def _know_units(data: bytes, encoding: str) -> list[bool]:
    even = data[: len(data) // _TWO_BYTES * _TWO_BYTES]
    chars = (even[at : at + _TWO_BYTES].decode(encoding, errors="replace") for at in range(0, len(even), 2))
    return [_KNOWN.match(char) is not None for char in chars]


def _find_turn(before: list[bool], after: list[bool]) -> tuple[int, int]:
    """Return up to which character the first reading is taken, and how many more are known by that."""
    best = score = sum(after)
    turn = 0
    for at, (first, second) in enumerate(zip(before, after, strict=False), 1):
        score += first - second
        if score > best:
            best, turn = score, at
    return turn, best - sum(before)


def _decode_big5(data: bytes) -> str | None:
    """Decode Big5 where nearly all characters are common in it, and few would be in GB18030."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return None
    chinese = _CHINESE.findall(text)
    common = sum(b"\xa4\x40" <= char.encode("cp950") <= b"\xc6\x7e" for char in chinese)
    if len(chinese) < TEXT.big5_characters or common < len(chinese) * TEXT.known_share:
        return None
    simplified = _CHINESE.findall(data.decode("gb18030", errors="replace"))
    in_use = sum(b"\xb0\xa1" <= char.encode("gb18030") <= b"\xd7\xf9" for char in simplified)
    return text if in_use < len(chinese) * TEXT.big5_share else None


def _decode_lines(data: bytes) -> str:
    """Decode each line by itself: files that several programs wrote mix UTF-8 and GB18030."""
    sample = data[: TEXT.sample_bytes]
    if len(_CONTROL_BYTE.findall(sample)) > len(sample) * TEXT.most_control_share:
        raise NoText
    lines = data.split(b"\n")
    main = find_lines_encoding(lines)
    texts: list[str] = []
    left = TEXT.most_parted_bytes
    for line in lines:
        is_broken = not is_plain(line, main)
        left -= len(line) * is_broken
        if is_broken and left > 0:
            texts.append(part_bytes(line, main))
        else:
            texts.append(line.decode(main, errors="replace"))
    return "\n".join(texts)

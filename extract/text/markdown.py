"""What converters leave in Markdown: escaped signs, bold, and tables in HTML between its lines."""

from __future__ import annotations

import html
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from extract.text.rows import has_dashes, opens_drawn_table

_RULE_CELL = r"\s*(?:-{3,}|:-+:?|-+:)\s*"
_RULE = re.compile(rf"\s*\|?{_RULE_CELL}(?:\|{_RULE_CELL})+\|?\s*")
_ESCAPED = re.compile(r"\\([!\"#$%&'()*+,\-./:;<=>?@\[\]^_`{}~])")
_ESCAPED_COMPARATOR = re.compile(r"\\[<>=*~%]")
_ESCAPED_IN_HTML = re.compile(r"\\(?=&[gl]t;)|\\([>=*_~#.+\-()\[\]!])")
_BOLD = re.compile(r"\*\*(?=[^\s*])([^|]*?[^\s*])\*\*")
_WRAPPERS = r"(?:</?(?:html|body|div|center|p)\b[^>]*>[ \t]*)+"
_WRAPPER = re.compile(_WRAPPERS, re.IGNORECASE)
_TABLE_AT_LINE_START = re.compile(rf"^[ \t]*(?:{_WRAPPERS})?<table\b", re.IGNORECASE | re.MULTILINE)
_TABLE_WITH_ROWS = re.compile(r"<table\b[^>]*>\s*<(?:tr|thead|tbody|colgroup|caption)\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)


_FORMULA = re.compile(r"\$([^$|\n]{1,60})\$")
_COMMAND = re.compile(r"\\([a-z]+) *")
_WORDS = re.compile(r"\\(?:mathrm|text|mathbf|operatorname) *\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a text, the number of its first line, and whether it is a table in HTML."""

    text: str
    first_line: int
    is_html: bool


def is_markdown(lines: Sequence[str]) -> bool:
    """Tell whether a text has a table of Markdown: a row of pipes over ``|---|---|``."""
    return any(map(_RULE.fullmatch, lines))


def has_escapes(lines: Sequence[str]) -> bool:
    """Tell whether a text with tables drawn by characters is Markdown, too: some of its signs are escaped."""
    is_drawn = any(opens_drawn_table(line) or has_dashes(line) for line in lines)
    return is_drawn and any(map(_ESCAPED_COMPARATOR.search, lines))


def strip_markdown(line: str) -> str:
    r"""Take the marks out of a line of Markdown: ``\>=90`` is ``>=90``, ``**总分**`` is ``总分``.

    An escaped pipe stays as it is, for it parts no cells.
    """
    return _BOLD.sub(r"\1", _ESCAPED.sub(r"\1", read_formulas(line)))


def read_formulas(text: str) -> str:
    r"""Return a text with short formulas of LaTeX as they print: ``$\geq 9 8 \%$`` is ``≥98%``.

    A formula with anything but figures and known signs stays as it is.
    """
    return _FORMULA.sub(_read_formula, text)


def _read_formula(found: re.Match[str]) -> str:
    signs = _load_signs()
    printed = _COMMAND.sub(lambda m: signs.get(m[1], m[0]), _WORDS.sub(r"\1", found[1]))
    printed = printed.replace("\\%", "%").replace("&gt;", ">").replace("&lt;", "<")
    if any(sign in printed for sign in "\\{}^_&") or not any(map(str.isdigit, printed)):
        return found[0]
    return re.sub(r"\s+", "", printed)


@cache
def _load_signs() -> Mapping[str, str]:
    text = files("extract.text").joinpath("formulas.toml").read_text("utf-8")
    signs: Mapping[str, str] = tomllib.loads(text)["signs"]
    return signs


def has_html_tables(text: str) -> bool:
    """Tell whether a text holds tables in HTML, as OCR programs write them into Markdown.

    Within a line a table shows its rows; the tag alone may be what the text is about.
    """
    return _TABLE_AT_LINE_START.search(text) is not None or _TABLE_WITH_ROWS.search(text) is not None


def split_blocks(text: str) -> Iterator[Block]:
    """Part a text into its tables in HTML and what stands between them."""
    done = 0
    for start, end in _find_tables(text):
        yield _make_block(text, done, start, is_html=False)
        yield _make_block(text, start, end, is_html=True)
        done = end
    yield _make_block(text, done, len(text), is_html=False)


def _make_block(text: str, start: int, end: int, *, is_html: bool) -> Block:
    block = text[start:end]
    block = _read_html_block(block) if is_html else _WRAPPER.sub("", block)
    return Block(block, text.count("\n", 0, start) + 1, is_html)


def _read_html_block(block: str) -> str:
    return _ESCAPED_IN_HTML.sub(r"\1", _FORMULA.sub(lambda m: html.escape(_read_formula(m)), block))


def _find_tables(text: str) -> Iterator[tuple[int, int]]:
    """Return where each outermost table begins and ends; one that never ends goes to the end of the text."""
    depth = start = 0
    for tag in _TABLE_TAG.finditer(text):
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                yield start, tag.end()
    if depth:
        yield start, len(text)

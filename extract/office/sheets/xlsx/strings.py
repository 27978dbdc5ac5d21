"""The texts of an Excel package: shared and inline strings, their runs and escapes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from extract.office.sheets.collecting import Run
from extract.office.sheets.xlsx.styles import is_unseen, read_font
from extract.office.sheets.xml_stream import forget, refuse_broken, stream_elements
from extract.office.xml_tree import local_name

Text = str | Sequence[Run]

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PAPER = "FFFFFF"


def read_shared_strings(data: bytes, part: str) -> Sequence[Text]:
    """Return the shared strings by their index; raises ``BrokenPart``."""
    texts: list[Text] = []
    with refuse_broken(part):
        for event, item in stream_elements(data, ("{*}si",)):
            if event == "end":
                texts.append(read_string(item))
                forget(item)
    return texts


def read_string(item: etree._Element) -> Text:
    """Return the text of ``si`` or ``is``, in runs where their fonts decide what is read.

    What tells how Chinese or Japanese is spoken is no part of it.
    """
    runs: list[Run] = []
    for part in item:
        name = local_name(part)
        if name == "t":
            runs.append(Run(unescape(part.text or "")))
        elif name == "r":
            runs.append(_read_run(part))
    if any(run.is_struck or run.is_raised or run.is_unseen for run in runs):
        return runs
    return "".join(run.text for run in runs)


def unescape(text: str) -> str:
    """Return a text with the characters that Excel writes as ``_x000D_``; line ends become one."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _read_run(run: etree._Element) -> Run:
    parts = {local_name(part): part for part in run}
    text = unescape(parts["t"].text or "") if "t" in parts else ""
    if "rPr" not in parts:
        return Run(text)
    font = read_font(parts["rPr"])
    return Run(text, font.is_struck, font.is_raised, is_unseen(font, _PAPER))

"""Word's binary files (.doc, .wps), by way of the package that msdoc2docx makes of them."""

from __future__ import annotations

import re
import struct
import tempfile
from pathlib import Path

from doc2docx import convert
from doc2docx.cfb import CompoundFile
from doc2docx.diagnostics import ConversionReport
from doc2docx.errors import Doc2DocxError, EncryptedDocumentError, InvalidWordDocument
from doc2docx.msdoc import FileInformationBlock, formatting, read_piece_table
from doc2docx.msdoc.sprm import PropertyModifier, parse_grpprl

from extract.errors import BrokenPackage, OtherFormat
from extract.grid import Document
from extract.messages import message
from extract.office.package import Package
from extract.office.word.docx import OtherCount, read_word_package
from extract.office.word.paragraphs import list_tokens

_FIELD_BEGINS, _FIELD_PARTS, _FIELD_ENDS = "\x13", "\x14", "\x15"
_OLD_MARK = b"\xdc\xa5"
_HARD_HYPHEN = "\x1e"
_MADE_PART = "word/document.xml"
_CONTROLS = re.compile("[\x00-\x1f]")
_BROKEN = (
    ArithmeticError, AttributeError, AssertionError, LookupError, OSError, RecursionError, TypeError, ValueError,
    struct.error,
)  # fmt: skip


def _parse_properties(
    data: bytes, *, label: str, allow_trailing_zero_padding: bool = False
) -> tuple[PropertyModifier, ...]:
    """Read a list of properties as Word does: one byte behind the last is padding, whatever it is."""
    found: tuple[PropertyModifier, ...]
    try:
        found = parse_grpprl(data, label=label, allow_trailing_zero_padding=allow_trailing_zero_padding)
    except InvalidWordDocument:
        found = parse_grpprl(data[:-1], label=label)
    return found


# LibreOffice leaves such bytes, at which the converter stops
formatting.parse_grpprl = _parse_properties


def read_doc(data: bytes) -> Document:
    """Return the tables and lines of a .doc file; raises ``Unreadable``.

    What the converter makes is held against the text that the file itself holds.
    """
    with tempfile.TemporaryDirectory(prefix="hebiao-") as folder:
        given, made = Path(folder) / "given.doc", Path(folder) / "made.docx"
        given.write_bytes(data)
        try:
            convert(given, made)
            main, boxes = _count_text(data)
        except EncryptedDocumentError as error:
            raise OtherFormat(kind=message("format-locked-office")) from error
        except (Doc2DocxError, *_BROKEN) as error:
            if _is_old(data):
                raise OtherFormat(kind=message("format-old-office")) from error
            raise BrokenPackage from error
        package = Package(made.read_bytes())
    shown = _CONTROLS.sub("", main + boxes)
    return read_word_package(package, "doc", OtherCount(shown, _find_lost_lines(boxes, package)))


def _is_old(data: bytes) -> bool:
    """Tell whether a file is of Word 6 or 95, which wrote another mark and another structure."""
    try:
        return bool(CompoundFile(data).open_stream("WordDocument")[:2] == _OLD_MARK)
    except (Doc2DocxError, *_BROKEN):
        return False


def _count_text(data: bytes) -> tuple[str, str]:
    """Return what the file's main text and its text boxes hold, without the codes of fields."""
    compound = CompoundFile(data)
    words = compound.open_stream("WordDocument")
    fib = FileInformationBlock.parse(words)
    table = compound.open_stream(fib.base.table_stream_name)
    report = ConversionReport("")
    pieces = read_piece_table(table, words, fc_clx=fib.clx.fc, lcb_clx=fib.clx.lcb, report=report)
    main = pieces.extract(0, fib.ccp_text, report, story="main")
    start = fib.textbox_story_cp_start
    boxes = pieces.extract(start, start + fib.ccp_textboxes, report, story="boxes")
    return _drop_field_codes(main), _drop_field_codes(boxes)


def _drop_field_codes(text: str) -> str:
    kept: list[str] = []
    codes: list[bool] = []
    for char in text:
        if char == _FIELD_BEGINS:
            codes.append(True)
        elif char == _FIELD_PARTS and codes:
            codes[-1] = False
        elif char == _FIELD_ENDS and codes:
            codes.pop()
        elif not any(codes):
            kept.append("-" if char == _HARD_HYPHEN else char)
    return "".join(kept)


def _find_lost_lines(boxes: str, package: Package) -> tuple[str, ...]:
    """Return the lines of text boxes that the converter left out."""
    made = _squeeze(list_tokens(package.parse(_MADE_PART)))
    lines = (_CONTROLS.sub("", line).strip() for line in boxes.split("\r"))
    return tuple(line for line in lines if line and _squeeze(line) not in made)


def _squeeze(text: str) -> str:
    return "".join(text.split())

"""What the pipeline hands to the store: one document, read and audited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from audit import Audit
from extract import Message
from normalize import Form

CUT_SHORT = "second-look-cut"
"""The code of a document's warning that a second reading of it was ended before it was done."""

UNRECOGNISED = "page-not-recognised"
"""The code of a document's warning that recognising a page of it failed."""

CODES_CUT_SHORT = (CUT_SHORT, UNRECOGNISED)
"""The codes of a document's warnings that its reading was cut short: reading it again may give more."""

CODES_WITHOUT_OCR = ("ocr-missing", "ocr-off")
"""The codes of a document's warnings that its pictures were not recognised, as nothing was there to do it."""

LOST_STATUSES = ("failed", "unread")
"""The statuses of documents that may hold a form that nobody has read: they are tried again, and told."""


@dataclass(frozen=True, slots=True)
class Record:
    """A document with its forms, each with its audit. ``status`` is ``imported``, ``no-form``, ``failed`` or ``unread``.

    ``sha256`` is the key; ``error`` is the reason why it is not ``imported``. ``second_looks`` counts the
    pages that a second engine read again, ``second_seconds`` the processor time that took, ``seconds`` the
    processor time of the whole reading. ``recognised`` and ``recognised_seconds`` are the same of pages that
    are pictures.
    """

    sha256: str
    path: str
    name: str
    format: str
    pages: int
    bytes: int
    status: str
    engine: str
    version: str
    error: Message | None = None
    warnings: tuple[Message, ...] = ()
    forms: Sequence[tuple[Form, Audit]] = ()
    glyphs: int = 0
    glyphs_in_cells: int = 0
    glyphs_outside: int = 0
    second_looks: int = 0
    second_seconds: float = 0.0
    seconds: float = 0.0
    recognised: int = 0
    recognised_seconds: float = 0.0

    @property
    def is_lost(self) -> bool:
        """Whether it may hold a form that was not read."""
        return self.status in LOST_STATUSES

    @property
    def is_cut_short(self) -> bool:
        """Whether a warning says that the reading was ended before it was done."""
        return any(warning.code in CODES_CUT_SHORT for warning in self.warnings)

    @property
    def lacks_ocr(self) -> bool:
        """Whether a warning says that nothing was there to recognise its pictures."""
        return any(warning.code in CODES_WITHOUT_OCR for warning in self.warnings)

"""Why a file cannot be read: a tree of refusals, each with its code in the catalogue of messages.

    Unreadable
        FileRefused          the system does not give its bytes
            FileMissing, IsFolder, NoRegularFile, NoPermission, ReadFailed
        FormatRefused        its content is of no kind that is read
            EmptyFile, BrokenPicture, OtherFormat, NoText, BrokenEncoding
        PdfRefused           it is a PDF that no reader opens
            LockedPdf, BrokenPdf, PdfWithoutPages
        OfficeRefused        it is an Office, OFD or web file that no reader opens
            BrokenPackage, BrokenPart, MissingPart
        LimitExceeded        it is larger than the caller allows
            FileTooLarge, TooManyPages, PartTooLarge, PictureTooLarge, TooDeep
        OcrMissing           it is a picture, and what recognises pictures is not installed

Other rooms add subclasses where they refuse files for reasons of their own.
"""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from extract.messages import Argument, message


class Unreadable(Exception):
    """The file cannot be read; ``message`` tells why, without the file's name.

    ``code`` is the refusal's entry in the catalogue, which classes that only group others lack; the arguments
    by name fill its blanks. The text of the
    exception is the message as data: a sentence is made where somebody reads it.
    """

    code: ClassVar[str]

    def __init__(self, **args: Argument) -> None:
        self.message = message(self.code, **args)
        super().__init__(" ".join([self.code, *(f"{name}={value}" for name, value in self.message.args)]))

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the refusal by its arguments."""
        return partial(type(self), **dict(self.message.args)), ()


class FileRefused(Unreadable):
    """The system does not give the file's bytes."""


class FileMissing(FileRefused):
    """There is no such file."""

    code = "missing-file"


class IsFolder(FileRefused):
    """The path names a folder."""

    code = "folder-no-file"


class NoRegularFile(FileRefused):
    """The path names a pipe, a socket or a device."""

    code = "no-regular-file"


class NoPermission(FileRefused):
    """The file may not be read."""

    code = "no-permission"


class ReadFailed(FileRefused):
    """The system fails to read the file; ``reason`` is what it says."""

    code = "read-failed"


class FormatRefused(Unreadable):
    """The file's content is of no kind that is read."""


class EmptyFile(FormatRefused):
    """The file holds nothing but blanks."""

    code = "empty-file"


class BrokenPicture(FormatRefused):
    """The picture is incomplete or broken."""

    code = "broken-picture"


class OtherFormat(FormatRefused):
    """The file is of another ``kind``, a message that names it."""

    code = "other-format"


class NoText(FormatRefused):
    """The file is neither a PDF nor text in a known encoding."""

    code = "no-text"


class BrokenEncoding(FormatRefused):
    """So many bytes of the text are broken that nobody can tell what it says: in ``count`` places."""

    code = "broken-encoding"


class PdfRefused(Unreadable):
    """The PDF cannot be opened."""


class LockedPdf(PdfRefused):
    """The PDF needs a password."""

    code = "locked-pdf"


class BrokenPdf(PdfRefused):
    """The PDF is incomplete or broken."""

    code = "broken-pdf"


class PdfWithoutPages(PdfRefused):
    """The PDF has no pages."""

    code = "no-pages"


class OfficeRefused(Unreadable):
    """The Office, OFD or web file cannot be opened."""


class BrokenPackage(OfficeRefused):
    """The package of parts, or the old Office file, is incomplete or broken."""

    code = "broken-package"


class BrokenPart(OfficeRefused):
    """A ``part`` of the file, by its name in the package, is broken."""

    code = "broken-part"


class MissingPart(OfficeRefused):
    """The file lacks a ``part`` without which it cannot be read."""

    code = "missing-part"


class LimitExceeded(Unreadable):
    """The file is larger than the caller allows."""


class FileTooLarge(LimitExceeded):
    """The file has more bytes than ``size`` (in MB, as text) tells."""

    code = "large-file"


class TooManyPages(LimitExceeded):
    """The PDF has ``count`` pages, more than ``most``."""

    code = "many-pages"


class PartTooLarge(LimitExceeded):
    """A ``part`` of the file inflates to more than ``size`` (in MB, as text)."""

    code = "large-part"


class PictureTooLarge(LimitExceeded):
    """The picture has more pixels than are decoded: ``most`` millions."""

    code = "large-picture"


class TooDeep(LimitExceeded):
    """Tables, boxes or groups of the file stand inside each other too many times."""

    code = "deep-file"


class OcrMissing(Unreadable):
    """The page is a picture, and what recognises pictures is not installed."""

    code = "ocr-missing"


def check_page_count(count: int, most: int) -> None:
    """Refuse a PDF without pages or with more than ``most``."""
    if count <= 0:
        raise PdfWithoutPages
    if count > most:
        raise TooManyPages(count=count, most=most)

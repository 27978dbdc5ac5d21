"""What a file holds, known by its hash; what it is called; and why it cannot be read."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path

from extract import Message, Unreadable, message


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file or folder on the way: ``path`` names it; ``problem`` tells why it cannot be used, if it cannot.

    A path is absolute, or a URL without its secrets; a member of an archive has the archive's path before its
    own. ``file`` is where the bytes are where ``path`` is no path of this system: a temporary file that
    whoever takes the ``FoundFile`` removes when it is done with.
    """

    path: str
    problem: Message | None = None
    file: str | None = None

    @property
    def place(self) -> str:
        """Where the bytes are."""
        if self.file is None:
            return self.path
        return self.file


def removed(found: FoundFile) -> None:
    """Remove the temporary file of ``found``, where it has one."""
    if found.file is not None:
        Path(found.file).unlink(missing_ok=True)


Opened = Callable[[str], None]
"""Hears the path of each folder and archive that was gone through to its end."""


def nobody(_path: str) -> None:
    """Hear nothing of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file where it was found, and its path ``relative`` to what the user named.

    ``""`` for what the user named.
    """

    found: FoundFile
    relative: str = ""


_REASONS = {
    errno.EACCES: "no-permission",
    errno.ENOENT: "file-gone",
    errno.ENOTDIR: "file-gone",
    errno.ELOOP: "link-circle",
    errno.ENAMETOOLONG: "long-path",
    errno.ENOSPC: "disk-full",
    errno.EIO: "disk-error",
}
_KINDS = {
    FileNotFoundError: errno.ENOENT,
    PermissionError: errno.EACCES,
}  # a store raises them without a number
_SECRETS = (
    (re.compile(r"(?<=://)[^/?#@\s]*(?:@[^/?#@\s]*)*@"), "***@"),
    (
        re.compile(
            r"(?i)(?<=[?&])([^=&#\s]*(?:sig|token|key|secret|pass|pwd|cred|auth)[^=&#\s]*=)[^&#\s()]*"
        ),
        r"\1***",
    ),
)


@dataclass(frozen=True, slots=True)
class Content:
    """A file's content: its SHA-256 in hex and its size in bytes."""

    sha256: str
    size: int


class NotReadable(Unreadable, OSError):
    """What is wrong with a file where the system would not say."""


class NullInPath(NotReadable):
    """No file's path has a null character."""

    code = "null-in-path"


class NotRegular(NotReadable):
    """The path names a folder, a pipe, a socket or a device."""

    code = "no-regular-file"


class FileChanged(NotReadable):
    """Somebody writes to the file while it is read."""

    code = "file-changed"


@contextmanager
def opened(path: str) -> Iterator[BufferedReader]:
    """Open the regular file at ``path``; pipes, sockets and devices are never opened. Raises ``OSError``."""
    if "\0" in path:
        raise NullInPath
    _refuse_all_but_files(Path(path).stat())
    with open(path, "rb", opener=_without_waiting) as file:
        _refuse_all_but_files(os.fstat(file.fileno()))
        yield file


def content_of(path: str) -> Content:
    """Fingerprint the content of the file at ``path``.

    Raises ``OSError`` where it cannot be read, is no regular file, or changes under the reading.
    """
    with opened(path) as file:
        before = _stamp(file)
        content = Content(hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
        if _stamp(file) != before or content.size != before[0]:
            raise FileChanged
        return content


def stand_in_for_content(path: str) -> str:
    """Make the key of a file whose content cannot be read: the SHA-256 of ``unreadable:`` and its path.

    It stays the same from one import to the next, and no content has it.
    """
    return hashlib.sha256(b"unreadable:" + os.fsencode(path)).hexdigest()


def shown(path: str) -> str:
    """``path`` as text that can be stored and printed, also where a name in it is GB18030 or not text at all.

    A URL loses its password and what else in it lets people in.
    """
    text = path if path.isascii() else "/".join(map(decoded, os.fsencode(path).split(b"/")))
    if "://" in text:
        return without_secrets(text)
    return text


def decoded(raw: bytes) -> str:
    r"""Return a name's bytes as text: UTF-8, else GB18030, else with what is no text as ``\xff``."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


def without_secrets(text: str) -> str:
    """``text`` without the passwords, signatures and tokens of the URLs in it."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def had_secret(url: str) -> bool:
    """Return whether ``without_secrets`` has taken something from a URL."""
    return "://***@" in url or re.search(r"=\*\*\*(?=[&#]|$)", url) is not None


def problem_of(error: OSError) -> Message:
    """Tell why a file cannot be read."""
    if isinstance(error, NotReadable):
        return error.message
    if (
        isinstance(error, FileNotFoundError)
        and isinstance(error.filename, str)
        and Path(error.filename).is_symlink()
    ):
        return message("dangling-link")
    kind = next(
        (number for error_type, number in _KINDS.items() if isinstance(error, error_type)), error.errno or 0
    )
    if kind in _REASONS:
        return message(_REASONS[kind])
    return message("not-readable", reason=str(error.strerror or error))


def _refuse_all_but_files(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular


def _without_waiting(path: str, flags: int) -> int:
    """Open so that a pipe that took the file's place holds nobody up."""
    return os.open(path, flags | os.O_NONBLOCK)


def _stamp(file: BufferedReader) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns

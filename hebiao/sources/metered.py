"""Streams that are read forward only, and counted as they are read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hebiao.sources.content import NotReadable
from hebiao.sources.limits import Limits

CHUNK = 2**18
_MOST_AT_ONCE = 2**20
_UNITS = ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB"))


class TooMuch(Exception):
    """An archive is beyond its limits; the message is Chinese."""


@dataclass(slots=True)
class Meter:
    """What an archive of ``packed`` bytes has unpacked to so far, with all archives inside it."""

    limits: Limits
    packed: int = 0
    unpacked: int = 0
    members: int = 0

    def member(self) -> None:
        """Count a member; raises ``TooMuch``."""
        self.members += 1
        if self.members > self.limits.members:
            raise TooMuch(f"压缩包里的文件多于 {self.limits.members} 个,请先解压")

    def add(self, size: int) -> None:
        """Count unpacked bytes; raises ``TooMuch``."""
        self.unpacked += size
        if self.unpacked > self.limits.unpacked:
            raise TooMuch(f"压缩包解开后大于 {size_in_words(self.limits.unpacked)},请先解压")
        if self.unpacked > max(self.limits.ratio_from, self.limits.ratio * self.packed):
            raise TooMuch(f"压缩包解开后是原来的 {self.limits.ratio} 倍以上,可能是压缩炸弹")


class Readable(Protocol):
    """What can be read."""

    def read(self, size: int, /) -> bytes:
        """Give at most ``size`` bytes, none at the end."""


class Metered:
    """A stream that only goes forward: a seek reads, and going back is refused, as it would unpack all again."""

    def __init__(self, stream: Readable, meter: Meter) -> None:
        self._stream, self._meter = stream, meter
        self._position = 0
        self.last = b""

    def read(self, size: int = -1) -> bytes:
        """Read ``size`` bytes; raises ``NotReadable`` for more than any header of an archive needs."""
        if not 0 <= size <= _MOST_AT_ONCE:
            raise NotReadable("压缩包里的文件头过大")
        self.last = self._stream.read(size)
        self._position += len(self.last)
        self._meter.add(len(self.last))
        return self.last

    def seek(self, target: int, whence: int = io.SEEK_SET) -> int:
        """Read on to ``target``, or to the end."""
        if whence != io.SEEK_SET or target < self._position:
            raise NotReadable("压缩包里的文件次序混乱")
        while self._position < target and self.read(min(CHUNK, target - self._position)):
            pass
        return self._position

    def tell(self) -> int:
        """Give the bytes that were read."""
        return self._position


def chunks_of(stream: Readable, most: int, head: bytes = b"") -> Iterator[bytes]:
    """Give ``head`` and the rest of a stream; raises ``NotReadable`` beyond ``most`` bytes."""
    size, chunk = 0, head
    while chunk:
        size += len(chunk)
        if size > most:
            raise NotReadable(f"大于 {size_in_words(most)},不读")
        yield chunk
        chunk = stream.read(CHUNK)


def size_in_words(size: int) -> str:
    """Give a size for people."""
    unit, name = next((unit for unit in _UNITS if size >= unit[0]), _UNITS[-1])
    return f"{size / unit:,.0f} {name}"

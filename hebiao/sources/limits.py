"""How much one archive or one remote file may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to, with all archives inside it, and what one remote file may take.

    ``unpacked`` and ``member`` are bytes, of all members and of one; ``ratio`` is unpacked over packed bytes, looked at above
    ``ratio_from`` bytes. ``depth`` counts archives in each other, the outermost is 1. ``directory`` bounds the bytes of a ZIP's
    directory, which is read as a whole. ``remote`` bytes and ``seconds`` bound one remote file.
    """

    unpacked: int = 100 * 2**30
    member: int = 2**30
    members: int = 200_000
    ratio: int = 200
    ratio_from: int = 64 * 2**20
    depth: int = 4
    directory: int = 32 * 2**20
    remote: int = 2**30
    seconds: float = 300.0

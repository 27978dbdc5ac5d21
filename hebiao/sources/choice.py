"""Which of the files that were found are wanted."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from functools import cache
from itertools import accumulate, chain
from pathlib import Path, PurePosixPath

from hebiao.sources.content import shown


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may unpack to, with all archives inside it, and what one remote file may take.

    ``unpacked`` and ``member`` are bytes, of all members and of one; ``ratio`` is unpacked over packed bytes,
    looked at above ``ratio_from`` bytes. ``depth`` counts archives in each other, the outermost is 1.
    ``directory`` bounds the bytes of a ZIP's directory, which is read as a whole. ``remote`` bytes and
    ``seconds`` bound one remote file.
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


@dataclass(frozen=True, slots=True)
class Choice:
    """The globs that a file must and must not match, and the limits of archives.

    One of ``include`` must match, if there is any, none of ``exclude`` may. A glob is matched, without regard
    to case, on the path below the folder or archive that the user named, on the name alone, and likewise on
    each folder and archive on the way: what matches for a folder holds for all that is in it. ``*`` goes
    through ``/``, ``**/`` may stand for nothing.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)

    def takes(self, relative: str) -> bool:
        """Return whether the file ``relative`` to what the user named is wanted.

        What the user named, ``""``, always is.
        """
        return not relative or (
            not self.shuts_out(relative) and (not self.include or _hits(self.include, relative))
        )

    def shuts_out(self, relative: str) -> bool:
        """Return whether neither this file, folder or archive nor anything in it is wanted."""
        return bool(self.exclude) and _hits(self.exclude, relative)


def may_be_form(name: str) -> bool:
    """Return whether a file may be a form by its name.

    Hidden files, ``~$`` files of Office and what ``passed_over.toml`` lists may not.
    """
    return not name.startswith((".", "~$")) and PurePosixPath(name).suffix[1:].lower() not in _passed_over()


def is_told_by_content(name: str) -> bool:
    """Return whether a file that may be no form by its name may be one by its first bytes."""
    is_kept = not name.startswith((".", "~$"))
    return is_kept and PurePosixPath(name).suffix[1:].lower() in _lists()["told_by_content"]


def is_hidden(folder: str) -> bool:
    """Tell by a folder's name whether it is passed over."""
    return folder.startswith(".") or folder == "__MACOSX"


def _hits(globs: tuple[str, ...], relative: str) -> bool:
    pattern = _pattern(globs)
    return any(pattern.fullmatch(text.casefold()) for text in _ways_to_say(shown(relative)))


def _ways_to_say(relative: str) -> Iterator[str]:
    parts = relative.split("/")
    return chain(parts, accumulate(parts, "{}/{}".format))


@cache
def _pattern(globs: tuple[str, ...]) -> re.Pattern[str]:
    spellings = {spelling for glob in globs for spelling in (glob, glob.replace("**/", ""))}
    return re.compile("|".join(translate(spelling.casefold().rstrip("/")) for spelling in sorted(spellings)))


@cache
def _passed_over() -> frozenset[str]:
    return frozenset(chain.from_iterable(_lists().values()))


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("passed_over.toml").read_text(encoding="utf-8"))

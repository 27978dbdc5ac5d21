"""The files that could not be read, to be tried again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate, islice
from pathlib import Path

from hebiao.files import Choice, Found, removed, shown
from hebiao.sources.content import had_secret
from hebiao.sources.kinds import is_named_as_archive
from hebiao.sources.located import located


def chosen(paths: Iterable[str], choice: Choice) -> Iterator[str]:
    """Give the paths that the user's globs choose, each matched whole, and the archives in which they may choose something."""
    for path in paths:
        below = path.lstrip("/")
        if choice.takes(below) or (is_named_as_archive(path) and not choice.shuts_out(below)):
            yield path


def places_of(paths: Iterable[str]) -> list[str]:
    """Give what must be opened to come by these paths: files, and the archives that hold them.

    What is gone is left out, and URLs that had a secret, which is not stored.
    """
    return list(dict.fromkeys(place for path in paths if (place := _place_of(path))))


def out_of_reach(paths: Collection[str]) -> Iterator[str]:
    """Tell in Chinese of the paths that ``places_of`` leaves out."""
    secret = sum(map(had_secret, paths))
    if secret:
        yield f"{secret} 个失败的文件来自带密码或签名的网址,密码不入库,--retry 打不开;请加上原来的完整网址再运行"
    if gone := sum(_place_of(path) is None for path in paths) - secret:
        yield f"{gone} 个失败的文件已不在原处或所在文件夹没有权限,没有重试"


def only(found: Iterable[Found], failed: Collection[str]) -> Iterator[Found]:
    """Pass on what failed before, and what is in an archive or folder that failed before."""
    for one in found:
        if any(path in failed for path in _with_parents(shown(one.path))):
            yield one
        else:
            removed(one)


def _with_parents(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]


def _place_of(path: str) -> str | None:
    if "://" in path:
        return None if had_secret(path) else _archive_or_file(path)
    place, inside = located(path)
    return place if not inside or Path(place).is_file() else None


def _archive_or_file(url: str) -> str:
    """Give the URL up to what calls itself an archive: what follows may be in it."""
    place, _, path = url.partition("://")
    host, *names = path.split("/")
    steps = accumulate(names, "{}/{}".format, initial=host)
    return f"{place}://{next(filter(is_named_as_archive, islice(steps, 1, None)), path)}"

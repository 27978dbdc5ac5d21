"""Which known texts may stand at a place of a form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from normalize.snapping.nearest import load_lookalikes
from normalize.values.text import fold_text
from normalize.vocabulary.labels import index_kinds
from normalize.vocabulary.lists import depend_on_lists, load_label_lists

_HEADS = ("head", "side", "fund", "goal", "indicator", "management", "total", "execution")
_AMONG = "其中:"


@cache
def list_labels() -> frozenset[str]:
    """Return the labels of all blocks, which may stand wherever no value is expected."""
    return frozenset().union(*(index_kinds()[block] for block in _HEADS))


@cache
def list_sources() -> frozenset[str]:
    """Return the sources of funds and their totals, with and without 其中."""
    lists = load_label_lists()
    names = join_names((*lists["fund_source"].values(), *lists["fund_total"].values()))
    return names | frozenset(_AMONG + name for name in names)


@cache
def list_levels() -> frozenset[str]:
    """Return the names of levels, of totals and of the execution's row."""
    lists = load_label_lists()
    return join_names((*lists["level"].values(), *lists["total"].values(), *lists["execution"].values()))


@cache
def list_words(name: str) -> frozenset[str]:
    """Return a list of ``lookalikes.toml``."""
    return join_names([load_lookalikes()[name]])


def join_names(lists: Iterable[Iterable[str]]) -> frozenset[str]:
    """Return the texts of several lists, folded."""
    return frozenset(fold_text(name) for names in lists for name in names)


def _forget() -> None:
    for remembering in (list_labels, list_sources, list_levels):
        remembering.cache_clear()


depend_on_lists(_forget)

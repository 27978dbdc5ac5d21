"""Which known texts may stand at a place of a form."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from normalize.snapping.nearest import join_names, load_lookalikes
from normalize.vocabulary.lists import depend_on_lists, load_label_lists

_HEADS = ("head", "side", "fund", "goal", "indicator", "management", "total", "execution")
_AMONG = "其中:"
_NAMES = ("indicator", "fund", "goal")


@cache
def list_labels() -> frozenset[str]:
    """Return the labels of all blocks, which may stand wherever no value is expected."""
    lists = load_label_lists()
    return join_names(names for block in _HEADS for names in lists[block].values())


@cache
def list_column_heads(block: str) -> frozenset[str]:
    """Return the labels of a block's columns."""
    return join_names(load_label_lists()[block].values())


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


def find_column_kinds(text: str) -> dict[str, str]:
    """Return which column of the indicators, the funds and the goals a folded label heads, by block."""
    return {block: kind for block in _NAMES if (kind := _index_kinds(block).get(text))}


@cache
def _index_kinds(block: str) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for kind, names in load_label_lists()[block].items():
        kinds |= dict.fromkeys(_fold_all(names), kind)
    return kinds


def _fold_all(names: Iterable[str]) -> frozenset[str]:
    return join_names([names])


def _forget() -> None:
    for remembering in (list_labels, list_column_heads, list_sources, list_levels, _index_kinds):
        remembering.cache_clear()


depend_on_lists(_forget)

"""Why the parts of a form were read as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from normalize.form import Evidence, Level
from normalize.rows.alignment import Column
from normalize.sections.head import Pair
from normalize.vocabulary.labels import SAME, find_depths
from normalize.vocabulary.text_labels import label_text


def explain_columns(block: str, columns: Sequence[Column]) -> Iterator[Evidence]:
    """Tell which label made each column what it is."""
    for column in columns:
        if column.label:
            yield _of_label(block, column.field, column.label)


def explain_pairs(pairs: Sequence[Pair]) -> Iterator[Evidence]:
    """Tell which label made each field of the head and foot what it is."""
    for pair in pairs:
        if pair.kind:
            yield _of_label("head", pair.kind, pair.label)


def explain_levels(levels: Sequence[Level]) -> Iterator[Evidence]:
    """Tell which level names are known, and which are so only by where they stand."""
    for level in levels:
        by = "level" if level.depth in find_depths(level.name) else "order"
        yield Evidence("level", f"level{level.depth}", level.name, by)


def explain_slides(slides: Sequence[tuple[str, int]]) -> Iterator[Evidence]:
    """Tell which rows of text stood beside their columns, and by how many (to the left below 0)."""
    for name, slide in slides:
        if slide:
            yield Evidence("indicator", "row", name, "path", f"{slide:+d}")


def _of_label(block: str, field: str, printed: str) -> Evidence:
    labels = label_text(printed)
    match = labels.matches.get(block)
    if match is None and labels.by_words.get(block) == field:
        return Evidence(block, field, printed, "words")
    if match is None:
        return Evidence(block, field, printed, "order" if field == "other" else "content")
    return Evidence(
        block, field, printed, "label" if match.score == SAME else "similar", match.known, match.score
    )

"""The user's own synonyms over the labels that hebiao knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hebiao.errors import WrongUsage
from hebiao.locale.language import current_language


def check_labels(file: str) -> None:
    """Tell whether a TOML file of synonyms can be used; raises ``WrongUsage`` with the reason."""
    from audit import render
    from normalize import LabelError, load_label_lists, merge_labels

    try:
        merge_labels(load_label_lists(), Path(file))
    except LabelError as error:
        reason = render(error.message, current_language())
        raise WrongUsage("labels-unusable", reason=reason) from error


@cache
def use_labels(file: str | None) -> None:
    """Add a file of synonyms to the labels of this process, once; without a file nothing changes."""
    if file is None:
        return
    from normalize import add_labels

    add_labels(Path(file))

"""The user's own synonyms over the labels that hebiao knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hebiao.errors import WrongUsage


def check_labels(file: str) -> None:
    """Tell whether a TOML file of synonyms can be used; raises ``WrongUsage`` with the reason."""
    from normalize.vocabulary.labels import LabelError, lists, merged

    try:
        merged(lists(), Path(file))
    except LabelError as error:
        raise WrongUsage("labels-unusable", reason=str(error)) from error


@cache
def use_labels(file: str | None) -> None:
    """Add a file of synonyms to the labels of this process, once; without a file nothing changes."""
    if file is None:
        return
    from normalize.vocabulary.labels import add

    add(Path(file))

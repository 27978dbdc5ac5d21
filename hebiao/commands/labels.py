"""``hebiao labels``: the labels that are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import click

from hebiao.commands import options
from hebiao.commands.command import TranslatedCommand, option


@click.command(cls=TranslatedCommand, help="labels")
@option(
    *("--labels", "file"),
    type=click.Path(path_type=str),
    default=None,
    metavar="FILE.toml",
    text="labels-listed",
)
@options.result_format
def labels(file: str | None, form: str) -> None:
    """Write the labels that are known, with those of the user's file."""
    from pathlib import Path

    from hebiao.reading.labels import check_labels
    from hebiao.reporting.output import FORMATS, write
    from normalize import load_label_lists, merge_labels

    known = load_label_lists()
    if file is not None:
        check_labels(file)
        known = merge_labels(known, Path(file))
    write(FORMATS[form](("block", "kind", "label"), list(_list_labels(known))))


def _list_labels(known: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[tuple[str, str, str]]:
    for block, kinds in known.items():
        for kind, names in kinds.items():
            for name in names:
                yield block, kind, name

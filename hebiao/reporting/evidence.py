"""Why a form was read as it was: its evidence, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from hebiao.locale.language import current_language, translate
from hebiao.locale.texts import texts
from hebiao.terminal import printable
from normalize import Evidence, Form

_BLOCKS = ("head", "fund", "goal", "indicator", "level", "total", "execution", "foot", "notes", "title")


def evidence_lines(form: Form) -> Iterator[str]:
    """Yield the form's evidence as lines of text, each block under its name."""
    yield printable(form.title or translate("tree.untitled"))
    entries = sorted(form.evidence, key=lambda entry: _block_order(entry.block))
    for block, group in groupby(entries, key=lambda entry: entry.block):
        yield f"  {printable(_name('why.block', block))}"
        for entry in group:
            yield f"    {printable(_describe(entry))}"
    if not entries:
        yield f"  {translate('why.no-evidence')}"


def _block_order(block: str) -> tuple[int, str]:
    place = _BLOCKS.index(block) if block in _BLOCKS else len(_BLOCKS)
    return place, block


def _describe(entry: Evidence) -> str:
    printed = " ".join(entry.printed.split())
    parts = [translate("why.entry", field=entry.field, printed=printed, by=_name("why.by", entry.by))]
    if entry.known and entry.known != entry.printed:
        parts.append(translate("why.known", known=entry.known))
    if entry.score is not None:
        parts.append(translate("why.score", score=f"{entry.score:g}"))
    return "".join(parts)


def _name(group: str, value: str) -> str:
    return texts(current_language()).name(group, value)

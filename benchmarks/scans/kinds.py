"""The list of kinds: how a print becomes a file that is scanned badly."""

from __future__ import annotations

from dataclasses import dataclass

from scans.picture import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanKind:
    """A way to scan: resolution, what happens to the page, and the file that holds it.

    ``is_covered``: something may hide figures, and a form need not agree. ``look`` changes how it is printed.
    """

    name: str
    group: str
    dpi: float
    steps: tuple[Step, ...]
    file: str
    is_covered: bool
    look: dict[str, object]


KINDS: dict[str, ScanKind] = {}


def add_kind(
    name: str,
    group: str,
    *steps: Step,
    dpi: float = 200,
    file: str = "jpeg",
    is_covered: bool = False,
    **look: object,
) -> None:
    """Register a kind; ``look`` are changes to the print's look."""
    KINDS[name] = ScanKind(
        name=name, group=group, dpi=dpi, steps=steps, file=file, is_covered=is_covered, look=look
    )

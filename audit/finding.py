"""What an audit says: findings, what was checked, and the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from audit.messages.render import render
from extract import Message

About = tuple[str, int | None, int | None, int | None, str | None]
"""What a finding is about: its rule, fund, indicator, subtotal and field."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A contradiction in a form.

    ``severity`` is ``error``, ``warning`` or ``info``; ``cause`` is ``form``, ``reading`` or ``unknown``.
    ``fund``, ``indicator`` and ``subtotal`` are ordinals of the line it is about, ``field`` its column
    (``budget_yuan``, ``score``, ...). ``explanation`` names the one thing that would explain the difference.
    """

    rule: str
    severity: str
    message: Message
    cause: str = "form"
    fund: int | None = None
    indicator: int | None = None
    field: str | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None
    tolerance: Decimal | None = None
    explanation: Message | None = None
    subtotal: int | None = None

    def __str__(self) -> str:
        """Return the message in Chinese."""
        return render(self.message)

    @property
    def about(self) -> About:
        """What it is about, whatever it says: two findings of one form about the same are one finding."""
        return self.rule, self.fund, self.indicator, self.subtotal, self.field

    @property
    def owner(self) -> tuple[str, int]:
        """The entity and the ordinal of the row that it is about; the form is row 0."""
        if self.fund is not None:
            return "fund", self.fund
        if self.indicator is not None:
            return "indicator", self.indicator
        if self.subtotal is not None:
            return "subtotal", self.subtotal
        return "form", 0


@dataclass(frozen=True, slots=True)
class Check:
    """What one rule did: ``outcome`` is ``agrees``, ``differs``, ``unchecked`` or ``n/a``.

    ``unchecked`` is what could have been checked and was not; ``n/a`` does not apply: the form prints nothing
    of the kind, as no grade, or a rate of no budget. ``missing`` says what either of the two lacked.
    ``explanation`` names what made the figures agree, such as the scoring rule that gives the stated score.
    """

    rule: str
    outcome: str
    stated: Decimal | None = None
    computed: Decimal | None = None
    missing: Message | None = None
    explanation: Message | None = None
    fund: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """The findings of a form, what was checked, and the verdict: ``agrees``, ``differs``, ``unchecked``."""

    findings: tuple[Finding, ...]
    checks: tuple[Check, ...]
    verdict: str

"""The money unit of a form: which of those that it prints counts, and what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract import Message, message, with_doubt
from normalize.parts import Places, Quantity
from normalize.sections.head import Pair
from normalize.sections.settings import FORMS, UNITS
from normalize.values.amount import read_amount
from normalize.values.number import MULTIPLIERS
from normalize.values.text import fold_text
from normalize.vocabulary.lists import load_pattern

UNIT_WARNINGS = ("money-unit-against-text", "money-unit-clash", "default-money-unit")
"""The warnings of a money unit that is not sure; they hold no longer where a person tells it."""

_OF_LABEL = load_pattern("unit_of_label")
_YUAN = "元"
_PROVABLE = ("", "千", "万", "百万", "亿")


@dataclass(frozen=True, slots=True)
class MoneyUnit:
    """The unit in which a form's amounts are read.

    ``printed`` is the one that counts of those that the form prints, ``others`` are the ones that clash with
    it. ``proof`` is the text by which the form itself proves its unit, ``proved`` that unit; both are empty
    where it does not. ``boxes`` is where the printed one stands.
    """

    printed: str | None = None
    others: tuple[str, ...] = ()
    proved: str = ""
    proof: str = ""
    boxes: Places = ()

    @property
    def where(self) -> Places:
        """Where the unit stands, in doubt where it is not sure."""
        return self.boxes if self.is_sure else with_doubt(self.boxes, "unit")

    @property
    def stated(self) -> str | None:
        """The unit that the form states, by a label or by what proves it."""
        if self.is_proved:
            return self.proved
        return self.printed

    @property
    def used(self) -> str:
        """The unit in which amounts are read."""
        return self.stated or FORMS.default_unit

    @property
    def is_proved(self) -> bool:
        """Whether the form proves one of the units in sight, or the only one where it prints none."""
        if not self.proved:
            return False
        return self.printed is None or self.proved in (self.printed, *self.others)

    @property
    def is_sure(self) -> bool:
        """Whether one unit is printed, or one is proved, and nothing speaks against it."""
        if self.proved:
            return self.is_proved
        return self.printed is not None and not self.others


@dataclass(frozen=True, slots=True)
class KnownAmount:
    """An amount printed with its own unit, in a text or in a cell of the funds (``in_funds``)."""

    yuan: Decimal
    text: str
    in_funds: bool = False


def find_unit_in_label(text: str) -> str | None:
    """Return the money unit in a label of the funds, as 元 in 项目资金(元)."""
    return next(list_units_in_label(text), None)


def list_units_in_label(text: str) -> Iterator[str]:
    """Yield the money units in a label, from left to right."""
    for match in _OF_LABEL.finditer(fold_text(text)):
        yield match[1] or match[2]


def list_known_amounts(pairs: Sequence[Pair], quantities: Iterable[Quantity]) -> Iterator[KnownAmount]:
    """Yield the amounts that the head and the texts of goals and indicators print with their unit."""
    for quantity in quantities:
        if quantity.base_unit == _YUAN and quantity.unit and quantity.base_value is not None:
            yield KnownAmount(abs(quantity.base_value), quantity.text)
    for pair in pairs:
        if len(pair.value) <= FORMS.longest_unit_line:
            amount = read_amount(pair.value)
            if amount and amount.has_unit:
                yield KnownAmount(abs(amount.yuan), pair.value)


def prove_unit(unit: MoneyUnit, bare: Iterable[Decimal], known: Sequence[KnownAmount]) -> MoneyUnit:
    """Return the unit with what proves it: a bare amount of the funds that stands elsewhere with its unit.

    One figure of three digits or more is enough, or of two where it stands in the funds, or two figures of
    two digits. Round figures prove nothing: 100 万元 of funds and 100 元 for each are of no one's amount. Nor is
    anything proved where two units come out; against a printed unit a figure of four digits is needed.
    """
    figures = {abs(value) for value in bare if _count_digits(value) >= UNITS.fewest_digits}
    proofs: dict[str, list[KnownAmount]] = {}
    for multiplier in _PROVABLE:
        yuan = {figure * MULTIPLIERS[multiplier] for figure in figures}
        amounts = [one for one in known if one.yuan in yuan]
        if _is_proof(amounts):
            proofs[f"{multiplier}{_YUAN}"] = amounts
    if len(proofs) != 1:
        return unit
    ((name, amounts),) = proofs.items()
    if unit.printed and name not in (unit.printed, *unit.others) and not _is_telling(amounts):
        return unit
    return replace(unit, proved=name, proof=amounts[0].text)


def warn_of_unit(unit: MoneyUnit) -> Iterator[Message]:
    """Tell why a money unit is not sure."""
    if unit.is_sure:
        return
    if unit.proved:
        yield message("money-unit-against-text", unit=unit.used, text=unit.proof)
    if unit.others:
        yield message("money-unit-clash", units=(unit.used, *unit.others), unit=unit.used)
    if unit.stated is None:
        yield message("default-money-unit", unit=unit.used)


def _is_proof(amounts: Sequence[KnownAmount]) -> bool:
    if _is_telling(amounts, UNITS.telling_digits):
        return True
    return any(one.in_funds for one in amounts)


def _is_telling(amounts: Sequence[KnownAmount], fewest: int = UNITS.contradicting_digits) -> bool:
    """Tell whether there are figures enough, or one of so many digits."""
    if len({one.yuan for one in amounts}) >= UNITS.enough_figures:
        return True
    return any(_count_digits(one.yuan) >= fewest for one in amounts)


def _count_digits(value: Decimal) -> int:
    """Return how many digits a value has without the zeros around them."""
    return len(value.normalize().as_tuple().digits) if value else 0

"""What goes wrong in one cell: signs in, before and behind a number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

from mutations.kinds import Change, register_for_sheets, without
from mutations.sheet import Key, Sheet

POINTS = frozenset({"weight", "score"})
SCORES = frozenset({"score"})
AMOUNTS = frozenset({"initial_yuan", "budget_yuan", "executed_yuan"})
RATES = frozenset({"rate"})
TOTALS = frozenset({"weight_total", "score_total"})
VALUES = frozenset({"target", "actual"})
SUMMED = POINTS | AMOUNTS | TOTALS
PRINTED = SUMMED | RATES
WIDE = 0xFEE0  # from a sign to its wide form
FEWEST_GROUPED = 5  # digits of a number that people part into groups
DIGITS = "零一二三四五六七八九"

TextChange = Callable[[str], str | None]


def change_cell(
    name: str, change: TextChange, columns: frozenset[str], *, readable: bool, negative: bool = False
) -> None:
    """Add a kind that changes one number's text; a careful reader still sees the number where it is ``readable``.

    It is ``negative`` where its opposite is printed now, which the sums contradict.
    """

    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        able = [
            (row, at, cell, text)
            for row, at, cell in sheet.spots()
            if cell.key is not None
            and cell.key.column in columns
            and (text := change(cell.text)) not in {None, cell.text}
        ]
        if not able:
            return None
        row, at, cell, text = chance.choice(able)
        assert cell.key is not None
        assert text is not None
        changed = sheet.with_cell(row, at, replace(cell, text=text))
        if readable:
            return Change(changed, sheet.numbers)
        if negative:
            return Change(changed, {**sheet.numbers, cell.key: -sheet.numbers[cell.key]}, accuses=True)
        left = without(sheet.numbers, cell.key)
        return Change(changed, left, frozenset({cell.key}), may_agree=cell.key.column in VALUES)

    register_for_sheets(name, mutate)


def _first_digit(text: str) -> int:
    return next((at for at, char in enumerate(text) if char.isdigit()), -1)


def between(sign: str) -> TextChange:
    """Put a sign between two digits that stand side by side, where no group of thousands ends or tells."""

    def change(text: str) -> str | None:
        if "," in text:
            return None
        for at in range(len(text) - 1):
            behind = len(text[at + 1 :]) - len(text[at + 1 :].lstrip("0123456789"))
            if text[at : at + 2].isdigit() and behind % 3:
                return f"{text[: at + 1]}{sign}{text[at + 1 :]}"
        return None

    return change


def behind(sign: str) -> TextChange:
    """Put a sign behind the last digit."""

    def change(text: str) -> str | None:
        last = max((at for at, char in enumerate(text) if char.isdigit()), default=None)
        return None if last is None else f"{text[: last + 1]}{sign}{text[last + 1 :]}"

    return change


def before(sign: str) -> TextChange:
    """Put a sign before the first digit."""

    def change(text: str) -> str | None:
        at = _first_digit(text)
        return None if at < 0 else f"{text[:at]}{sign}{text[at:]}"

    return change


def swap(old: str, new: str) -> TextChange:
    """Put another sign in the place of the first of a kind."""
    return lambda text: text.replace(old, new, 1) if old in text else None


def last_digit_as(sign: str) -> TextChange:
    """Print another sign for the last digit, where others stand before it."""

    def change(text: str) -> str | None:
        digits = [at for at, char in enumerate(text) if char.isdigit()]
        last = digits[-1] if len(digits) > 1 else None
        return None if last is None else f"{text[:last]}{sign}{text[last + 1 :]}"

    return change


def _grouped(sign: str) -> TextChange:
    def group(text: str) -> str | None:
        whole, point, rest = text.replace(",", "").partition(".")
        if not whole.isdigit() or len(whole) < FEWEST_GROUPED:
            return None
        return f"{int(whole):,}".replace(",", sign) + point + rest

    return group


def _in_chinese(text: str) -> str | None:
    """Write a number below a hundred in Chinese numerals."""
    digits = "".join(char for char in text if char.isdigit())
    if not digits or digits not in text or len(digits) > 2 or digits.startswith("0"):  # noqa: PLR2004 - below a hundred
        return None
    tens, ones = divmod(int(digits), 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return text.replace(digits, ten + (DIGITS[ones] if ones or not tens else ""))


change_cell("a blank between digits of points", between(" "), POINTS | TOTALS, readable=False)
change_cell("a blank between digits of an amount", between(" "), AMOUNTS, readable=False)
change_cell("a blank between digits of a rate", between(" "), RATES, readable=False)
change_cell("a blank between digits of a value", between(" "), VALUES, readable=False)
change_cell("a no-break blank between digits", between("\u00a0"), PRINTED, readable=False)
change_cell("a replacement character between digits", between("\ufffd"), PRINTED, readable=False)
change_cell("a replacement character for a digit", last_digit_as("\ufffd"), PRINTED, readable=False)
change_cell("a replacement character in a value", last_digit_as("\ufffd"), VALUES, readable=False)
change_cell("a letter between digits", between("x"), PRINTED, readable=False)
change_cell("a letter between digits of a value", between("x"), VALUES, readable=False)
change_cell("the letter O for 0", swap("0", "O"), PRINTED, readable=False)
change_cell("the letter O for 0 in a value", swap("0", "O"), VALUES, readable=False)
change_cell("the letter l for 1", swap("1", "l"), PRINTED, readable=False)
change_cell("the letter l for 1 in a value", swap("1", "l"), VALUES, readable=False)
change_cell("the letter I for 1", swap("1", "I"), PRINTED, readable=False)
change_cell("the letter S for 5", swap("5", "S"), PRINTED | VALUES, readable=False)
change_cell("a question mark for a digit", last_digit_as("?"), PRINTED, readable=False)
change_cell("a box for a digit", last_digit_as("□"), PRINTED | VALUES, readable=False)
change_cell("a star for a digit", last_digit_as("*"), PRINTED | VALUES, readable=False)
change_cell("a raised mark behind a number", behind("¹"), PRINTED, readable=False)
change_cell("a raised mark behind a value", behind("²"), VALUES, readable=False)
change_cell("a circled mark behind a number", behind("②"), PRINTED, readable=False)
change_cell("a circled mark behind a value", behind("①"), VALUES, readable=False)
change_cell("a star behind a number", behind("*"), PRINTED, readable=False)
change_cell("a dagger behind a number", behind("†"), PRINTED, readable=False)
change_cell("a note's number in brackets behind", behind("[1]"), PRINTED, readable=False)
change_cell("a word behind points", behind("满分"), POINTS, readable=False)
change_cell("a word for points", lambda _: "满分", SCORES, readable=False)
change_cell("a word for a weight", lambda _: "同上", frozenset({"weight"}), readable=False)
change_cell("a word for an amount", lambda _: "见附表", AMOUNTS, readable=False)
change_cell("two points", behind(".5.5"), POINTS, readable=False)
change_cell("two numbers run together", lambda text: f"{text}%{text}", PRINTED, readable=False)
change_cell("two numbers with a blank", lambda text: f"{text} {text}", PRINTED, readable=False)
change_cell("two numbers with a slash", lambda text: f"{text}/{text}", PRINTED, readable=False)
change_cell("a corrected number behind an arrow", lambda text: f"{text}→{text}5", PRINTED, readable=False)
change_cell("a comma for the point", swap(".", ","), POINTS | TOTALS, readable=False)
change_cell("a Chinese comma for the point", swap(".", "\uff0c"), POINTS | TOTALS, readable=False)
change_cell("a Chinese full stop for the point", swap(".", "。"), POINTS | TOTALS, readable=False)
change_cell("a middle dot for the point", swap(".", "·"), POINTS | TOTALS, readable=False)
change_cell(
    "a fraction of a fen", lambda text: f"{text}1234567" if "." in text else None, AMOUNTS, readable=False
)
change_cell("a minus before a number", before("-"), SUMMED, readable=False, negative=True)
change_cell(
    "wide digits",
    lambda text: text.translate({ord(sign): ord(sign) + WIDE for sign in "0123456789."}),
    PRINTED | VALUES,
    readable=True,
)
change_cell("thousands parted by commas", _grouped(","), AMOUNTS, readable=True)
change_cell("thousands parted by wide commas", _grouped("\uff0c"), AMOUNTS, readable=True)
change_cell("thousands parted by blanks", _grouped(" "), AMOUNTS, readable=True)
change_cell("thousands parted by apostrophes", _grouped("'"), AMOUNTS, readable=True)
change_cell("a sign of money", before("¥"), AMOUNTS, readable=True)
change_cell("the unit 分 behind points", behind("分"), POINTS | TOTALS, readable=True)
change_cell("blanks around a number", lambda text: f"  {text} ", PRINTED | VALUES, readable=True)
change_cell("a plus before points", before("+"), SCORES, readable=True)
change_cell("brackets around points", lambda text: f"({text})", POINTS, readable=True)
change_cell("brackets around an amount", lambda text: f"({text})", AMOUNTS, readable=False, negative=True)
change_cell("Chinese numerals for points", _in_chinese, POINTS, readable=True)
change_cell("Chinese numerals in a value", _in_chinese, VALUES, readable=True)
change_cell("a Kangxi radical in a number", swap("1", "⼀"), PRINTED, readable=False)
change_cell(
    "noughts behind the point", lambda text: f"{text}.00" if text.isdigit() else None, POINTS, readable=True
)


def _loses(entity: str, columns: frozenset[str], text: str = "") -> Callable[[Sheet, Random], Change | None]:
    def mutate(sheet: Sheet, chance: Random) -> Change | None:
        able = [spot for spot in sheet.spots() if _is_of(spot[2].key, entity, columns)]
        if not able:
            return None
        row, at, cell = chance.choice(able)
        assert cell.key is not None
        changed = sheet.with_cell(row, at, replace(cell, text=text, key=None))
        left = without(sheet.numbers, cell.key)
        return Change(changed, left, may_agree=entity == "fund", accuses=True)

    return mutate


def _is_of(key: Key | None, entity: str, columns: frozenset[str]) -> bool:
    return key is not None and key.entity == entity and key.column in columns


register_for_sheets("a score left blank", _loses("indicator", SCORES))
register_for_sheets("a weight left blank", _loses("indicator", frozenset({"weight"})))
register_for_sheets("a score with a dash", _loses("indicator", SCORES, "—"))
register_for_sheets("an amount left blank", _loses("fund", frozenset({"budget_yuan", "executed_yuan"})))

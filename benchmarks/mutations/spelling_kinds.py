"""Numbers spelled otherwise: other digits, other programs' signs, approximations, and what spreadsheets print for a fault."""

from __future__ import annotations

from collections.abc import Mapping

from mutations.cell_kinds import (
    AMOUNTS,
    POINTS,
    PRINTED,
    SUMMED,
    TOTALS,
    VALUES,
    TextChange,
    before,
    between,
    change_cell,
)

SCORES = frozenset({"score"})


def other_digits(digits: str) -> TextChange:
    """Write all digits of a number in another row of ten."""
    return lambda text: text.translate(str.maketrans("0123456789", digits))


def _one_digit(digits: Mapping[str, str]) -> TextChange:
    """Write a number of one digit as one sign."""
    return digits.get


def _power_of_ten(text: str) -> str | None:
    number = text.replace(",", "")
    if not number.replace(".", "").isdigit():
        return None
    return f"{float(number):.2E}"


def _without_nought(text: str) -> str | None:
    return text[1:] if text.startswith("0.") else None


# certain to a reader: right where the form agrees
change_cell("a zero-width blank between digits", between("\u200b"), PRINTED | VALUES, readable=True)
change_cell("a mark of direction before a number", before("\u200e"), PRINTED | VALUES, readable=True)
change_cell("a byte order mark before a number", before("\ufeff"), PRINTED, readable=True)
change_cell("a soft hyphen between digits", between("\u00ad"), PRINTED, readable=True)
change_cell(
    "wide blanks around a number", lambda text: f"\u3000{text}\u3000", PRINTED | VALUES, readable=True
)
change_cell("Arabic digits", other_digits("٠١٢٣٤٥٦٧٨٩"), PRINTED, readable=True)
change_cell("mathematical digits", other_digits("𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗"), PRINTED, readable=True)
change_cell(
    "a circled digit for points",
    _one_digit({str(at): "①②③④⑤⑥⑦⑧⑨"[at - 1] for at in range(1, 10)}),
    POINTS,
    readable=True,
)
change_cell(
    "a raised digit for points",
    _one_digit({str(at): "⁰¹²³⁴⁵⁶⁷⁸⁹"[at] for at in range(10)}),
    POINTS,
    readable=True,
)
change_cell(
    "a Roman number for points",
    _one_digit({str(at): "ⅠⅡⅢⅣⅤⅥⅦⅧⅨ"[at - 1] for at in range(1, 10)}),
    POINTS,
    readable=True,
)
change_cell(
    "a nought before points", lambda text: f"0{text}" if text[0] != "0" else None, POINTS, readable=True
)
change_cell(
    "a point behind points", lambda text: f"{text}." if text.isdigit() else None, POINTS, readable=True
)
change_cell("no nought before the point", _without_nought, POINTS, readable=True)
change_cell(
    "half a point as a fraction",
    lambda text: f"{text[:-2]}½" if text.endswith(".5") else None,
    POINTS,
    readable=True,
)

# nobody is certain
change_cell("a power of ten", _power_of_ten, AMOUNTS, readable=False)
change_cell("a row of hashes", lambda _: "########", PRINTED, readable=False)
change_cell("a fault of the spreadsheet", lambda _: "#REF!", PRINTED, readable=False)
change_cell("a division by nought", lambda _: "#DIV/0!", PRINTED, readable=False)
change_cell(
    "a date for a number",
    lambda text: text.replace(".", "月") + "日" if "." in text else None,
    POINTS | TOTALS,
    readable=False,
)
change_cell("an approximation", lambda text: f"约{text}", SUMMED, readable=False)
change_cell("a comparator before points", lambda text: f"≥{text}", POINTS, readable=False)
change_cell("a range for points", lambda text: f"{text}-{text}5", POINTS, readable=False)
change_cell("points out of points", lambda text: f"{text}/100", POINTS, readable=False)
change_cell("points with others in brackets", lambda text: f"{text}(1)", POINTS, readable=False)
change_cell("two points with a comma between", lambda text: f"{text}、1", POINTS, readable=False)
change_cell("a sign that is left behind", lambda text: f"{text}-", SUMMED, readable=False)
change_cell("two signs before a number", lambda text: f"+-{text}", SUMMED, readable=False)
change_cell("a formula for points", lambda text: f"={text}+0.5", POINTS, readable=False)
change_cell("a sum for points", lambda text: f"{text}+1", POINTS, readable=False)
change_cell("a word before points", lambda text: f"扣{text}", SCORES, readable=False)
change_cell("a percent for points", lambda text: f"{text}%", frozenset({"weight"}), readable=False)
change_cell("a per mille for points", lambda text: f"{text}‰", POINTS, readable=False)
change_cell("points of ten thousand", lambda text: f"{text}万", POINTS, readable=False)

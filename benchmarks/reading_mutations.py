"""Mutate sound forms and count what is wrong in silence: ``python benchmarks/reading_mutations.py [--show]``.

Each text sample is read as it is, which gives every number with its place. Then one thing at a time goes
wrong with the file, as typists, converters and copying do it, and the file is read again. A number is *wrong*
where a form that ``agrees`` holds another number than a careful reader sees, and *lost* where it holds none.
Where nobody can read the number any more, the form may not agree at all. The table counts, by kind of
mutation, the files, how many still agree, and wrong and lost numbers in those.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from random import Random

import hebiao
from audit import audit_form
from normalize import Form

SAMPLES = Path(__file__).parents[1] / "samples"
SEEDS = 3  # places a kind and sample
POINTS = ("weight", "score")
AMOUNTS = ("initial", "budget", "executed")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell of the text that prints one number of the form: row and cell from 0, and what the form calls it."""

    row: int
    cell: int
    entity: str
    name: str
    nth: int
    column: str
    value: Decimal


Key = tuple[str, str, int, str]  # entity, name of the row, which of that name, column


@dataclass(frozen=True, slots=True)
class Sample:
    """A text form as rows of cells, with the numbers that it prints."""

    path: Path
    rows: Rows
    spots: tuple[Spot, ...]
    numbers: Mapping[Key, Decimal]


@dataclass(frozen=True, slots=True)
class Mutated:
    """A file after one thing went wrong: its text, what its numbers are now, and whether it may agree at all."""

    text: str
    numbers: Mapping[Key, Decimal] = field(default_factory=dict)
    may_agree: bool = True


Mutation = Callable[[Sample, Random], Mutated | None]
MUTATIONS: dict[str, Mutation] = {}


def mutation(name: str) -> Callable[[Mutation], Mutation]:
    """Register a kind of mutation under its name."""

    def register(function: Mutation) -> Mutation:
        MUTATIONS[name] = function
        return function

    return register


# -- samples


def samples() -> Iterator[Sample]:
    """Give each text sample that is one form, printed with tabs, and agrees as it is."""
    for path in sorted([*SAMPLES.glob("*.txt"), *SAMPLES.glob("families/*.txt")]):
        forms = hebiao.read(path)
        text = path.read_text("utf-8", errors="replace")
        if len(forms) == 1 and "\t" in text and audit_form(forms[0]).verdict == "agrees":
            rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
            spots = tuple(_spots(forms[0], rows))
            yield Sample(path, rows, spots, numbers_of(forms[0]))


def numbers_of(form: Form) -> dict[Key, Decimal]:
    """Return the numbers of a form that its sums use, by row and column."""
    found: dict[Key, Decimal] = {}
    names: Counter[tuple[str, str]] = Counter()
    for entity, name, columns in _lines(form):
        names[entity, name] += 1
        for column, value in columns.items():
            if value is not None:
                found[entity, name, names[entity, name], column] = value
    for column in ("weight_total", "score_total"):
        if (value := getattr(form, column)) is not None:
            found["form", "", 1, column] = value
    return found


def _lines(form: Form) -> Iterator[tuple[str, str, dict[str, Decimal | None]]]:
    for line in form.indicators:
        yield (
            "indicator",
            f"{line.level3}{line.content or ''}",
            {column: getattr(line, column) for column in POINTS},
        )
    for fund in form.funds:
        amounts = {f"{column}_yuan": getattr(fund, f"{column}_yuan") for column in AMOUNTS}
        yield "fund", fund.source, amounts | {column: getattr(fund, column) for column in (*POINTS, "rate")}


def _spots(form: Form, rows: Rows) -> Iterator[Spot]:
    """Find the cell of each number: the only one of its line that prints the number's text."""
    names: Counter[tuple[str, str]] = Counter()
    for entity, lines in (("indicator", form.indicators), ("fund", form.funds)):
        for line in lines:
            name = line.source if entity == "fund" else f"{line.level3}{line.content or ''}"
            names[entity, name] += 1
            columns = (*POINTS, "rate", *AMOUNTS) if entity == "fund" else POINTS
            for column in columns:
                text = line.texts.get(column, "") if entity == "fund" else getattr(line, f"{column}_text")
                stored = f"{column}_yuan" if column in AMOUNTS else column
                value = getattr(line, stored)
                at = [box.line for box in line.where.get(column, ()) if box.line]
                if value is None or len(at) != 1:
                    continue
                cells = [place for place, cell in enumerate(rows[at[0] - 1]) if cell.strip() == text]
                if len(cells) == 1:
                    yield Spot(at[0] - 1, cells[0], entity, name, names[entity, name], stored, value)


# -- tools of the mutations


def text_of(rows: Rows) -> str:
    """Return the file's text."""
    return "\n".join("\t".join(row) for row in rows)


def with_cell(rows: Rows, row: int, cell: int, text: str) -> Rows:
    """Return the rows with one cell changed."""
    cells = list(rows[row])
    cells[cell] = text
    return (*rows[:row], tuple(cells), *rows[row + 1 :])


def key_of(spot: Spot) -> Key:
    """Return what a spot's number is called."""
    return spot.entity, spot.name, spot.nth, spot.column


def change_number(
    sample: Sample,
    chance: Random,
    change: Callable[[str], str | None],
    *,
    columns: tuple[str, ...],
    readable: bool,
) -> Mutated | None:
    """Change one number's text; a careful reader still sees the number where it stays ``readable``."""
    changed = [
        (spot, change(sample.rows[spot.row][spot.cell].strip()))
        for spot in sample.spots
        if spot.column in columns
    ]
    able = [(spot, text) for spot, text in changed if text is not None]
    if not able:
        return None
    spot, text = chance.choice(able)
    rows = with_cell(sample.rows, spot.row, spot.cell, text)
    return Mutated(text_of(rows), sample.numbers, may_agree=readable)


_WIDE = 0xFEE0  # from a sign to its wide form
SCORES = ("score",)
ALL_POINTS = ("score", "weight")
ALL_AMOUNTS = ("initial_yuan", "budget_yuan", "executed_yuan")
NUMBERS = (*ALL_POINTS, *ALL_AMOUNTS)


def _put(kind: str, change: Callable[[str], str | None], columns: tuple[str, ...], *, readable: bool) -> None:
    def mutate(sample: Sample, chance: Random) -> Mutated | None:
        return change_number(sample, chance, change, columns=columns, readable=readable)

    MUTATIONS[kind] = mutate


def _between(sign: str) -> Callable[[str], str | None]:
    """Put a sign between the first two digits of a number that has two."""
    return lambda text: f"{text[0]}{sign}{text[1:]}" if text[:2].isdigit() else None


def _digit(digit: str, letter: str) -> Callable[[str], str | None]:
    return lambda text: text.replace(digit, letter, 1) if digit in text else None


def _grouped(sign: str) -> Callable[[str], str | None]:
    def group(text: str) -> str | None:
        whole, point, rest = text.partition(".")
        if not whole.isdigit() or len(whole) < 5:  # noqa: PLR2004 - nobody groups fewer
            return None
        return f"{int(whole):,}".replace(",", sign) + point + rest

    return group


_put("a blank between digits of points", _between(" "), ALL_POINTS, readable=False)
_put("a blank between digits of an amount", _between(" "), ALL_AMOUNTS, readable=False)
_put("a no-break blank between digits", _between("\u00a0"), NUMBERS, readable=False)
_put("a replacement character between digits", _between("\ufffd"), NUMBERS, readable=False)
_put("a letter between digits", _between("x"), NUMBERS, readable=False)
_put("the letter O for 0", _digit("0", "O"), NUMBERS, readable=False)
_put("the letter l for 1", _digit("1", "l"), NUMBERS, readable=False)
_put("a question mark for a digit", lambda text: f"{text[:-1]}?", NUMBERS, readable=False)
_put("a raised mark behind a number", lambda text: f"{text}¹", NUMBERS, readable=False)
_put("a circled mark behind a number", lambda text: f"{text}①", NUMBERS, readable=False)
_put("a star behind a number", lambda text: f"{text}*", NUMBERS, readable=False)
_put("a word behind points", lambda text: f"{text}满分", ALL_POINTS, readable=False)
_put("a word for points", lambda _: "满分", SCORES, readable=False)
_put("two points", lambda text: f"{text}.5.5", ALL_POINTS, readable=False)
_put("two numbers run together", lambda text: f"{text}%{text}", NUMBERS, readable=False)
_put(
    "a comma for the point",
    lambda text: text.replace(".", ",") if "." in text else None,
    ALL_POINTS,
    readable=False,
)
_put(
    "a Chinese comma for the point",
    lambda text: text.replace(".", "\uff0c") if "." in text else None,
    ALL_POINTS,
    readable=False,
)
_put(
    "a Chinese full stop for the point",
    lambda text: text.replace(".", "。") if "." in text else None,
    ALL_POINTS,
    readable=False,
)
_put(
    "wide digits",
    lambda text: text.translate({ord(sign): ord(sign) + _WIDE for sign in "0123456789."}),
    NUMBERS,
    readable=True,
)
_put(
    "a middle dot for the point",
    lambda text: text.replace(".", "·") if "." in text else None,
    ALL_POINTS,
    readable=False,
)
_put("thousands parted by commas", _grouped(","), ALL_AMOUNTS, readable=True)
_put("thousands parted by wide commas", _grouped("\uff0c"), ALL_AMOUNTS, readable=True)
_put("thousands parted by blanks", _grouped(" "), ALL_AMOUNTS, readable=True)
_put("a sign of money", lambda text: f"¥{text}", ALL_AMOUNTS, readable=True)
_put("the unit 分 behind points", lambda text: f"{text}分", ALL_POINTS, readable=True)
_put("blanks around a number", lambda text: f"  {text} ", NUMBERS, readable=True)
_put("a plus before points", lambda text: f"+{text}", SCORES, readable=True)
_put(
    "a fraction of a fen",
    lambda text: f"{text}{'' if '.' in text else '.'}1234567",
    ALL_AMOUNTS,
    readable=False,
)


def _loses(columns: tuple[str, ...]) -> Mutation:
    def mutate(sample: Sample, chance: Random) -> Mutated | None:
        able = [spot for spot in sample.spots if spot.column in columns]
        if not able:
            return None
        spot = chance.choice(able)
        left = {key: value for key, value in sample.numbers.items() if key != key_of(spot)}
        return Mutated(text_of(with_cell(sample.rows, spot.row, spot.cell, "")), left, may_agree=False)

    return mutate


MUTATIONS["a score left blank"] = _loses(SCORES)
MUTATIONS["a weight left blank"] = _loses(("weight",))


def _slides(change: Callable[[list[str], int], None]) -> Mutation:
    """Change the cells of a row that prints points so that those behind the place stand in other columns."""

    def mutate(sample: Sample, chance: Random) -> Mutated | None:
        able = [spot for spot in sample.spots if spot.entity == "indicator"]
        if not able:
            return None
        spot = chance.choice(able)
        cells = list(sample.rows[spot.row])
        change(cells, spot.cell)
        rows = (*sample.rows[: spot.row], tuple(cells), *sample.rows[spot.row + 1 :])
        return Mutated(text_of(rows), sample.numbers)

    return mutate


MUTATIONS["a tab lost before points"] = _slides(
    lambda cells, at: cells.__setitem__(slice(at - 1, at + 1), ["".join(cells[at - 1 : at + 1])])
)
MUTATIONS["a tab too many before points"] = _slides(lambda cells, at: cells.insert(at, ""))
MUTATIONS["a blank cell lost before points"] = _slides(
    lambda cells, at: cells.remove("") if "" in cells[:at] else None
)
MUTATIONS["the cells behind points lost"] = _slides(lambda cells, at: cells.__delitem__(slice(at + 1, None)))
MUTATIONS["blanks for a tab"] = _slides(
    lambda cells, at: cells.__setitem__(slice(at - 1, at + 1), ["   ".join(cells[at - 1 : at + 1])])
)


def find_scored_rows(sample: Sample) -> list[int]:
    """Return the rows of the indicators that print a score."""
    scored = [spot for spot in sample.spots if spot.entity == "indicator" and spot.column == "score"]
    return sorted({spot.row for spot in scored})


@mutation("a line doubled")
def double_a_line(sample: Sample, chance: Random) -> Mutated | None:
    """Print a line with points twice."""
    rows = find_scored_rows(sample)
    if not rows:
        return None
    at = chance.choice(rows)
    return Mutated(text_of((*sample.rows[: at + 1], *sample.rows[at:])), sample.numbers, may_agree=False)


@mutation("a line lost")
def lose_a_line(sample: Sample, chance: Random) -> Mutated | None:
    """Leave a line with points out."""
    rows = find_scored_rows(sample)
    if not rows:
        return None
    at = chance.choice(rows)
    gone = {key_of(spot) for spot in sample.spots if spot.row == at}
    left = {key: value for key, value in sample.numbers.items() if key not in gone}
    return Mutated(text_of((*sample.rows[:at], *sample.rows[at + 1 :])), left, may_agree=False)


def _column_doubled(column: str) -> Mutation:
    """Print a column twice, heads too, with other numbers in the second."""

    def mutate(sample: Sample, _: Random) -> Mutated | None:
        spots = [spot for spot in sample.spots if spot.entity == "indicator" and spot.column == column]
        at = Counter(spot.cell for spot in spots).most_common(1)
        if not at:
            return None
        (cell, _count), rows = at[0], list(sample.rows)
        first = min(spot.row for spot in spots)
        for number in range(first - 1, len(rows)):
            if len(rows[number]) > cell:
                cells = list(rows[number])
                cells.insert(cell + 1, cells[cell])
                rows[number] = tuple(cells)
        rows = [*rows]
        changed = max(spot.row for spot in spots)
        cells = list(rows[changed])
        cells[cell + 1] = "1"
        rows[changed] = tuple(cells)
        return Mutated(text_of(tuple(rows)), sample.numbers, may_agree=False)

    return mutate


MUTATIONS["the score column printed twice"] = _column_doubled("score")
MUTATIONS["the weight column printed twice"] = _column_doubled("weight")


def _unit(change: Callable[[str], str]) -> Mutation:
    def mutate(sample: Sample, _: Random) -> Mutated | None:
        text = change(text_of(sample.rows))
        if text == text_of(sample.rows) or not any(spot.column in ALL_AMOUNTS for spot in sample.spots):
            return None
        return Mutated(text, sample.numbers, may_agree=False)

    return mutate


MUTATIONS["the money unit removed"] = _unit(
    lambda text: text.replace("(万元)", "").replace("(元)", "").replace("万元", "")
)
MUTATIONS["another money unit over the form"] = _unit(lambda text: f"金额单位:亿元\n{text}")


@mutation("another table's unit in a running head")
def head_another_unit(sample: Sample, _: Random) -> Mutated | None:
    """Print a running head with another unit: the form's own label still tells its unit."""
    text = text_of(sample.rows)
    own = "万元" if "(万元)" in text else "元" if "(元)" in text else ""
    other = {"万元": "元", "元": "万元"}.get(own)
    return Mutated(f"公开13表 单位:{other}\n{text}", sample.numbers) if other else None


@mutation("pipes for tabs")
def pipe(sample: Sample, _: Random) -> Mutated | None:
    """Print pipes where tabs were."""
    return Mutated(
        "\n".join("|".join(row) if len(row) > 1 else row[0] for row in sample.rows), sample.numbers
    )


@mutation("commas for tabs")
def comma(sample: Sample, _: Random) -> Mutated | None:
    """Save as CSV."""

    def quoted(cell: str) -> str:
        return f'"{cell}"' if "," in cell or '"' in cell else cell

    return Mutated("\n".join(",".join(map(quoted, row)) for row in sample.rows), sample.numbers)


@mutation("blanks behind every cell")
def pad(sample: Sample, _: Random) -> Mutated | None:
    """Put blanks behind every cell."""
    return Mutated("\n".join("\t".join(f"{cell} " for cell in row) for row in sample.rows), sample.numbers)


@mutation("trailing tabs lost")
def strip(sample: Sample, _: Random) -> Mutated | None:
    """Lose the empty cells at each line's end."""
    return Mutated("\n".join("\t".join(row).rstrip("\t") for row in sample.rows), sample.numbers)


def _inside(line: str) -> Mutation:
    def mutate(sample: Sample, chance: Random) -> Mutated | None:
        rows = sorted({spot.row for spot in sample.spots if spot.entity == "indicator"})
        if not rows:
            return None
        at = chance.choice(rows)
        return Mutated(text_of((*sample.rows[:at], (line,), *sample.rows[at:])), sample.numbers)

    return mutate


MUTATIONS["a page number between lines"] = _inside("- 2 -")
MUTATIONS["a form feed between lines"] = _inside("\f")
MUTATIONS["a note between lines"] = _inside("(续表)")


@mutation("the total's grade beside its number")
def grade_the_total(sample: Sample, _: Random) -> Mutated | None:
    """Print the total as 98.5分(优)."""
    total = sample.numbers.get(("form", "", 1, "score_total"))
    rows = [
        number
        for number, row in enumerate(sample.rows)
        if "总分" in row[0] and total is not None and f"{total}" in row
    ]
    if len(rows) != 1:
        return None
    cell = len(sample.rows[rows[0]]) - 1 - list(reversed(sample.rows[rows[0]])).index(f"{total}")
    return Mutated(text_of(with_cell(sample.rows, rows[0], cell, f"{total}分(优)")), sample.numbers)


# -- the measure


def main() -> int:
    """Print the table; exit with 1 where a number is wrong or lost in silence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", action="store_true", help="name each file and number")
    parser.add_argument("--kinds", default="", help="only kinds that hold this text")
    arguments = parser.parse_args()
    taken = list(samples())
    print(f"{len(taken)} sound text forms, {len(MUTATIONS)} kinds of mutation\n")
    print("| mutation | files | agree | wrong | lost | agree but must not |\n|---|--:|--:|--:|--:|--:|")
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for kind, mutate in MUTATIONS.items():
            if arguments.kinds in kind:
                counts = _count(kind, mutate, taken, Path(folder), show=arguments.show)
                total += counts
                print(_row(kind, counts), flush=True)
    print(_row("**all**", total))
    return int(total["wrong"] + total["lost"] + total["must not"] > 0)


def _row(kind: str, counts: Counter[str]) -> str:
    return (
        f"| {kind} | "
        + " | ".join(str(counts[name]) for name in ("files", "agree", "wrong", "lost", "must not"))
        + " |"
    )


def _count(kind: str, mutate: Mutation, taken: list[Sample], folder: Path, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for sample in taken:
        texts: set[str] = set()
        for seed in range(SEEDS):
            mutated = mutate(sample, Random(f"{kind}{seed}"))
            if mutated is None or mutated.text in texts:
                continue
            texts.add(mutated.text)
            counts += _judge(kind, sample, mutated, folder, show=show)
    return counts


def _judge(kind: str, sample: Sample, mutated: Mutated, folder: Path, *, show: bool) -> Counter[str]:
    path = folder / "form.txt"
    path.write_text(mutated.text, encoding="utf-8")
    forms = hebiao.read(path)
    agreeing = [form for form in forms if audit_form(form).verdict == "agrees"]
    counts = Counter({"files": 1, "agree": int(bool(agreeing))})
    for form in agreeing:
        got = numbers_of(form)
        wrong = {key for key in got if got[key] != mutated.numbers.get(key)}
        lost = mutated.numbers.keys() - got.keys()
        counts += Counter({"wrong": len(wrong), "lost": len(lost), "must not": int(not mutated.may_agree)})
        if show and (wrong or lost or not mutated.may_agree):
            told = [f"{key}: {got.get(key)} for {mutated.numbers.get(key)}" for key in sorted(wrong | lost)]
            print(f"  {kind}: {sample.path.name}: {'; '.join(told[:4]) or 'agrees'}", file=sys.stderr)
    return counts


if __name__ == "__main__":
    sys.exit(main())

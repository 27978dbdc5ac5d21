"""The numbers that decide where blocks begin and what a line is; all observed on samples."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RepeatedCellSettings:
    """When a text prints a merged cell in each of its columns."""

    fewest_columns: int = 3
    """Two texts side by side may be equal by chance."""
    shortest_text: int = 4
    """Characters: shorter ones are answers as 健全."""
    label_and_text: int = 2
    """A row of so many different cells is a label and its text."""
    fewest_rows: int = 3
    """Of a table: two columns may be equal by chance in fewer."""


@dataclass(frozen=True, slots=True)
class BlockSettings:
    """What a row must print to head a block, or to go on with one."""

    fewest_heads: int = 3
    """Known labels of a row that heads a block by its labels."""
    fewest_amounts: int = 2
    """Labels of amounts among those of a head of the funds."""
    longest_heading: int = 25
    """Characters of a heading, or of a label that is told by its words."""
    longest_before_amount: int = 20
    """Characters in which the first digit of an amount stands; digits further on are those of prose."""
    label_and_text: int = 2
    """Cells of a row that is a label and its text."""
    longest_column_number: int = 2
    """Characters of the number or letter of a column."""
    fewest_words: int = 4
    """Characters of a line of text that ends the block before it; a shorter one is a page number."""
    most_goal_heads: int = 4
    """Cells of a row that heads the goals by its words."""
    fewest_tier_heads: int = 3
    """Groups of columns in the upper tier over the indicators."""


@dataclass(frozen=True, slots=True)
class HeadSettings:
    """When a row heads a block though no list has its labels."""

    fewest_level_rows: int = 2
    """Rows that print level names, in a table of indicators."""
    fewest_columns: int = 4
    """Columns of a table of indicators."""
    fewest_heads: int = 2
    """Columns of a table of funds or goals."""
    first_cells: int = 2
    """Cells of a row in which a level name or a total's label stands."""
    longest_head: int = 20
    """Characters: heads are shorter, goals longer."""


@dataclass(frozen=True, slots=True)
class GoalSettings:
    """How a goal goes on over a page end."""

    line_characters: float = 25.0
    """Characters of a line of a goal: a taller text reached the page's end."""
    most_lines: float = 6.0
    """Lines that count for how tall it is."""
    open_end: float = 2.0
    """A text that ends without a full stop goes on."""
    closed_end: float = -1.0
    """One that ends with a full stop rather does not."""
    next_step: float = 2.0
    """二是 goes on a text that has come to 一是."""
    never: float = -4.0
    """Where nothing stands above, or a number, or a text that other rows print too."""


@dataclass(frozen=True, slots=True)
class LineSettings:
    """How lines of indicators and their levels are told."""

    joined_levels_share: float = 0.6
    """Of the texts of a column that are both names at once, for a column that prints both levels."""
    most_names: int = 40
    """Names that stand in the middle of their rows: of more nobody tells where their rows end."""
    most_ways: int = 200
    """Ways to share the rows among names that are compared."""
    whole_weight: Decimal = Decimal(100)
    """What the weights of a form add up to where it prints no total."""
    longest_number: int = 12
    """Characters of a cell of the total row that should be a number; longer ones are words."""
    rounding: Decimal = Decimal("0.01")
    """How far a sum of points may be from the printed total."""


@dataclass(frozen=True, slots=True)
class FormSettings:
    """What a form takes for granted, and how much of a text is told."""

    default_unit: str = "万元"
    """The money unit of a form that prints none."""
    longest_told: int = 20
    """Characters of a text in a warning, and of a text that prints a money unit."""
    longest_unit_line: int = 60
    """Characters in which a line or a value of the head names a money unit."""
    shortest_glued_label: int = 3
    """Characters of a label that is found behind a value without a blank: shorter ones end other words."""
    title_rows: int = 4
    """Rows below a title in which its year may stand."""


@dataclass(frozen=True, slots=True)
class UnitSettings:
    """Which figures prove a money unit. Chosen so that round figures and prices for one prove nothing."""

    fewest_digits: int = 2
    """Digits, without the zeros around them, of a figure that counts at all."""
    telling_digits: int = 3
    """Digits of one figure in a text that is enough alone."""
    contradicting_digits: int = 4
    """Digits of one figure that speaks against the unit that the form prints."""
    enough_figures: int = 2
    """Different figures that are enough together."""
    most_times_others: int = 100
    """How many times an amount with blanks between its digits may be the others of its row."""


BLOCKS = BlockSettings()
HEADS = HeadSettings()
GOALS = GoalSettings()
LINES = LineSettings()
FORMS = FormSettings()
UNITS = UnitSettings()
REPEATED = RepeatedCellSettings()

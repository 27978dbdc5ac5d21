"""Results as table, CSV and JSON: what a form prints never comes alive."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hebiao.reporting.output import as_csv, as_json, as_table, inert, write
from hebiao.terminal import printable

HOSTILE = ("[red]x[/red]", "[/b]", "\x1b[31mred", ":smile:", "\u202etxt", "a\rb", "\x9b31m")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_table_prints_markup_as_it_is_and_no_control_character(text):
    table = as_table(["t"], [[text]])
    assert printable(text) in table
    assert not [char for char in table if ord(char) < 32 and char != "\n"]
    assert "\x9b" not in table
    assert "\u202e" not in table


def test_numbers_stand_right_and_nulls_are_blank():
    assert as_table(["name", "n"], [["a", Decimal("1.50")], ["b", None]]).splitlines()[2:] == [
        " a      1.50",
        " b",
    ]


def test_a_column_head_is_data_too():
    assert "[red]" in as_table(["[red]"], [])


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1+1"]
)  # the last is full width
def test_no_formula_comes_alive_in_csv(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5", "+3.5%", "-1,234.50", "--", "-", "—", "≥95%", "a=b", "", ".5"])
def test_numbers_and_placeholders_stay_as_they_are_in_csv(text):
    assert inert(text) == text


def test_csv_numbers_are_exact_and_not_text():
    assert as_csv(["a", "b", "c"], [[Decimal("851.920"), -5, None]]) == "a,b,c\n851.920,-5,\n"


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=2, max_size=2
        ),
        max_size=5,
    )
)
def test_csv_reads_back_as_what_was_written(rows):
    read = list(csv.reader(io.StringIO(as_csv(["x", "y"], rows), newline="")))
    assert read == [["x", "y"], *([re.sub("\r\n?", "\n", inert(cell)) for cell in row] for row in rows)]


def test_json_keeps_exact_numbers_and_escapes_controls():
    text = as_json(["n", "t", "z"], [[Decimal("1.10"), "\x1b[31m", None]])
    assert '"n": 1.10' in text
    assert "\x1b" not in text
    assert json.loads(text) == [{"n": 1.1, "t": "\x1b[31m", "z": None}]


def test_files_are_utf8_and_complete(tmp_path):
    write("名\r\n", tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes() == "名\r\n".encode()


@given(st.text())
def test_printable_text_holds_no_control_character(text):
    assert not [
        char for char in printable(text) if (ord(char) < 32 and char not in "\t\n") or 127 <= ord(char) < 160
    ]

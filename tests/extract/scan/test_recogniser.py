"""What a recogniser gives becomes texts, with what else the line may say."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytest.importorskip("cv2")

from extract.scan.installed import find_models
from extract.scan.recognition.decoding import GAP, Steps, find_texts, fold_steps, reduce_output, spell
from extract.scan.recognition.numbers import group_lines, group_thousands, load_folds
from extract.scan.recognition.recogniser import Recogniser

_KEPT = 8


def _make_steps(*rows: dict[str, float]) -> Steps:
    """Make steps of characters' probabilities; ``_`` is the gap."""
    codes, shares = np.zeros((len(rows), _KEPT), np.int64), np.zeros((len(rows), _KEPT))
    for at, row in enumerate(rows):
        ranked = sorted(row.items(), key=lambda pair: -pair[1])
        for place, (letter, share) in enumerate(ranked):
            codes[at, place] = GAP if letter == "_" else ord(letter)
            shares[at, place] = share
    return Steps(codes, shares, float(len(rows)))


def test_characters_in_a_row_are_one_and_a_gap_parts_two():
    spelling = spell(_make_steps({"8": 0.9}, {"8": 0.99}, {"_": 1.0}, {"8": 0.7, "3": 0.3}, {"_": 1.0}))
    assert spelling.text == "88"
    assert spelling.sure == (0.99, 0.7)
    assert spelling.at == (0.5, 3.5)


def test_a_character_is_no_surer_than_that_none_was_left_out():
    spelling = spell(_make_steps({"8": 1.0}, {"_": 0.6, "1": 0.4}, {"5": 1.0}, {"_": 0.7, "5": 0.3}))
    assert spelling.text == "85"
    assert spelling.sure == (0.6, 0.6)


def test_a_line_of_gaps_is_no_text():
    assert spell(_make_steps({"_": 1.0}, {"_": 1.0})).text == ""


def test_texts_are_ranked_by_the_sum_of_their_spellings():
    # at each step the gap is likelier, and yet one 1 is likelier than none: 1 - 0.6 * 0.6 = 0.64
    steps = _make_steps({"_": 0.6, "1": 0.4}, {"_": 0.6, "1": 0.4})
    (best, second, *_) = find_texts(steps)
    assert best.text == "1"
    assert math.exp(-best.cost) == pytest.approx(0.64)
    assert second.text == ""
    assert math.exp(-second.cost) == pytest.approx(0.36)


def test_look_alikes_add_up_and_what_is_no_figure_keeps_its_share():
    steps = fold_steps(_make_steps({"O": 0.5, "0": 0.3, "人": 0.2}), *load_folds())
    (best, *_) = find_texts(steps)
    assert best.text == "0"
    assert math.exp(-best.cost) == pytest.approx(0.8)


def test_the_likeliest_characters_of_a_step_are_kept():
    output = np.zeros((1, 20), np.float32)
    output[0, 3:13] = np.linspace(0.05, 0.14, 10)
    steps = reduce_output(output, np.arange(100, 120), 1.0)
    assert steps.codes[0].tolist() == [112, 111, 110, 109, 108, 107, 106, 105]
    assert (np.diff(steps.shares[0]) < 0).all()


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("8.705.000.00", "8,705,000.00"),
        ("12.600.00", "12,600.00"),
        ("≥1.234,567", "≥1,234,567"),
        ("1.600", "1.600"),
        ("95.5%", "95.5%"),
        ("1.23.45", "1.23.45"),
    ],
)
def test_many_separators_are_told_by_the_figures_between_them(read: str, meant: str):
    assert group_thousands(read) == meant


def test_separators_of_a_wrapped_number_are_told_by_all_its_figures():
    assert group_lines(["52.849.000.", "00"]) == ["52,849,000.", "00"]
    assert group_lines(["12.5", "0"]) == ["12.5", "0"]


@pytest.mark.skipif(find_models() is None, reason="needs the ocr extra: pip install 'hebiao[ocr]'")
def test_lines_of_any_size_are_read():
    pictures = [np.full(shape, 255, np.uint8) for shape in ((40, 100), (10, 9000), (1, 1))]
    tall, wide, least = Recogniser("tiny").read_lines(pictures)
    assert len(tall) > tall.width > 0
    assert len(wide) >= wide.width > 100
    assert len(least) > 0
    assert Recogniser("tiny").read_lines([]) == []

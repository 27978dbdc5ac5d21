"""Blanks at the ends of wrapped lines go, others stay."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normalize.rows.row import join_wrapped_lines

SENTENCE = "1.完成基础设施维修改造37处,验收合格率100%;2.开展业务培训9期,培训4833人次;3.组织专项检查7次。"


@given(pitch=st.integers(4, 20))
def test_a_text_wrapped_at_one_length_is_whole_again(pitch):
    wrapped = " ".join(SENTENCE[at : at + pitch] for at in range(0, len(SENTENCE), pitch))
    assert join_wrapped_lines(wrapped) == SENTENCE


def test_blanks_that_are_no_line_ends_stay():
    for text in (
        "确保 2020 年度确保腾地达 8000 亩、力争达 10000 亩",
        "≥95 %",
        "12 13 14",
        "原因: 甲乙丙丁 措施: 戊己庚辛壬癸",
    ):
        assert join_wrapped_lines(text) == text


def test_a_blank_inside_a_wrapped_line_stays():
    sentence = "根据《中共中央 国务院关于全面实施预算绩效管理的意见》和财政部门有关要求"
    assert (
        join_wrapped_lines(" ".join(sentence[at : at + 6] for at in range(0, len(sentence), 6))) == sentence
    )

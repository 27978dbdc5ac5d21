from decimal import Decimal

import pytest

from extract import message
from normalize import Form
from store.tables import FormRow, QuantityRow, ReadingRow
from store.tables.lines import LINES
from support.store_samples import rich_form

TABLES = {"form": FormRow, "quantity": QuantityRow, "reading": ReadingRow} | LINES
ONLY_STORED = {"document_id", "verdict", "warning_messages", "note_messages"}


@pytest.mark.parametrize("form", [rich_form(), Form(1, "other", "")], ids=["rich", "empty"])
def test_frames_have_the_tables_columns(form):
    frames = form.to_frames()
    assert frames.keys() == TABLES.keys()
    for name, frame in frames.items():
        columns = {column.name for column in TABLES[name].__table__.columns} - ONLY_STORED
        assert set(frame.columns) == columns, name
        assert len(frame.columns) == len(columns)


def test_frames_hold_the_numbers_as_numbers():
    frames = rich_form().to_frames()
    assert frames["fund"]["budget_yuan"].tolist()[:2] == [8200000, 0.1]
    assert frames["fund"]["budget_yuan"].isna().tolist() == [False, False, True]
    assert frames["fund"]["rate_text"].tolist()[0] == "104.00%"
    assert frames["form"]["year"].tolist() == [2023]
    assert not any(
        isinstance(value, Decimal) for frame in frames.values() for value in frame.to_numpy().ravel()
    )


def test_frames_tell_warnings_in_sentences():
    form = Form(
        1, "other", "", notes=(message("default-money-unit", unit="万元"), message("payments-unread"))
    )
    assert form.to_frames()["form"]["notes"].tolist() == [
        "没有写明金额单位，按万元计算，请对照原件核对\n支出明细表没有读入"
    ]


def test_frames_join_as_the_tables_do():
    frames = rich_form().to_frames()
    joined = frames["quantity"].merge(
        frames["indicator"], left_on="indicator_id", right_on="id", suffixes=("", "_of")
    )
    assert joined["level3"].tolist() == ["腾地面积", "腾地面积"]
    levels = frames["indicator"].merge(
        frames["level"], left_on="level2_id", right_on="id", suffixes=("", "_of")
    )
    assert levels["name"].tolist() == ["数量指标"]

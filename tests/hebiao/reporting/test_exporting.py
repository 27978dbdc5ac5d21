import csv
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

import store
from audit import Audit, Finding
from hebiao.cli import run
from hebiao.reporting.exporting import export_folder, export_workbook
from hebiao.review import correct
from normalize import Form, Fund, Indicator
from store import EVERYTHING, FormFilter, list_export_tables
from support.sentences import as_told
from support.store_samples import D, fresh, record, rich_form, url_in

pytestmark = pytest.mark.usefixtures("database")
CELLS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ATTACKS = [
    "=100%",
    '=HYPERLINK("http://x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "-5",
    "--",
    "https://example.com",
    "mailto:a@b.c",
    '<r></is></c><c r="A9"><f>1+1</f></c></r>',
    "<r>&</r>",
    "_x0041_",
    " 前后有空白 ",
    "第一行\n第二行",
    "坏\ufffe字\x01符",
    "{=1}",
]


def attacked() -> Form:
    lines = tuple(Indicator(n, level3="攻击", target=text, weight=D(n)) for n, text in enumerate(ATTACKS, 1))
    amounts = (D("0.01"), D("12345678901234567.89"), D("98765432109.87"), None)
    funds = tuple(Fund(n, f"来源{n}", budget_yuan=amount, texts={}) for n, amount in enumerate(amounts, 1))
    return Form(
        1,
        "project",
        "=标题",
        year=2023,
        department="局甲",
        score_total=D("95.5"),
        indicators=lines,
        funds=funds,
    )


def archive(tmp_path):
    engine = fresh(tmp_path)
    found = Finding(
        "score-total", "error", as_told("=总分不符"), stated=D(1), computed=D(2), field="score_total"
    )
    other = replace(rich_form(), year=2024, department="局乙")
    store.save_records(
        engine,
        [
            record("a.pdf", forms=((attacked(), Audit((found,), (), "differs")),)),
            record("b.pdf", forms=((other, Audit((), (), "agrees")),)),
        ],
    )
    correct(engine, 2, "indicator", 1, "score", after="9", who="张三")
    return engine


def sheets(path):
    """The cells of each sheet as Excel has them: (type, text), by name and row."""
    book = zipfile.ZipFile(path)
    names = [node.get("name") for node in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{CELLS}sheet")]
    found = {}
    for number, name in enumerate(names, 1):
        xml = book.read(f"xl/worksheets/sheet{number}.xml")
        assert b"<f>" not in xml
        assert b"<hyperlink" not in xml
        found[name] = [[_cell(cell) for cell in row] for row in ET.fromstring(xml).iter(f"{CELLS}row")]
    return found


def _cell(node):
    text = "".join(part.text or "" for part in node.iter() if part.tag in {f"{CELLS}v", f"{CELLS}t"})
    return (node.get("t", "n"), re.sub("_x([0-9A-F]{4})_", lambda code: chr(int(code[1], 16)), text))


def test_a_workbook_holds_every_text_as_text_and_every_number_as_number(tmp_path):
    engine = archive(tmp_path)
    done = export_workbook(engine, tmp_path / "all.xlsx", EVERYTHING)
    found = sheets(tmp_path / "all.xlsx")
    assert list(found) == ["汇总", *(table.name for table in list_export_tables())]
    assert {name: len(rows) - 1 for name, rows in found.items()} == done.rows
    texts = {text for row in found["indicator"] for kind, text in row if kind == "inlineStr"}
    told = [re.sub("[\ufffe\x01]", "", text) for text in ATTACKS]
    assert set(told) <= texts
    amounts = {cell for row in found["fund"] for cell in row}
    assert {("n", "0.01"), ("n", "98765432109.87")} <= amounts
    kept = (
        "12345678901234567.89" if engine.dialect.name == "postgresql" else "12345678901234568"
    )  # all that SQLite holds
    assert ("inlineStr", kept) in amounts
    summary = [[text for _, text in row] for row in found["汇总"]]
    assert summary[0][:6] == ["部门（单位）", "年度", "项目", "标题", "结论", "总分"]
    assert sorted(row[:2] for row in summary[1:]) == [["局乙", "2024"], ["局甲", "2023"]]
    assert any("错误：=总分不符" in row for row in summary)
    assert ("inlineStr", "张三") in [cell for row in found["correction"] for cell in row]
    assert sorted(
        path.name for path in tmp_path.iterdir() if "xlsx" in path.name or path.name.startswith(".")
    ) == ["all.xlsx"]


def test_sheets_print_as_wide_as_a_page(tmp_path):
    export_workbook(archive(tmp_path), tmp_path / "x.xlsx", EVERYTHING)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheet, names = book.read("xl/worksheets/sheet1.xml"), book.read("xl/workbook.xml").decode()
    assert (b'fitToHeight="0"' in sheet, b'orientation="landscape"' in sheet) == (True, True)
    assert "汇总!$1:$1" in names


def test_a_table_longer_than_a_sheet_goes_on_another(tmp_path):
    engine = archive(tmp_path)
    done = export_workbook(engine, tmp_path / "all.xlsx", EVERYTHING, rows_in_sheet=8)
    found = sheets(tmp_path / "all.xlsx")
    assert "indicator" in done.split
    parts = [rows for name, rows in found.items() if name.split()[0] == "indicator"]
    assert all(len(rows) <= 8 and rows[0] == parts[0][0] for rows in parts)
    assert sum(len(rows) - 1 for rows in parts) == done.rows["indicator"] == len(ATTACKS) + 4


def test_a_text_longer_than_a_cell_is_cut_and_told(tmp_path, capsys):
    engine = fresh(tmp_path)
    store.save_records(engine, [record("a.pdf", Form(1, "other", "长" * 40_000))])
    url = engine.url.render_as_string(hide_password=False)
    assert run(["export", "--to", str(tmp_path / "a.xlsx"), "--db", url]) == 0
    assert "2 处文字" in capsys.readouterr().err


def test_csv_opens_in_chinese_and_has_no_formula(tmp_path):
    engine = archive(tmp_path)
    done = export_folder(engine, tmp_path / "out", EVERYTHING, "csv")
    assert (tmp_path / "out" / "form.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader((tmp_path / "out" / "indicator.csv").open(encoding="utf-8-sig", newline="")))
    assert len(rows) == done.rows["indicator"]
    targets = [row["target"] for row in rows if row["level3"] == "攻击"]
    alive = ("=", "+", "@")
    assert targets == [f"'{text}" if text.startswith(alive) else text for text in ATTACKS]
    funds = list(csv.DictReader((tmp_path / "out" / "fund.csv").open(encoding="utf-8-sig", newline="")))
    exact = "12345678901234567.89" if engine.dialect.name == "postgresql" else "12345678901234568"
    assert [row["budget_yuan"] for row in funds if row["source"].startswith("来源")] == [
        "0.01",
        exact,
        "98765432109.87",
        "",
    ]
    assert not [path for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]


def test_parquet_keeps_decimals(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow")
    engine = archive(tmp_path)
    store.save_records(
        engine,
        [record("c.pdf", Form(1, "other", "", score_total=D("1E+30"), weight_total=D("0.123456789012345")))],
    )
    export_folder(engine, tmp_path / "out", EVERYTHING, "parquet")
    fund = parquet.read_table(tmp_path / "out" / "fund.parquet")
    assert str(fund.schema.field("budget_yuan").type) == "decimal128(38, 4)"
    assert D("98765432109.87") in fund["budget_yuan"].to_pylist()
    form = parquet.read_table(tmp_path / "out" / "form.parquet").to_pylist()[-1]
    assert (form["score_total"], form["weight_total"]) == (D("1E+30"), D("0.123456789012345"))
    assert parquet.read_table(tmp_path / "out" / "saved_query.parquet").num_rows == 0


def test_only_the_chosen_forms_are_written(tmp_path):
    engine = archive(tmp_path)
    done = export_folder(engine, tmp_path / "out", FormFilter(year=("2024",)), "csv")
    assert (
        done.rows["form"],
        done.rows["document"],
        done.rows["document_path"],
        done.rows["correction"],
    ) == (1, 1, 1, 1)
    assert done.rows["indicator"] == 4
    done = export_folder(engine, tmp_path / "out", FormFilter(department=("局甲",)), "csv")
    assert (done.rows["indicator"], done.rows["correction"], done.rows["finding"]) == (len(ATTACKS), 0, 1)


def test_what_breaks_off_leaves_nothing(tmp_path, monkeypatch):
    engine = archive(tmp_path)
    (tmp_path / "out").mkdir()
    monkeypatch.setattr("hebiao.reporting.exporting.write_csv", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export_folder(engine, tmp_path / "out", EVERYTHING, "csv")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--to", "a.xlsx", "--format", "csv"], "没有别的格式"),
        (["--to", "taken"], "不是文件夹"),
        (["--to", "taken/a.xlsx"], "写不了"),
    ],
)
def test_what_cannot_be_written_is_told(tmp_path, monkeypatch, capsys, arguments, reason):
    url = url_in(tmp_path)
    store.open_store(url).dispose()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").write_text("")
    assert run(["export", "--db", url, *arguments]) == 2
    assert reason in capsys.readouterr().err

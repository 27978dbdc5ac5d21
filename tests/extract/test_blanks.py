"""Text files whose columns are made with blanks."""

import pytest

from audit import audit_form
from extract import message
from extract import read as read_document
from extract.grid import Grid
from extract.text.blank_columns import read_blank_columns
from hebiao import read
from support.borderless_truth import FOLDER, forms_of, misread, share

TEXTS = sorted(FOLDER.glob("*.txt"), key=lambda path: path.name)
FIGURES = {"weight", "score", "rate", "initial_yuan", "budget_yuan", "executed_yuan", "amount_yuan"}

every_text = pytest.mark.parametrize("path", TEXTS, ids=range(len(TEXTS)))


def tables(text):
    return [piece for piece in read_blank_columns(text.split("\n")) if isinstance(piece, Grid)]


@every_text
def test_nineteen_of_twenty_fields_are_right_and_no_figure_is_wrong(path):
    forms = read(path)
    wrong = {place for form, want in zip(forms, forms_of(path), strict=True) for place in misread(form, want)}
    assert share(forms, forms_of(path)) >= 0.95
    assert not {place for place in wrong if place[-1] in FIGURES}


@every_text
def test_every_character_is_kept_and_the_columns_are_told_to_be_inferred(path):
    document = read_document(path)
    assert document.conservation.holds
    assert document.warnings == (message("columns-of-blanks"),)
    assert "agrees" not in {audit_form(form).verdict for form in read(path)}


@pytest.mark.parametrize("wide", [2, 1])
def test_a_chinese_character_may_count_two_columns_or_one(wide):
    rows = [("产出指标", "完成率", "8"), ("效益", "群众满意度情况", "10"), ("满意度", "办结", "7")]
    lines = [a + " " * (14 - wide * len(a)) + b + " " * (20 - wide * len(b)) + c for a, b, c in rows]
    (grid,) = tables("\n".join(lines))
    assert [(cell.row, cell.col, cell.text) for cell in grid.cells] == [
        (r, c, rows[r][c]) for r in range(3) for c in range(3)
    ]


def test_a_form_feed_begins_a_page_of_the_same_table():
    page = "甲    乙乙    8\n\n丙    丁丁    9\n\n戊    己己    7"
    (grid,) = tables(f"{page}\n\f{page}")
    assert (grid.rows, tuple(seam.row for seam in grid.seams)) == (6, (3,))
    assert [box.line for cell in grid.cells if cell.row == 3 for box in cell.boxes] == [6, 6, 6]


def test_prose_with_blanks_is_no_table():
    assert (
        tables("一、部门概况\n\n    本单位 2023 年完成  各项任务。\n\n    联系人：某某    电话：0000\n" * 4)
        == []
    )


def test_each_line_is_a_row_where_no_cell_wraps():
    text = """资金来源          年初预算数    全年预算数    全年执行数    执行率
年度资金总额      120           130           117           90%
财政拨款          120           130           117           90%
其他资金
一级指标          名称          目标值        完成值        得分
产出指标          修缮馆舍      ≥3处          3处           20
                  读者人次      ≥800          880           10"""
    (grid,) = tables(text)
    assert [cell.text for cell in grid.cells if cell.text] == text.split()


WRAPPED = """  情况         三级指标    目标值      得分        偏差原因
               修复古籍册    ≥9册        20
                   数
绩效指标（     读者满意度    ≥95%        9      因样本量小，部分
  90分）                                        读者未答。
               办展览场次    ≥3场        10
    说明                              无
"""


def test_a_cell_goes_on_where_its_line_is_full():
    (grid,) = tables(WRAPPED)
    rows = [[cell.text for cell in grid.cells if cell.row == row and cell.text] for row in range(grid.rows)]
    assert ["修复古籍册数", "≥9册", "20"] in [row[-3:] for row in rows]
    assert ["读者满意度", "≥95%", "9", "因样本量小，部分读者未答。"] in [row[-4:] for row in rows]
    assert ["办展览场次", "≥3场", "10"] in [row[-3:] for row in rows]


def test_a_label_at_the_left_edge_goes_on_beside_other_rows():
    (grid,) = tables(WRAPPED)
    assert "绩效指标（90分）" in [cell.text for cell in grid.cells]


def test_the_lines_of_a_long_text_are_one_cell_and_the_head_below_is_none_of_it():
    goal = "完成古籍修复九册，读者满意度达到百分之九十五以上，办好三场展览"
    text = f"""目标      {goal}
          以及全年的阅读推广。
          一级指标    三级指标      目标值      得分
          产出指标    修复古籍册    ≥9册        20
          产出指标    办展览场次    ≥3场        10
          效益指标    读者满意度    ≥95%        9
"""
    (grid,) = tables(text)
    texts = [cell.text for cell in grid.cells]
    assert f"{goal}以及全年的阅读推广。" in texts
    assert "一级指标" in texts


def test_a_line_that_stands_below_no_end_of_a_full_one_begins_a_row():
    text = """实施情况    按方案组织实施，按月调度，按时完成全部修缮任务
资金来源          年初预算      调整后预算      执行数
财政拨款          30            30              27
其他资金          20            20              18
"""
    (grid,) = tables(text)
    assert [cell.text for cell in grid.cells if cell.text] == text.split()


def test_a_sign_that_each_row_prints_stands_beside_no_other_row():
    text = """三级指标      性质    指标值    单位    分值    得分
修复古籍册    ≥       9         册      20      20
办展览场次    ≥       3         场      10      10
说明                                    无
读者满意度    ≥       95        %       10      9
"""
    (grid,) = tables(text)
    assert {cell.rowspan for cell in grid.cells if cell.text in ("≥", "读者满意度")} == {1}


CENTRED = """
  项目名称                        古籍修复
  主管部门        云岭县文化局            实施单位          云岭县图书馆
                年初预算数     全年预算数     全年执行数      分值    执行率       得分
              年度资金总额      120       135.5     128.6     10     94.91%     9.49
  项目资金
   (万元)       其中:当年财
                          120       135.5     128.6     —      94.91%     —
               政拨款
       一级指标   二级指标      三级指标        年度指标值      实际完成值   分值   得分
                          修复册数         ≥320册        335册      15       15
               数量指标                                                          纸张供应不足,下年补
                          装订册数        ≥1200册       1180册      10      9.8
                                                                             足
       产出指标
               质量指标      验收合格率         =100%        100%      15       15
               时效指标      完成及时率         ≥95%         96%       10       10
              社会效益指标      读者人次        ≥1.2万人       1.35万人     10       10
       效益指标
              生态效益指标      节电率          ≥85%        86.5%      10       10
       满意度指   服务对象满意
                         读者满意度         ≥90%         93%       10       10
         标      度指标
                              总分                                70    69.29
"""


def test_rows_are_told_by_their_figures_and_by_the_middle_of_each_cell():
    (grid,) = tables(CENTRED)
    rows = [{cell.text for cell in grid.cells if cell.row == row} for row in range(grid.rows)]
    assert any({"其中:当年财政拨款", "120", "135.5", "128.6"} <= row for row in rows)
    assert any({"装订册数", "≥1200册", "1180册", "10", "9.8", "纸张供应不足,下年补足"} <= row for row in rows)
    assert any({"满意度指标", "服务对象满意度指标", "读者满意度", "≥90%", "93%"} <= row for row in rows)


def test_a_label_between_two_lines_stands_beside_the_rows_around_it():
    (grid,) = tables(CENTRED)
    labels = {cell.text: cell for cell in grid.cells if cell.rowspan > 1}
    names = {cell.text: cell.row for cell in grid.cells}
    outputs, effects = labels["产出指标"], labels["效益指标"]
    assert (outputs.row, outputs.row + outputs.rowspan - 1) == (names["修复册数"], names["完成及时率"])
    assert (effects.row, effects.row + effects.rowspan - 1) == (names["读者人次"], names["节电率"])

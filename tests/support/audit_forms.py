"""Forms built by hand for the tests of the audit."""

from __future__ import annotations

from decimal import Decimal

from audit import audit_form
from audit.messages.render import render
from normalize import Form, Fund, Indicator, Level


def number(text):
    return None if text is None else Decimal(text)


def fund(ordinal, source, *, texts=None, total=None, among=False, heading=None, where=None, **numbers):
    """A fund row; amounts are given in yuan without their suffix: ``budget="8200000"``."""
    amounts = ("initial", "budget", "executed", "transferred", "amount")
    values = {f"{k}_yuan" if k in amounts else k: number(v) for k, v in numbers.items()}
    return Fund(
        ordinal,
        source,
        total=ordinal == 1 if total is None else total,
        among=among,
        list_heading=heading,
        texts=texts or {},
        where=where or {},
        **values,
    )


def indicator(ordinal, weight, score, **rest):
    return Indicator(
        ordinal, **{"level3": f"指标{ordinal}甲", **rest}, weight=number(weight), score=number(score)
    )


def form(funds=(), indicators=(), **rest):
    given = {
        "weight_total": None,
        "score_total": None,
        "money_unit": "万元",
        "columns": ("weight", "score", "reason"),
    }
    given |= {"title": "项目支出绩效自评表"} | rest
    for name in ("weight_total", "score_total"):
        given[name] = number(given[name])
    return Form(1, "project", funds=tuple(funds), indicators=tuple(indicators), **given)


def scored_form(scores=("10", "30", "30", "30"), total="100", **rest):
    """A form of an execution line and indicators that reach their weights, with the total asked for."""
    first, *others = scores
    funds = [
        fund(
            1,
            "年度资金总额",
            budget="1000000",
            executed="1000000",
            rate="1",
            weight=first,
            score=first,
            texts={"rate": "100%"},
        )
    ]
    lines = [indicator(n, score, score) for n, score in enumerate(others, 1)]
    return form(funds, lines, **{"weight_total": "100", "score_total": total, **rest})


def level(ordinal, depth, name, weight):
    return Level(ordinal, depth, name, number(weight))


WANGCHENG_LINES = (
    ("产出指标", "数量指标", "协调组织全区全年铺排任务", "15", "15", "", ""),
    ("产出指标", "质量指标", "按安置任务，完成转户参保", "12", "12", "", ""),
    (
        "产出指标",
        "时效指标",
        "按年度计划事件，有序组织拆迁工作",
        "12",
        "11",
        "省市两级均未出台社保有关政策文件",
        "积极沟通协调",
    ),
    (
        "产出指标",
        "成本指标",
        "年度内宣传协调等经费是否超预算",
        "11",
        "10",
        "原因为单位机构改革人员增加导致的人员经费增加",
        "",
    ),
    ("效益指标", "经济效益指标", "带动了周边经济", "8", "8", "", ""),
    ("效益指标", "社会效益指标", "用于完成本区域范围内征地安置", "8", "8", "", ""),
    ("效益指标", "生态效益指标", "征地规划及执行是否影响所在区域生态环境", "7", "7", "", ""),
    ("效益指标", "可持续影响指标", "建立健全内控制度", "3", "3", "", ""),
    ("效益指标", "可持续影响指标", "是否提升所在区域生态", "4", "4", "", ""),
    ("满意度指标", "服务对象满意度指标", "项目受群众满意度考核", "10", "8", "", ""),
)


def wangcheng():
    """长沙市望城区征地服务中心's form of 2020: its figures as printed."""
    amounts = {"budget": "8200000", "executed": "8519200", "transferred": "0", "rate": "1.04"}
    texts = {"budget": "820", "executed": "851.92", "transferred": "0", "rate": "104.00%"}
    funds = [
        fund(
            1,
            "年度资金总额",
            **amounts,
            weight="10",
            score="9.61",
            texts=texts | {"weight": "10", "score": "9.61"},
        ),
        fund(2, "财政拨款", **amounts, texts=texts | {"weight": "--", "score": "--"}),
    ]
    lines = [
        indicator(
            n,
            weight,
            score,
            level1=one,
            level2=two,
            level3="征拆安置工作协调及政策宣传",
            content=content,
            reason=why,
            measures=cure,
        )
        for n, (one, two, content, weight, score, why, cure) in enumerate(WANGCHENG_LINES, 1)
    ]
    columns = ("content", "target", "actual", "weight", "score", "reason", "measures")
    return form(
        funds,
        lines,
        weight_total="100",
        score_total="95.61",
        columns=columns,
        rate_formula="(B-C)/A",
        year=2020,
    )


def of_rule(entries, name):
    return [entry for entry in entries if entry.rule == name]


def in_chinese(sentence):
    """Return a message of the audit in Chinese, None for none."""
    return None if sentence is None else render(sentence)


def find_outcome(a_form, rule):
    """Return the outcome of a rule's one check of a form."""
    (check,) = of_rule(audit_form(a_form).checks, rule)
    return check.outcome


def flagged_lines(rule, indicators, funds=(), **rest):
    """Return the ordinals (fund, indicator) of the lines that a rule flags."""
    found = of_rule(audit_form(form(funds, indicators, **rest)).findings, rule)
    return [(finding.fund, finding.indicator) for finding in found]


def cause_in_chinese(finding):
    """Return what may explain a finding in Chinese, without "perhaps" and its evidence; None where nothing does."""
    told = finding.explanation
    if told is not None and told.code == "perhaps":
        told = dict(told.args)["what"]
    return in_chinese(told)

"""One form as the tree it is: funds, goals, levels, indicators, and each finding in its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from audit import Audit, Finding, render
from hebiao.reporting.printable import printable
from hebiao.reporting.words import CAUSES, SEVERITIES, VERDICTS
from normalize.form import Form, Fund, Indicator

_KEPT_WHOLE = re.compile(r"(?:[0-9A-Za-z.,%]+|.)[,。、;:!?)》」』”’,.;:!?)%]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flowing:
    """A ``Text`` that fills the lines that it is given; nothing of it is cut off."""

    text: Text

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Give the lines."""
        for line in self.text.split(allow_blank=True):
            yield from line.divide(_breaks(line.plain, options.max_width))

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        """Tell the narrowest and the widest that it can be."""
        widest = max((cell_len(line) for line in self.text.plain.splitlines()), default=0)
        return Measurement(min(2, widest), widest).with_maximum(options.max_width)


def _breaks(line: str, width: int) -> list[int]:
    """Find the offsets at which a line of ``width`` columns is full."""
    breaks: list[int] = []
    offset = used = 0
    for piece in _pieces(line, width):
        taken = cell_len(piece)
        if used and used + taken > width:
            breaks.append(offset)
            used = 0
        used += taken
        offset += len(piece)
    return breaks


def _pieces(line: str, width: int) -> Iterator[str]:
    for whole in _KEPT_WHOLE.findall(line):
        yield from whole if cell_len(whole) > width else [whole]


_STYLES = {
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
    "differs": "bold red",
    "agrees": "bold green",
}
_FUND_CELLS = {
    "initial": "年初预算",
    "budget": "全年预算",
    "net": "扣除整合资金后",
    "executed": "全年执行",
    "transferred": "上级转移支付",
    "amount": "金额",
    "rate": "执行率",
}


def form_tree(form: Form, audit: Audit) -> Tree:
    """Draw the form with its findings; every text of the form is shown as it is, never as markup."""
    tree = Tree(_head(form, audit.verdict), guide_style="dim")
    _add_funds(tree, form, audit.findings)
    _add_goals(tree, form)
    _add_indicators(tree, form, audit.findings)
    tree.add(_totals(form))
    _add_findings(
        tree, (finding for finding in audit.findings if finding.fund is None and finding.indicator is None)
    )
    for warning in form.warnings:
        tree.add(_text(f"读取时存疑:{render(warning)}", "magenta"))
    for note in form.notes:
        tree.add(_text(f"读取时设定:{render(note)}", "dim"))
    return tree


def _head(form: Form, verdict: str) -> Text:
    facts = (str(form.year) if form.year else None, form.department, form.project)
    return Text.assemble(
        _text(form.title or "(无标题)", "bold"),
        _text("".join(f" · {fact}" for fact in facts if fact)),
        _text(f" · {VERDICTS[verdict]}", _STYLES.get(verdict, "bold yellow")),
    )


def _add_funds(tree: Tree, form: Form, findings: tuple[Finding, ...]) -> None:
    if not form.funds:
        return
    branch = tree.add(_text(f"资金({form.money_unit})" if form.money_unit else "资金", "bold"))
    for heading in dict.fromkeys(fund.list_heading for fund in form.funds):
        rows = [fund for fund in form.funds if fund.list_heading == heading]
        shown = [cell for cell in _FUND_CELLS if any(fund.texts.get(cell) for fund in rows)]
        listed = branch.add(_text(heading)) if heading else branch
        for fund in rows:
            _add_findings(
                listed.add(_fund_line(fund, shown)), (f for f in findings if f.fund == fund.ordinal)
            )


def _fund_line(fund: Fund, shown: Iterable[str]) -> Table:
    cells = [_labelled(_FUND_CELLS[cell], fund.texts.get(cell, "")) for cell in shown]
    return _line(
        _text(fund.source),
        *cells,
        score=_score(fund.texts.get("score", ""), fund.texts.get("weight", ""), fund),
    )


def _add_goals(tree: Tree, form: Form) -> None:
    for goal in form.goals:
        branch = tree.add(_text("年度总体目标", "bold"))
        branch.add(Flowing(_labelled("预期", goal.expected)))
        branch.add(Flowing(_labelled("完成", goal.actual)))


def _add_indicators(tree: Tree, form: Form, findings: tuple[Finding, ...]) -> None:
    branches: dict[tuple[str | None, ...], Tree] = {(): tree}
    for indicator in form.indicators:
        branch = _branch(branches, (indicator.level1, indicator.level2), _level_name(form)).add(
            _indicator_line(indicator)
        )
        for label, words in (("原因", indicator.reason), ("措施", indicator.measures)):
            if words:
                branch.add(Flowing(_labelled(label, words)))
        _add_findings(branch, (f for f in findings if f.indicator == indicator.ordinal))


def _branch(
    branches: dict[tuple[str | None, ...], Tree],
    levels: tuple[str | None, ...],
    name: Callable[[int, str], str],
) -> Tree:
    """Find the branch of some levels, made where there is none yet; a level that the form leaves out makes no branch."""
    if levels not in branches:
        above = _branch(branches, levels[:-1], name)
        branches[levels] = above.add(_text(name(len(levels), levels[-1]), "bold")) if levels[-1] else above
    return branches[levels]


def _level_name(form: Form) -> Callable[[int, str], str]:
    weights = {(level.depth, level.name): level.weight for level in form.levels if level.weight is not None}
    return lambda depth, name: (
        f"{name}({_number(weights[depth, name])}分)" if (depth, name) in weights else name
    )


def _indicator_line(indicator: Indicator) -> Table:
    name = " ".join(filter(None, (indicator.level3, indicator.content))) or "(无名称)"
    score = _score(indicator.score_text, indicator.weight_text, indicator)
    return _line(
        _text(name), _labelled("目标", indicator.target), _labelled("实际", indicator.actual), score=score
    )


def _score(score_text: str, weight_text: str, line: Fund | Indicator) -> Text:
    score, weight = score_text or _number(line.score), weight_text or _number(line.weight)
    if line.score is None and line.weight is None and not any(map(str.isalnum, score + weight)):
        return Text()
    lost = line.score is not None and line.weight is not None and line.score < line.weight
    return _text(f"{score or '—'} / {weight or '—'}", "yellow" if lost else "")


def _totals(form: Form) -> Text:
    facts = (("权重", _number(form.weight_total)), ("得分", _number(form.score_total)), ("等级", form.grade))
    return Text.assemble(
        _text("合计", "bold"), *(_labelled(f" {label}", value) for label, value in facts if value)
    )


def _add_findings(tree: Tree, findings: Iterable[Finding]) -> None:
    for finding in findings:
        rule = _text(f"{SEVERITIES[finding.severity]} {finding.rule} ", _STYLES[finding.severity])
        tree.add(Flowing(Text.assemble(rule, _text(render(finding.message) + CAUSES[finding.cause]))))


def _line(name: Text, *cells: Text, score: Text) -> Table:
    """Lay out a line of the tree; lines of one depth with as many cells stand in the same columns."""
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(ratio=4)
    for _ in cells:
        line.add_column(ratio=3)
    line.add_column(justify="right", width=13)
    line.add_row(*map(Flowing, (name, *cells, score)))
    return line


def _labelled(label: str, value: str) -> Text:
    return Text.assemble(_text(f"{label} ", "dim"), _text(value)) if value else Text()


def _number(value: Decimal | None) -> str:
    return "" if value is None else format(value, "f")


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words), style=style)

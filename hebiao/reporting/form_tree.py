"""One form as the tree it is: funds, goals, levels, indicators, and each finding in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from audit import Audit, Finding
from extract import Message
from hebiao.locale.language import current_language, show_message, translate
from hebiao.terminal import printable
from normalize import Form, Fund, Indicator

_KEPT_WHOLE = re.compile(r"(?:[0-9A-Za-z.,%]+|.)[,。、;:!?)》」』”’,.;:!?)%]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Flowing:
    """A ``Text`` that fills the lines that it is given; nothing of it is cut off."""

    text: Text

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Return the lines."""
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
_FUND_CELLS = ("initial", "budget", "net", "executed", "transferred", "amount", "rate")


def form_tree(form: Form, audit: Audit) -> Tree:
    """Draw the form with its findings; every text of the form is shown as it is, never as markup."""
    tree = Tree(_draw_head(form, audit.verdict), guide_style="dim")
    _add_funds(tree, form, audit.findings)
    _add_goals(tree, form)
    _add_indicators(tree, form, audit.findings)
    tree.add(_draw_totals(form))
    _add_findings(tree, (one for one in audit.findings if one.fund is None and one.indicator is None))
    for warning in form.warnings:
        tree.add(_text(translate("tree.warning", warning=_sentence(warning)), "magenta"))
    for note in form.notes:
        tree.add(_text(translate("tree.note", note=_sentence(note)), "dim"))
    return tree


def _draw_head(form: Form, verdict: str) -> Text:
    year = str(form.year) if form.year else None
    facts = (year, form.department, form.project)
    return Text.assemble(
        _text(form.title or translate("tree.untitled"), "bold"),
        _text("".join(f" · {fact}" for fact in facts if fact)),
        _text(f" · {translate(f'terminal.verdict.{verdict}')}", _STYLES.get(verdict, "bold yellow")),
    )


def _add_funds(tree: Tree, form: Form, findings: tuple[Finding, ...]) -> None:
    if not form.funds:
        return
    title = translate("tree.funds-in", unit=form.money_unit) if form.money_unit else translate("tree.funds")
    branch = tree.add(_text(title, "bold"))
    for heading in dict.fromkeys(fund.list_heading for fund in form.funds):
        listed = branch.add(_text(heading)) if heading else branch
        rows = [fund for fund in form.funds if fund.list_heading == heading]
        shown = _printed_cells(rows)
        for fund in rows:
            line = listed.add(_draw_fund(fund, shown))
            _add_findings(line, (one for one in findings if one.fund == fund.ordinal))


def _printed_cells(funds: list[Fund]) -> list[str]:
    """Return the cells that one of the rows prints."""
    printed: set[str] = set()
    for fund in funds:
        printed.update(cell for cell, text in fund.texts.items() if text)
    return [cell for cell in _FUND_CELLS if cell in printed]


def _draw_fund(fund: Fund, shown: Iterable[str]) -> Table:
    cells = [_labelled(f"tree.{cell}", fund.texts.get(cell, "")) for cell in shown]
    score = _draw_score(fund.texts.get("score", ""), fund.texts.get("weight", ""), fund)
    return _draw_line(_text(fund.source), *cells, score=score)


def _add_goals(tree: Tree, form: Form) -> None:
    for goal in form.goals:
        branch = tree.add(_text(translate("tree.goal"), "bold"))
        branch.add(Flowing(_labelled("tree.expected", goal.expected)))
        branch.add(Flowing(_labelled("tree.achieved", goal.actual)))


def _add_indicators(tree: Tree, form: Form, findings: tuple[Finding, ...]) -> None:
    branches: dict[tuple[str | None, ...], Tree] = {(): tree}
    weights = {(level.depth, level.name): level.weight for level in form.levels if level.weight is not None}
    for indicator in form.indicators:
        levels = (indicator.level1, indicator.level2)
        line = _find_branch(branches, levels, weights).add(_draw_indicator(indicator))
        for key, words in (("tree.reason", indicator.reason), ("tree.measures", indicator.measures)):
            if words:
                line.add(Flowing(_labelled(key, words)))
        _add_findings(line, (one for one in findings if one.indicator == indicator.ordinal))


def _find_branch(
    branches: dict[tuple[str | None, ...], Tree],
    levels: tuple[str | None, ...],
    weights: Mapping[tuple[int, str], Decimal],
) -> Tree:
    """Find the branch of some levels, made where there is none yet.

    A level that the form leaves out makes no branch.
    """
    if levels in branches:
        return branches[levels]
    branch = _find_branch(branches, levels[:-1], weights)
    name = levels[-1]
    if name:
        weight = weights.get((len(levels), name))
        if weight is not None:
            name = translate("tree.level-weight", name=name, weight=_number(weight))
        branch = branch.add(_text(name, "bold"))
    branches[levels] = branch
    return branch


def _draw_indicator(indicator: Indicator) -> Table:
    names = [name for name in (indicator.level3, indicator.content) if name]
    return _draw_line(
        _text(" ".join(names) or translate("tree.unnamed")),
        _labelled("tree.target", indicator.target),
        _labelled("tree.actual", indicator.actual),
        score=_draw_score(indicator.score_text, indicator.weight_text, indicator),
    )


def _draw_score(score_text: str, weight_text: str, line: Fund | Indicator) -> Text:
    score = score_text or _number(line.score)
    weight = weight_text or _number(line.weight)
    has_points = line.score is not None or line.weight is not None
    if not has_points and not any(map(str.isalnum, score + weight)):
        return Text()
    is_short = line.score is not None and line.weight is not None and line.score < line.weight
    return _text(f"{score or '—'} / {weight or '—'}", "yellow" if is_short else "")


def _draw_totals(form: Form) -> Text:
    facts = (
        ("tree.weight", _number(form.weight_total)),
        ("tree.score", _number(form.score_total)),
        ("tree.grade", form.grade),
    )
    shown = [_text(translate("tree.totals"), "bold")]
    for key, value in facts:
        if value:
            shown += (_text(" "), _labelled(key, value))
    return Text.assemble(*shown)


def _add_findings(tree: Tree, findings: Iterable[Finding]) -> None:
    for finding in findings:
        severity = translate(f"severity.{finding.severity}")
        rule = _text(f"{severity} {finding.rule} ", _STYLES[finding.severity])
        cause = translate(f"terminal.cause.{finding.cause}")
        tree.add(Flowing(Text.assemble(rule, _text(f"{_sentence(finding.message)}{cause}"))))


def _draw_line(name: Text, *cells: Text, score: Text) -> Table:
    """Lay out a line of the tree; lines of one depth with as many cells stand in the same columns."""
    line = Table.grid(expand=True, padding=(0, 1))
    line.add_column(ratio=4)
    for _ in cells:
        line.add_column(ratio=3)
    line.add_column(justify="right", width=13)
    line.add_row(*map(Flowing, (name, *cells, score)))
    return line


def _labelled(key: str, value: str) -> Text:
    if value:
        return Text.assemble(_text(f"{translate(key)} ", "dim"), _text(value))
    return Text()


def _sentence(message: Message | str) -> str:
    return show_message(message, current_language())


def _number(value: Decimal | None) -> str:
    if value is None:
        return ""
    return format(value, "f")


def _text(words: str, style: str = "") -> Text:
    return Text(printable(words), style=style)

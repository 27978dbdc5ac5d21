"""The rule ``duplicate-line``."""

from __future__ import annotations

from collections.abc import Iterator

from audit.finding import Finding
from audit.ledger import Ledger
from audit.ledger.lines import is_own_line, name_indicator
from audit.packs import Pack
from audit.registry import Outcomes, check_findings, flag, rule
from extract import message
from normalize import Indicator


def prints_lines(ledger: Ledger) -> bool:
    """Tell whether the form has indicators with points that can be told apart."""
    return any(_find_held(ledger))


@rule("duplicate-line", "warning", order=415, allowed_by=prints_lines)
def duplicate_line(ledger: Ledger, _: Pack) -> Outcomes:
    """Flag an indicator that is the same as one before it in everything that it prints.

    Formula: 各级名称, 目标内容, 目标值, 完成值, 分值 and 得分 all equal. Sub-rows (其中) and rows without points
    aside, and rows without a name or without both target and actual, which could be of different indicators.
    Tolerance: none; blanks within a text make no difference.
    Source: observed: a row copied and not filled in anew, so that its points count twice.
    Example: 「开展检查次数」与前面的一项各级名称、目标值、完成值、分值和得分全都相同。
    """
    held = list(_find_held(ledger))
    seen: set[tuple[object, ...]] = set()
    found: list[Finding] = []
    for indicator in held:
        print_ = _print_of(indicator)
        if print_ in seen:
            found.append(_flag(indicator))
        seen.add(print_)
    yield from found
    yield check_findings("duplicate-line", held, found, "no-lines", field="level3")


def _find_held(ledger: Ledger) -> Iterator[Indicator]:
    for indicator in ledger.form.indicators:
        has_points = indicator.weight is not None or indicator.score is not None
        has_name = bool(indicator.level3 or indicator.content)
        says_something = bool(indicator.target.strip() or indicator.actual.strip())
        if has_points and is_own_line(indicator) and has_name and says_something:
            yield indicator


def _print_of(indicator: Indicator) -> tuple[object, ...]:
    """Return everything that tells an indicator from another, without blanks."""
    levels = (indicator.level1, indicator.level2, indicator.level3, indicator.content)
    texts = (*levels, indicator.target, indicator.actual)
    return (*("".join((text or "").split()) for text in texts), indicator.weight, indicator.score)


def _flag(indicator: Indicator) -> Finding:
    return flag(
        "duplicate-line",
        message("duplicate-line", name=name_indicator(indicator)),
        indicator=indicator.ordinal,
        field="level3",
        stated=indicator.score,
    )

"""``hebiao check``: what contradicts itself, form by form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, fields
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.commands.command import BadCall, TranslatedCommand, option
from hebiao.errors import Exit
from hebiao.locale.language import current_language, join_clauses, show_message, translate
from hebiao.terminal import printable, tell_text

if TYPE_CHECKING:
    from hebiao.reporting.findings import CheckOptions, CheckResult, ListedFinding
    from hebiao.workers.job import Options

_VERDICTS = ("agrees", "differs", "unchecked")
_SEVERITIES = ("error", "warning", "info")


@click.command(cls=TranslatedCommand, help="check")
@click.argument("what", nargs=-1, metavar="[FORM|PATH]...")
@options.database
@option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    text="fail-on",
)
@options.result_format
@option("--rule", "rules", multiple=True, metavar="RULE", text="rule")
@option("--severity", "severities", type=click.Choice(_SEVERITIES), multiple=True, text="severity")
@option("--year", "years", type=int, multiple=True, metavar="Y", text="years")
@option("--department", default=None, metavar="TEXT", text="department-part")
@options.add_reading_options
@click.pass_context
def check(
    context: click.Context,
    /,
    what: tuple[str, ...],
    *,
    url: str,
    fail_on: str,
    form: str,
    rules: tuple[str, ...],
    severities: tuple[str, ...],
    years: tuple[int, ...],
    department: str | None,
    **how: object,
) -> None:
    """Write the findings of the database, of some of its forms, or of files that are read now."""
    from hebiao.reporting.findings import CheckOptions, FindingFilter

    _check_rules(rules)
    chosen = options.read_options(how)
    found, status = _check_all(what, url, chosen, CheckOptions(chosen.pack, current_language()))
    checked = FindingFilter(rules, severities, years, department).choose(found)
    _write_findings(checked, form)
    tell_text(summarize(checked))
    if status is Exit.DONE and checked.reaches(fail_on):
        status = Exit.FINDINGS
    context.exit(status)


def _check_rules(rules: tuple[str, ...]) -> None:
    """Raise ``BadCall`` for a rule that is not there, with those that are."""
    import audit

    names = tuple(rule.name for rule in audit.all_rules())
    unknown = tuple(rule for rule in rules if rule not in names)
    if unknown:
        raise BadCall("no-rule", rules=unknown, known=names)


def _check_all(
    what: tuple[str, ...], url: str, how: Options, check_options: CheckOptions
) -> tuple[CheckResult, Exit]:
    from hebiao.reporting.findings import CheckResult, combine_results

    numbers = [options.parse_form_id(word) for word in what]
    ids = [number for number in numbers if number is not None]
    words = tuple(word for word, number in zip(what, numbers, strict=True) if number is None)
    checked, status = _check_files(words, how, check_options) if words else (CheckResult(), Exit.DONE)
    if ids or not words:
        checked = combine_results([_check_stored(url, ids or None, check_options), checked])
    return checked, status


def _check_stored(url: str, ids: list[int] | None, check_options: CheckOptions) -> CheckResult:
    from hebiao.database import opened
    from hebiao.reporting.findings import check_database

    with opened(url) as engine:
        return check_database(engine, ids, check_options)


def _check_files(
    words: tuple[str, ...], how: Options, check_options: CheckOptions
) -> tuple[CheckResult, Exit]:
    from hebiao.importing.stream import read_files
    from hebiao.reporting.findings import check_record, combine_results
    from hebiao.reporting.progress import tell_doubts

    checked: list[CheckResult] = []
    status = Exit.DONE
    for record in read_files(options.find_paths(words), how):
        checked.append(check_record(record, check_options))
        tell_doubts(record)
        if record.is_lost:
            status = Exit.FAILED_FILES
    return combine_results(checked), status


def _write_findings(checked: CheckResult, form: str) -> None:
    from hebiao.reporting.findings import ListedFinding
    from hebiao.reporting.output import FORMATS, write

    if form == "table":
        write("".join(f"{line}\n" for line in list_lines(checked.findings)))
        return
    columns = [field.name for field in fields(ListedFinding)]
    write(FORMATS[form](columns, [astuple(line) for line in checked.findings]))


def list_lines(findings: Iterable[ListedFinding]) -> Iterator[str]:
    """Yield the findings as lines of text, each form's under a head.

    A finding is its message, then its place and figures, then what explains it.
    """
    for head, some in groupby(findings, key=_form_head):
        yield printable(head)
        for finding in some:
            for line in _finding_lines(finding):
                yield printable(line)


def summarize(checked: CheckResult) -> str:
    """Return verdicts and findings in one line."""
    verdicts = Counter(head.verdict for head in checked.forms)
    severities = Counter(line.severity for line in checked.findings)
    counts = [f"{translate(f'terminal.verdict.{name}')} {verdicts[name]}" for name in _VERDICTS]
    counts += [f"{translate(f'severity.{name}')} {severities[name]}" for name in _SEVERITIES]
    return translate("check.summary", forms=len(checked.forms), counts=join_clauses(counts))


def _form_head(finding: ListedFinding) -> str:
    number = "" if finding.form is None else f"#{finding.form} "
    year = str(finding.year) if finding.year else None
    facts = (finding.title, finding.department, year, finding.path)
    return number + " · ".join(fact for fact in facts if fact)


def _finding_lines(finding: ListedFinding) -> Iterator[str]:
    severity = translate(f"severity.{finding.severity}")
    cause = translate(f"terminal.cause.{finding.cause}")
    yield f"  {severity} {finding.rule} {finding.message}{cause}"
    facts = [finding.where] if finding.where else []
    for key, value in (
        ("stated", finding.stated),
        ("computed", finding.computed),
        ("difference", finding.difference),
    ):
        if value is not None:
            facts.append(f"{translate(f'check.{key}')} {_show_figure(value, finding)}")
    if facts:
        yield f"    {' · '.join(facts)}"
    if finding.explanation:
        yield f"    {translate('check.explained', explanation=finding.explanation)}"


def _show_figure(value: Decimal, finding: ListedFinding) -> str:
    from audit import money, plain

    field = finding.field or ""
    if field == "rate":
        return f"{plain(value * 100)}%"
    if not field.endswith("_yuan"):
        return plain(value)
    return show_message(money(value, finding.money_unit), current_language())

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
    from hebiao.reporting.findings import Checked, Line, Manner
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
    from hebiao.reporting.findings import Manner, Wanted

    _check_rules(rules)
    chosen = options.read_options(how)
    found, status = _check_all(what, url, chosen, Manner(chosen.pack, current_language()))
    checked = Wanted(rules, severities, years, department).of(found)
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


def _check_all(what: tuple[str, ...], url: str, how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.reporting.findings import Checked, together

    numbers = [options.parse_form_id(word) for word in what]
    ids = [number for number in numbers if number is not None]
    words = tuple(word for word, number in zip(what, numbers, strict=True) if number is None)
    checked, status = _check_files(words, how, manner) if words else (Checked(), Exit.DONE)
    if ids or not words:
        checked = together([_check_stored(url, ids or None, manner), checked])
    return checked, status


def _check_stored(url: str, ids: list[int] | None, manner: Manner) -> Checked:
    from hebiao.database import opened
    from hebiao.reporting.findings import in_database

    with opened(url) as engine:
        return in_database(engine, ids, manner)


def _check_files(words: tuple[str, ...], how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.importing.stream import read_files
    from hebiao.reporting.findings import in_record, together
    from hebiao.reporting.progress import tell_doubts

    checked: list[Checked] = []
    status = Exit.DONE
    for record in read_files(options.find_paths(words), how):
        checked.append(in_record(record, manner))
        tell_doubts(record)
        if record.status == "failed":
            status = Exit.FAILED_FILES
    return together(checked), status


def _write_findings(checked: Checked, form: str) -> None:
    from hebiao.reporting.findings import Line
    from hebiao.reporting.output import FORMATS, write

    if form == "table":
        write("".join(f"{line}\n" for line in list_lines(checked.lines)))
        return
    columns = [field.name for field in fields(Line)]
    write(FORMATS[form](columns, [astuple(line) for line in checked.lines]))


def list_lines(findings: Iterable[Line]) -> Iterator[str]:
    """Yield the findings as lines of text, each form's under a head: the message, then figures and place, then what explains it."""
    for head, some in groupby(findings, key=_form_head):
        yield printable(head)
        for finding in some:
            for line in _finding_lines(finding):
                yield printable(line)


def summarize(checked: Checked) -> str:
    """Return verdicts and findings in one line."""
    verdicts = Counter(head.verdict for head in checked.heads)
    severities = Counter(line.severity for line in checked.lines)
    counts = [f"{translate(f'terminal.verdict.{name}')} {verdicts[name]}" for name in _VERDICTS]
    counts += [f"{translate(f'severity.{name}')} {severities[name]}" for name in _SEVERITIES]
    return translate("check.summary", forms=len(checked.heads), counts=join_clauses(counts))


def _form_head(line: Line) -> str:
    number = "" if line.form is None else f"#{line.form} "
    year = str(line.year) if line.year else None
    facts = (line.title, line.department, year, line.path)
    return number + " · ".join(fact for fact in facts if fact)


def _finding_lines(line: Line) -> Iterator[str]:
    severity = translate(f"severity.{line.severity}")
    cause = translate(f"terminal.cause.{line.cause}")
    yield f"  {severity} {line.rule} {line.message}{cause}"
    facts = [line.where] if line.where else []
    for key, value in (("stated", line.stated), ("computed", line.computed), ("difference", line.difference)):
        if value is not None:
            facts.append(f"{translate(f'check.{key}')} {_show_figure(value, line)}")
    if facts:
        yield f"    {' · '.join(facts)}"
    if line.explanation:
        yield f"    {translate('check.explained', explanation=line.explanation)}"


def _show_figure(value: Decimal, line: Line) -> str:
    from audit import money, plain

    field = line.field or ""
    if field == "rate":
        return f"{plain(value * 100)}%"
    if not field.endswith("_yuan"):
        return plain(value)
    return show_message(money(value, line.money_unit), current_language())

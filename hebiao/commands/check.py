"""``hebiao check``: what contradicts itself, form by form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

import click

from audit import money, plain, render
from extract import message
from hebiao.commands import options
from hebiao.errors import Exit, HebiaoError
from hebiao.reporting.findings import Checked, Line
from hebiao.reporting.printable import printable
from hebiao.reporting.words import CAUSES, SEVERITIES, VERDICTS
from hebiao.workers.job import Options

if TYPE_CHECKING:
    from hebiao.reporting.findings import Checked, Manner

_ENGLISH_CAUSES = {"form": "", "reading": " (may be misread)", "unknown": " (the form or its reading)"}
_FIGURES = {
    "stated": message("figure-stated"),
    "computed": message("figure-computed"),
    "difference": message("figure-difference"),
}
_FORMS = {"zh": "自评表 {count}:", "en": "forms {count}: "}
_BETWEEN = {"zh": ",", "en": ", "}


def as_text(lines: Iterable[Line], language: str) -> Iterator[str]:
    """Give the findings as lines of text, each form's under a head: the message, then figures and place, then what explains it."""
    for head, mine in groupby(lines, key=_head):
        yield printable(head)
        for line in mine:
            yield from (printable(words) for words in _words(line, language))


def summary(checked: Checked, language: str) -> str:
    """Verdicts and findings in one line."""
    verdicts, severities = (
        Counter(head.verdict for head in checked.heads),
        Counter(line.severity for line in checked.lines),
    )
    counts = ((VERDICTS, verdicts), (SEVERITIES, severities))
    parts = [
        f"{word if language == 'zh' else key} {found[key]}"
        for words, found in counts
        for key, word in words.items()
    ]
    return _FORMS[language].format(count=len(checked.heads)) + _BETWEEN[language].join(parts)


def _head(line: Line) -> str:
    number = f"#{line.form} " if line.form is not None else ""
    facts = (line.title, line.department, line.year and str(line.year), line.path)
    return number + " · ".join(fact for fact in facts if fact)


def _words(line: Line, language: str) -> Iterator[str]:
    severity = SEVERITIES[line.severity] if language == "zh" else line.severity
    causes = CAUSES if language == "zh" else _ENGLISH_CAUSES
    yield f"  {severity} {line.rule} {line.message}{causes[line.cause]}"
    figures = (("stated", line.stated), ("computed", line.computed), ("difference", line.difference))
    shown = [
        f"{render(_FIGURES[key], language)} {_figure(value, line, language)}"
        for key, value in figures
        if value is not None
    ]
    if facts := [part for part in (line.where, *shown) if part]:
        yield f"    {' · '.join(facts)}"
    if line.explanation:
        yield f"    {render(message('explained'), language)}{line.explanation}"


def _figure(value: Decimal, line: Line, language: str) -> str:
    field = line.field or ""
    if field == "rate":
        return f"{plain(value * 100)}%"
    if not field.endswith("_yuan"):
        return plain(value)
    return render(money(value, line.money_unit), language)


@click.command()
@click.argument("what", nargs=-1, metavar="[FORM|PATH]...")
@options.database
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    default="error",
    show_default=True,
    help="达到此级别的问题使退出码为 1。",
)
@options.result_format
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="只看这条规则,可写多次。")
@click.option(
    "--severity",
    "severities",
    type=click.Choice(["error", "warning", "info"]),
    multiple=True,
    help="只看此级别,可写多次。",
)
@click.option("--year", "years", type=int, multiple=True, metavar="Y", help="只看这一年,可写多次。")
@click.option("--department", default=None, metavar="TEXT", help="只看名称含此文字的单位。")
@click.option(
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="问题说明用哪种语言。",
)
@options.reading
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
    language: str,
    **how: object,
) -> None:
    """逐表列出问题:填报数、计算数、相差、位置和可能的原因。

    FORM 是库中的编号;PATH 是文件或文件夹,直接读取,不入库;都不给时检查库中所有自评表。
    有文件读取失败时退出码为 3(即使也有问题)。
    """
    from hebiao.reporting.findings import Manner, Wanted

    with _telling_in(language):
        _must_be_known(rules)
        chosen = options.read_options(how)
        found, status = _all(what, url, chosen, Manner(chosen.pack, language))
    checked = Wanted(rules, severities, years, department).of(found)
    _write(checked, form, language)
    click.echo(summary(checked, language), err=True)
    context.exit(status or (Exit.FINDINGS if checked.reaches(fail_on) else Exit.DONE))


@contextmanager
def _telling_in(language: str) -> Iterator[None]:
    """Tell in a language what is wrong with how the command was called."""
    from hebiao.locale.texts import texts

    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(texts(language).say(error.message), error.ctx) from error
    except HebiaoError as error:
        raise type(error)(texts(language).say(str(error))) from error


def _must_be_known(rules: tuple[str, ...]) -> None:
    """Raise ``click.UsageError`` for a rule that is not there, with those that are."""
    import audit

    names = [rule.name for rule in audit.all_rules()]
    if unknown := [rule for rule in rules if rule not in names]:
        raise click.UsageError(f"没有规则 {'、'.join(unknown)};可用:{'、'.join(names)}")


def _all(what: tuple[str, ...], url: str, how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.reporting.findings import Checked, together

    ids = [number for number in map(options.form_id, what) if number is not None]
    words = tuple(word for word in what if options.form_id(word) is None)
    checked, status = _files(words, how, manner) if words else (Checked(), Exit.DONE)
    if ids or not words:
        checked = together([_stored(url, ids or None, manner), checked])
    return checked, status


def _stored(url: str, ids: list[int] | None, manner: Manner) -> Checked:
    from hebiao.database import opened
    from hebiao.reporting.findings import in_database

    with opened(url) as engine:
        return in_database(engine, ids, manner)


def _files(words: tuple[str, ...], how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.importing.stream import records
    from hebiao.importing.telling import tell_doubts
    from hebiao.reporting.findings import in_record, together

    checked: list[Checked] = []
    status = Exit.DONE
    for record in records(options.existing(words), how):
        checked.append(in_record(record, manner))
        tell_doubts(record, manner.language)
        if record.status == "failed":
            status = Exit.FAILED_FILES
    return together(checked), status


def _write(checked: Checked, form: str, language: str) -> None:
    from dataclasses import astuple, fields

    from hebiao.reporting.findings import Line
    from hebiao.reporting.output import FORMATS, write

    if form == "table":
        write("".join(f"{line}\n" for line in as_text(checked.lines, language)))
    else:
        write(
            FORMATS[form]([field.name for field in fields(Line)], [astuple(line) for line in checked.lines])
        )

"""``hebiao check``: what contradicts itself, form by form."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.errors import Exit, HebiaoError
from hebiao.workers.job import Options

if TYPE_CHECKING:
    from hebiao.checking import Manner
    from hebiao.commands.check_found import Checked


@click.command()
@click.argument("what", nargs=-1, metavar="[FORM|PATH]...")
@options.database
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True, help="达到此级别的问题使退出码为 1。"
)
@options.result_format
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="只看这条规则,可写多次。")
@click.option(
    "--severity", "severities", type=click.Choice(["error", "warning", "info"]), multiple=True, help="只看此级别,可写多次。"
)
@click.option("--year", "years", type=int, multiple=True, metavar="Y", help="只看这一年,可写多次。")
@click.option("--department", default=None, metavar="TEXT", help="只看名称含此文字的单位。")
@click.option("--lang", "language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="问题说明用哪种语言。")
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
    from hebiao.checking import Manner
    from hebiao.commands.check_found import Wanted
    from hebiao.commands.check_words import summary

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
    from hebiao.web.texts import texts

    try:
        yield
    except click.UsageError as error:
        raise click.UsageError(texts(language).say(error.message), error.ctx) from error
    except HebiaoError as error:
        raise type(error)(texts(language).say(str(error))) from error


def _must_be_known(rules: tuple[str, ...]) -> None:
    """Raise ``click.UsageError`` for a rule that is not there, with those that are."""
    import audit

    names = [rule.name for rule in audit.rules()]
    if unknown := [rule for rule in rules if rule not in names]:
        raise click.UsageError(f"没有规则 {'、'.join(unknown)};可用:{'、'.join(names)}")


def _all(what: tuple[str, ...], url: str, how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.commands.check_found import Checked, together

    ids = [number for number in map(options.form_id, what) if number is not None]
    words = tuple(word for word in what if options.form_id(word) is None)
    checked, status = _files(words, how, manner) if words else (Checked(), Exit.DONE)
    if ids or not words:
        checked = together([_stored(url, ids or None, manner), checked])
    return checked, status


def _stored(url: str, ids: list[int] | None, manner: Manner) -> Checked:
    from hebiao.checking import in_database
    from hebiao.database import opened

    with opened(url) as engine:
        return in_database(engine, ids, manner)


def _files(words: tuple[str, ...], how: Options, manner: Manner) -> tuple[Checked, Exit]:
    from hebiao.checking import in_record
    from hebiao.commands.check_found import together
    from hebiao.importing.stream import records
    from hebiao.importing.telling import tell_doubts

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

    from hebiao.commands.check_found import Line
    from hebiao.commands.check_words import as_text
    from hebiao.output import FORMATS, write

    if form == "table":
        write("".join(f"{line}\n" for line in as_text(checked.lines, language)))
    else:
        write(FORMATS[form]([field.name for field in fields(Line)], [astuple(line) for line in checked.lines]))

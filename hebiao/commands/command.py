"""Commands and options whose help stands in the catalogue, and the options that every command takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, TypeVar

import click

from hebiao.locale.language import translate, use_language
from hebiao.locale.texts import LANGUAGES
from hebiao.terminal import Verbosity, is_quiet, is_verbose, use_verbosity

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class BadCall(click.UsageError):
    """The command was called with arguments that do not go together.

    ``code`` is an entry of the catalogue.
    """

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(translate(f"refusal.{code}", **values))
        self.code = code


class BadValue(click.BadParameter):
    """An argument has a value that it cannot have; ``code`` is an entry of the catalogue."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(translate(f"refusal.{code}", **values))
        self.code = code


class TranslatedOption(click.Option):
    """An option whose ``help`` is a key of the catalogue under ``option``."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option's names and its help in the language that is spoken."""
        key = self.help
        self.help = None if key is None else translate(f"option.{key}")
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = key


def option(
    *names: str,
    text: str,
    **attributes: Any,  # noqa: ANN401 - click's
) -> Callable[[Decorated], Decorated]:
    """Add an option to a command; ``text`` is the key of its help."""
    return click.option(*names, cls=TranslatedOption, help=text, **attributes)


class TranslatedCommand(click.Command):
    """A command whose ``help`` is a key of the catalogue, and that takes the options of every command."""

    def __init__(self, *args: Any, **attributes: Any) -> None:  # noqa: ANN401 - click's
        super().__init__(*args, **attributes)
        self.params += _common_options()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Choose the language first: help and errors are told in it, wherever ``--lang`` stands."""
        _choose_language(args)
        return super().parse_args(ctx, args)

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first paragraph of the help."""
        return _with_help(self, lambda: click.Command.get_short_help_str(self, limit))

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the language that is spoken."""
        _with_help(self, lambda: click.Command.format_help_text(self, ctx, formatter))


class TranslatedGroup(TranslatedCommand, click.Group):
    """A group of such commands.

    ``homes`` names the modules of those that are imported when they are asked for.
    """

    command_class = TranslatedCommand

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - click's
        homes: dict[str, str] | None = None,
        **attributes: Any,  # noqa: ANN401 - as above
    ) -> None:
        super().__init__(*args, **attributes)
        self._homes = homes or {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, sorted."""
        return sorted({*super().list_commands(ctx), *self._homes})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported where it is asked for the first time; None where there is none."""
        if cmd_name in self._homes and cmd_name not in self.commands:
            module, _, name = self._homes[cmd_name].partition(":")
            self.add_command(getattr(import_module(module), name), cmd_name)
        return super().get_command(ctx, cmd_name)


T = TypeVar("T")


def _with_help(command: click.Command, act: Callable[[], T]) -> T:
    """Do something while the command's help is the text and not its key."""
    key = command.help
    command.help = None if key is None else translate(f"help.{key}")
    try:
        return act()
    finally:
        command.help = key


def _choose_language(args: Sequence[str]) -> None:
    for place, argument in enumerate(args):
        if argument == "--":
            return
        name, _, value = argument.partition("=")
        if name == "--lang" and not value:
            value = args[place + 1] if place + 1 < len(args) else ""
        if name == "--lang" and value in LANGUAGES:
            use_language(value)


def _choose_verbosity(_context: click.Context, parameter: click.Parameter, *, value: bool) -> None:
    if not value:
        return
    is_for_quiet = parameter.name == "quiet"
    if is_verbose() if is_for_quiet else is_quiet():
        raise BadCall("quiet-and-verbose")
    use_verbosity(Verbosity.QUIET if is_for_quiet else Verbosity.VERBOSE)


def _common_options() -> list[click.Parameter]:
    return [
        TranslatedOption(["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help="lang"),
        _verbosity_option("-q", "--quiet"),
        _verbosity_option("-v", "--verbose"),
    ]


def _verbosity_option(*names: str) -> click.Parameter:
    return TranslatedOption(
        list(names),
        is_flag=True,
        expose_value=False,
        callback=lambda context, parameter, value: _choose_verbosity(context, parameter, value=value),
        help=names[1].removeprefix("--"),
    )

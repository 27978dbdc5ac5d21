"""The command line: runs a command, and turns whatever goes wrong into a message and an exit status."""

from __future__ import annotations

import os
import signal
import sys
import time
import traceback
from typing import NoReturn

import click

from hebiao import __version__
from hebiao.commands.command import TranslatedGroup
from hebiao.errors import Exit, HebiaoError
from hebiao.locale.language import translate, use_language
from hebiao.locale.texts import LANGUAGES
from hebiao.terminal import Verbosity, is_verbose, print_error, tell_detail, use_verbosity

_HOMES = {
    "check": "hebiao.commands.check:check",
    "corrections": "hebiao.commands.corrections:corrections",
    "db": "hebiao.commands.db:db",
    "export": "hebiao.commands.export:export",
    "failures": "hebiao.commands.failures:failures",
    "import": "hebiao.commands.import_forms:import_forms",
    "labels": "hebiao.commands.labels:labels",
    "query": "hebiao.commands.query:query",
    "scores": "hebiao.commands.scores:scores",
    "search": "hebiao.commands.search:search",
    "serve": "hebiao.commands.serve:serve",
    "show": "hebiao.commands.show:show",
}


@click.group(
    cls=TranslatedGroup,
    homes=_HOMES,
    help="hebiao",
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="hebiao %(version)s")
def hebiao() -> None:
    """Group the commands; each is imported when it is asked for."""


def main() -> NoReturn:
    """Run the command of ``sys.argv`` and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that is not UTF-8
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:  # nohup has it otherwise
            # so that no process and no temporary file is left
            signal.signal(ending, signal.default_int_handler)
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit status; everything that goes wrong is told on standard error."""
    try:
        return _run(arguments)
    finally:  # the next command of this process speaks as it is asked to
        use_language(LANGUAGES[0])
        use_verbosity(Verbosity.NORMAL)


def _run(arguments: list[str]) -> int:
    started = time.monotonic()
    try:
        status = hebiao.main(arguments, prog_name="hebiao", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except HebiaoError as error:
        if is_verbose():
            print_error(traceback.format_exc())
        print_error(translate("refusal.error", error=str(error)))
        return error.exit_status
    except (KeyboardInterrupt, click.Abort):
        print_error(translate("refusal.interrupted"))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # as Python's manual says, or it complains when it ends
        return Exit.DONE
    # the command line's edge: a bug is told as one, never as a finding
    except Exception as error:  # noqa: BLE001
        return _tell_unforeseen(error)
    tell_detail("command.done", seconds=f"{time.monotonic() - started:.1f}")
    return status if isinstance(status, int) else Exit.DONE


def _tell_unforeseen(error: Exception) -> Exit:
    if isinstance(error, MemoryError) or isinstance(error.__context__, MemoryError):
        print_error(translate("refusal.out-of-memory"))
        return Exit.SYSTEM
    print_error(translate("refusal.bug", trace=traceback.format_exc()))
    return Exit.BUG

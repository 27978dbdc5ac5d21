"""The command line: finds the command, runs it, and turns whatever goes wrong into a message and an exit status."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from typing import NoReturn

import click

from hebiao import __version__
from hebiao.commands.check import check
from hebiao.commands.corrections import corrections
from hebiao.commands.db import db
from hebiao.commands.export import export
from hebiao.commands.failures import failures
from hebiao.commands.import_forms import load
from hebiao.commands.labels import labels
from hebiao.commands.query import query
from hebiao.commands.scores import scores
from hebiao.commands.search import search
from hebiao.commands.serve import serve
from hebiao.commands.show import show
from hebiao.errors import Exit, HebiaoError
from hebiao.reporting.printable import printable


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="hebiao %(version)s")
def hebiao() -> None:
    """核表:把绩效自评表读入数据库,并核对每一个数字。

    结果写到标准输出,其余写到标准错误。退出码:0 完成;1 check 发现问题;2 用法错误;3 有文件读取失败;4
    数据库不可用。
    """


for command in (load, failures, check, query, search, show, scores, export, serve, corrections, labels, db):
    hebiao.add_command(command)


def main() -> NoReturn:
    """Run the command of ``sys.argv`` and exit with its status."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that is not UTF-8
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    for ending in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(ending) is signal.SIG_DFL:  # nohup has it otherwise
            signal.signal(
                ending, signal.default_int_handler
            )  # so that no process and no temporary file is left
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run a command and return its exit status; everything that goes wrong is told on standard error."""
    try:
        status = hebiao.main(arguments, prog_name="hebiao", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except HebiaoError as error:
        click.echo(f"错误:{printable(str(error))}", err=True)
        return error.code
    except (KeyboardInterrupt, click.Abort):
        click.echo("已中断;已入库的文件不会丢失。", err=True)
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # as Python's manual says, or it complains when it ends
        return Exit.DONE
    # the command line's edge: a bug is told as one, never as a finding
    except Exception as error:  # noqa: BLE001
        return _unforeseen(error)
    return status if isinstance(status, int) else Exit.DONE


def _unforeseen(error: Exception) -> Exit:
    if isinstance(error, MemoryError) or isinstance(error.__context__, MemoryError):
        click.echo("错误:内存不足,命令停止;已入库的文件不会丢失,有更多内存时再运行即可继续。", err=True)
        return Exit.SYSTEM
    click.echo(f"程序出错,请把以下内容告诉我们:\n{printable(traceback.format_exc())}", err=True)
    return Exit.BUG

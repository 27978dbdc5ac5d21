"""``hebiao serve``: the database in the browser."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from hebiao.commands import options
from hebiao.errors import WrongUsage

if TYPE_CHECKING:
    from sqlalchemy import Engine

_LONGEST_HEAD = (
    2**18
)  # bytes of a request's: the longest question in Chinese is nine times as long in an address


@click.command()
@options.database
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址;不是本机地址时需要令牌。")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="监听的端口。")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="FOLDER",
    help="入库时保存原件的文件夹,页面图从这里取。",
)
def serve(url: str, host: str, port: int, keep: Path | None) -> None:
    """在浏览器中查看数据库:总览、列表、逐表对照原件。

    按 Ctrl+C 结束。
    """
    if not all(map(find_spec, ("fastapi", "uvicorn", "jinja2", "python_multipart"))):
        raise WrongUsage("网页需要另外安装:pip install hebiao[web]")
    from hebiao.database import opened

    with opened(url) as engine, _listening(host, port) as listening:
        _serve(engine, host, listening, keep)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise WrongUsage(f"不能在 {host} 的端口 {port} 上监听:{error.strerror or error}") from error
    with listening:
        yield listening


def _serve(engine: Engine, host: str, listening: socket.socket, keep: Path | None) -> None:
    import uvicorn

    from hebiao.web.app import make_app
    from hebiao.web.http.security import access_to

    access = access_to(host)
    place = f"[{host}]" if ":" in host else host
    asked = f"?token={access.token}" if access.token else ""
    click.echo(f"网址:http://{place}:{listening.getsockname()[1]}/{asked}", err=True)
    app = make_app(engine, access, keep=keep)
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, h11_max_incomplete_event_size=_LONGEST_HEAD
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # it has ended the pages in order
        server.run([listening])

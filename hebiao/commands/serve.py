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
from hebiao.commands.command import TranslatedCommand, option
from hebiao.errors import WrongUsage
from hebiao.locale.language import translate
from hebiao.terminal import print_error

if TYPE_CHECKING:
    from sqlalchemy import Engine

_PACKAGES = ("fastapi", "uvicorn", "jinja2", "python_multipart")
# the longest question in Chinese is nine times as long in an address
_MOST_HEAD_BYTES = 2**18


@click.command(cls=TranslatedCommand, help="serve")
@options.database
@option("--host", default="127.0.0.1", show_default=True, text="host")
@option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, text="port")
@option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    metavar="FOLDER",
    text="keep-served",
)
def serve(url: str, host: str, port: int, keep: Path | None) -> None:
    """Serve the pages until Ctrl+C."""
    if not all(map(find_spec, _PACKAGES)):
        raise WrongUsage("web-not-installed")
    from hebiao.database import opened

    with opened(url) as engine, _listening(host, port) as listening:
        _serve(engine, host, listening, keep)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    """Listen on a port; raises ``WrongUsage`` where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise WrongUsage("port-taken", host=host, port=port, reason=error.strerror or error) from error
    with listening:
        yield listening


def _serve(engine: Engine, host: str, listening: socket.socket, keep: Path | None) -> None:
    import uvicorn

    from hebiao.web import access_to, make_app

    access = access_to(host)
    place = f"[{host}]" if ":" in host else host
    token = f"?token={access.token}" if access.token else ""
    # told even where the command is quiet: nobody finds the pages without it
    print_error(translate("serve.address", address=f"{place}:{listening.getsockname()[1]}/{token}"))
    config = uvicorn.Config(
        make_app(engine, access, keep=keep),
        log_level="warning",
        server_header=False,
        h11_max_incomplete_event_size=_MOST_HEAD_BYTES,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):  # it has ended the pages in order
        server.run([listening])

"""``hebiao serve``: the database in the browser."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click

from hebiao.commands import options
from hebiao.errors import WrongUsage


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
    if find_spec("fastapi") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise WrongUsage("网页需要另外安装:pip install hebiao[web]")
    import uvicorn

    from hebiao.database import opened
    from hebiao.web.app import make_app
    from hebiao.web.security import access_to

    access = access_to(host)
    shown = f"[{host}]" if ":" in host else host
    with opened(url) as engine:
        click.echo(f"网址:http://{shown}:{port}/{f'?token={access.token}' if access.token else ''}", err=True)
        uvicorn.run(make_app(engine, access, keep=keep), host=host, port=port, log_level="warning")

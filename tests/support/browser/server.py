"""The site on a port of this machine, in a thread of the test."""

import socket
from contextlib import contextmanager
from threading import Thread

import uvicorn

from hebiao.web.app import make_app


@contextmanager
def serving(engine, folder):
    """Serve a database; gives the site's address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(uvicorn.Config(make_app(engine, cache=folder / "cache"), log_level="warning"))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address
        finally:
            server.should_exit = True
            thread.join()

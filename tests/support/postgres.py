"""A PostgreSQL server of the tests' own: in a folder that goes away, on loopback, as fast as one that may lose everything."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "40"}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be stopped and started; ``home`` holds its data, socket and log."""

    programs: Path
    home: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        self.run(
            "pg_ctl",
            "-w",
            "-l",
            f"{self.home}/log",
            "-o",
            f"-h 127.0.0.1 -p {self.port} -k {self.home} {settings}",
            "start",
        )

    def stop(self, mode: str = "fast") -> None:
        self.run("pg_ctl", "-w", "-m", mode, "stop")

    def run(self, program: str, *arguments: str) -> None:
        command = [self.programs / program, "-D", self.home / "data", *arguments]
        subprocess.run([*_as_postgres(), *command], check=True, stdout=subprocess.DEVNULL, cwd=self.home)


def programs() -> Path | None:
    """The folder of the server's programs, None where there is no server or no user that may run it."""
    debian = max(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), default=None
    )
    on_path = shutil.which("initdb")
    usable = os.geteuid() != 0 or (_has_user("postgres") and shutil.which("setpriv"))
    return (Path(on_path).parent if on_path else debian) if usable else None


@contextmanager
def running_server(programs: Path) -> Iterator[Server]:
    """Start a new server and stop it in the end."""
    with tempfile.TemporaryDirectory(prefix="postgres-") as home:
        if os.geteuid() == 0:
            shutil.chown(home, "postgres")
        server = Server(programs, Path(home), _free_port())
        server.run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")


def _as_postgres() -> list[str]:
    """The server refuses to run as root."""
    return (
        []
        if os.geteuid()
        else ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--reset-env"]
    )


def _has_user(name: str) -> bool:
    return any(user.pw_name == name for user in pwd.getpwall())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])

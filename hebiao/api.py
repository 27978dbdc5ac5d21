"""Hebiao from Python: read a file, audit a form, keep an archive."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

    from audit.finding import Finding
    from hebiao.running import Listener
    from hebiao.summary import Summary
    from normalize.form import Form


def read(path: str | Path) -> list[Form]:
    """Give every form in one file, in its order; empty where it holds none. Runs in this process, without limits.

    Raises ``extract.Unreadable`` with the reason, or ``OSError``.
    """
    from hebiao.counted import named
    from hebiao.job import Options
    from hebiao.reading import read_document

    return [named(form) for form in read_document(path, Options())[-1].forms]


def audit(form: Form) -> list[Finding]:
    """Find what contradicts itself in a form; ``audit.audit_form`` tells also what was checked, and the verdict."""
    from audit import audit_form

    return list(audit_form(form).findings)


class Archive:
    """A database of forms at an SQLAlchemy URL, such as ``sqlite:///hebiao.db``; made where there is none."""

    def __init__(self, url: str) -> None:
        self.url = url

    def load(
        self,
        paths: str | Path | Iterable[str | Path] = (),
        *,
        workers: int | None = None,
        reread: bool = False,
        retry: bool = False,
        listener: Listener | None = None,
        **how: Any,  # noqa: ANN401  the fields of Options, each with its own type
    ) -> Summary:
        """Read every form in files and folders into the database, as ``hebiao import`` does.

        ``reread`` reads again what the database has, ``retry`` only what failed, with or without ``paths``; ``listener`` is told
        of each file and of each value that changed. ``how`` takes the other fields of ``hebiao.job.Options``. Raises
        ``hebiao.errors.DatabaseUnusable``; files that fail are told in the summary.
        """
        from hebiao.database import opened
        from hebiao.job import Options
        from hebiao.pipeline import SILENCE, import_files
        from hebiao.running import Asked

        wanted = [paths] if isinstance(paths, str | Path) else paths
        options, asked = Options(workers=workers, **how), Asked(reread=reread, retry=retry)
        with opened(self.url, create=True) as engine:
            return import_files(engine, wanted, options, asked, listener or SILENCE)

    def query(self, sql: str) -> DataFrame:
        """Give the result of a read-only query as a frame.

        Raises ``hebiao.errors.WrongUsage`` for SQL that does not run, ``DatabaseUnusable`` for a database that does not open.
        """
        from hebiao.database import opened
        from store import query

        with opened(self.url) as engine:
            return query(engine, sql)

"""Hebiao from Python: read a file, audit a form, keep an archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

    from audit import Finding
    from hebiao.importing.run import Listener
    from hebiao.importing.summary import Summary
    from normalize import Form


def read(path: str | Path) -> list[Form]:
    """Return every form in one file, in its order; empty where it holds none.

    Runs in this process, without limits; pages that are pictures are recognised by processes of their own.

    Raises ``extract.Unreadable`` with the reason in Chinese, or ``OSError``.
    """
    from audit import render
    from extract import Unreadable
    from hebiao.importing.stream import read_one
    from normalize import name_counted

    try:
        forms = read_one(path)
    except Unreadable as error:
        error.args = (render(error.message),)
        raise
    return [name_counted(form) for form in forms]


def audit(form: Form) -> list[Finding]:
    """Find what contradicts itself in a form.

    ``audit.audit_form`` tells also what was checked, and the verdict.
    """
    from audit import audit_form

    return list(audit_form(form).findings)


class Archive:
    """A database of forms at an SQLAlchemy URL, such as ``sqlite:///hebiao.db``; made where there is none."""

    def __init__(self, url: str) -> None:
        self.url = url

    def load(
        self,
        paths: str | Path | Iterable[str | Path] = (),
        workers: int | None = None,
        *,
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
        keep: str | Path | None = None,
        reread: bool = False,
        retry: bool = False,
        listener: Listener | None = None,
        **how: Any,  # noqa: ANN401  the fields of Options, each with its own type
    ) -> Summary:
        """Read every form in files, folders, archives and at URLs into the database.

        ``include`` and ``exclude`` are globs, ``keep`` a folder for the originals. ``reread`` reads again
        what the database has, ``retry`` only what failed, with or without ``paths``; ``listener`` is told of
        each file and of each value that changed. ``how`` takes the other fields of
        ``hebiao.workers.job.Options``. Raises ``hebiao.errors.DatabaseUnusable``; files that fail are told in
        the summary.
        """
        from hebiao.database import opened
        from hebiao.importing.pipeline import SILENCE, import_files
        from hebiao.importing.run import ImportRequest
        from hebiao.sources.files import Choice
        from hebiao.workers.job import Options

        wanted = [paths] if isinstance(paths, str | Path) else paths
        request = ImportRequest(
            Choice(tuple(include), tuple(exclude)), reread, retry, None if keep is None else str(keep)
        )
        with opened(self.url, create=True) as engine:
            return import_files(engine, wanted, Options(workers=workers, **how), request, listener or SILENCE)

    def query(self, sql: str) -> DataFrame:
        """Return the result of a read-only query as a frame.

        Raises ``hebiao.errors.WrongUsage`` for SQL that does not run, ``DatabaseUnusable`` for a database
        that does not open.
        """
        from hebiao.database import opened
        from store import query_frame

        with opened(self.url) as engine:
            return query_frame(engine, sql)

    def search(
        self, words: str, year: int | None = None, department: str | None = None, limit: int = 1000
    ) -> DataFrame:
        """Return the texts that hold words, parted by blanks, of the forms that hold them all.

        Columns: ``form_id, path, department, project, year, title, entity, entity_id, field, text, row``.
        Raises ``DatabaseUnusable``.
        """
        from hebiao.database import opened
        from store import FormFilter, SearchHit, search_texts

        chosen = FormFilter(year=(str(year),) if year else (), department=(department,) if department else ())
        with opened(self.url) as engine:
            hits = search_texts(engine, words, chosen, limit)
        return _frame([hit[:-1] for hit in hits], SearchHit._fields[:-1])

    def scores(self, by: str = "department", year: int | None = None) -> DataFrame:
        """Return the scores of groups of forms, the best first.

        Each row has ``forms, mean, lowest, highest, errors, warnings``.

        ``by`` is one of ``store.GROUPS``, and names the first column. Raises ``WrongValue`` for another,
        ``DatabaseUnusable``.
        """
        from hebiao.database import opened
        from store import ScoreLine, compare_scores

        with opened(self.url) as engine:
            return _frame(compare_scores(engine, by, year), (by, *ScoreLine._fields[1:]))

    def findings(
        self, rules: Collection[str] | None = None, severities: Collection[str] | None = None
    ) -> DataFrame:
        """Return what contradicts itself in the forms: all findings, or those of some rules or severities.

        The columns are those of ``store.FindingLine``. Raises ``DatabaseUnusable``.
        """
        from hebiao.database import opened
        from store import FindingLine, find_findings

        with opened(self.url) as engine:
            return _frame(find_findings(engine, rules=rules, severities=severities), FindingLine._fields)


def _frame(rows: Iterable[tuple[object, ...]], columns: Sequence[str]) -> DataFrame:
    """Return rows as a frame; exact numbers become floats, with which pandas can count."""
    from pandas import DataFrame

    return DataFrame.from_records(list(rows), columns=list(columns), coerce_float=True)

"""What was read of a scan, held to the same form read from the print itself."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from mutations.reading import AMOUNTS, POINTS, TOTALS
from row_pairs import pair_rows

from audit import Audit
from extract import Unreadable
from hebiao.reading.file import read_job
from hebiao.reading.recognition import recognise_job
from hebiao.workers.answers import PagesWanted
from hebiao.workers.job import Job, Options, RecognisedPages
from normalize import Form, Fund, Indicator
from scans.files import PageFile
from store import Record

TEXTS = ("level1", "level2", "level3", "content", "target", "actual", "reason", "measures")
HEADS = ("department", "project", "supervisor", "title", "year")
BLANK = frozenset({"", "无", "-", "--", "—", "/"})
LONG, ALIKE = 30, 0.98  # a text of more characters is right when it is as much alike
PAIRED = 0.3  # rows less alike are no pair


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form and what its audit says; ``accusations`` are the rule and line of findings that blame the form."""

    form: Form
    verdict: str
    accusations: frozenset[tuple[str, str]]


@dataclass(slots=True)
class Score:
    """Counts: ``fields``, ``right``, ``rows``, ``rows found``, ``numbers``, ``wrong numbers``, ``values``, ``wrong values``,
    ``wrong in agrees``, ``forms``, ``sound``, ``agree``, ``accused``; and each fault in words.
    """  # noqa: D205

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add another's counts."""
        self.counts.update(other.counts)
        self.faults += other.faults


def read_file(file: PageFile) -> list[ReadForm]:
    """Read a file by the steps of an import, in this process; no form where it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        held = Path(folder, f"scan{file.ending}")
        held.write_bytes(file.data)
        job = Job(str(held), sha256(file.data).hexdigest(), len(file.data), Options())
        try:
            record = read_job(job)
            if isinstance(record, PagesWanted):
                record = read_job(replace(job, recognised=_recognise(job, record.pages, Path(folder))))
        except Unreadable:
            return []
    assert isinstance(record, Record)
    return [_judge_form(form, audit) for form, audit in record.forms]


def _recognise(job: Job, numbers: Sequence[int], folder: Path) -> RecognisedPages:
    files: dict[int, str] = {}
    for number in numbers:
        target = folder / f"page-{number}"
        target.write_bytes(recognise_job(replace(job, page=number)).content)
        files[number] = str(target)
    return RecognisedPages(files, {})


def _judge_form(form: Form, audit: Audit) -> ReadForm:
    blamed = [one for one in audit.findings if one.cause == "form" and one.severity != "info"]
    accusations = frozenset((one.rule, _line_of(form, one.fund, one.indicator)) for one in blamed)
    return ReadForm(form, audit.verdict, accusations)


def _line_of(form: Form, fund: int | None, indicator: int | None) -> str:
    if fund is not None:
        return f"fund {fund}"
    if indicator is not None:
        return next(plain(row.level3) for row in form.indicators if row.ordinal == indicator)
    return ""


def plain(value: object) -> str:
    """Return a text without its blanks, in the characters' common forms."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value))
    return re.sub(r"\s+", "", text)


def score_forms(
    truth: Sequence[ReadForm], found: Sequence[ReadForm], *, is_covered: bool, name: str
) -> Score:
    """Hold the forms of a scan to those of the print, in order."""
    score = Score()
    for at, want in enumerate(truth):
        got = found[at] if at < len(found) else None
        _score_form(score, want, got, f"{name}#{at + 1}", is_covered=is_covered)
    more = found[len(truth) :]
    score.counts["extra forms"] += len(more)
    score.faults += [f"{name}: a form that is not there: {one.form.title}" for one in more]
    return score


def _score_form(score: Score, want: ReadForm, got: ReadForm | None, where: str, *, is_covered: bool) -> None:
    counts = score.counts
    counts["forms"] += 1
    before = counts["wrong numbers"] + counts["wrong values"]
    if got is None:
        score.faults.append(f"{where}: no form found")
    told = len(score.faults)
    for name in HEADS:
        _score_text(
            score, f"{where} {name}", getattr(want.form, name), getattr(got.form, name) if got else None
        )
    _score_numbers(score, where, want.form, got.form if got else None, TOTALS)
    _score_funds(score, where, want.form.funds, got.form.funds if got else ())
    _score_goals(score, where, want.form, got.form if got else None)
    _score_rows(score, where, want.form.indicators, got.form.indicators if got else ())
    if got is None:
        del score.faults[told:]  # what it lacks says nothing more
    wrong = counts["wrong numbers"] + counts["wrong values"] - before
    agrees = got is not None and got.verdict == "agrees"
    if agrees and wrong:
        score.faults.append(f"{where}: AGREES with {wrong} wrong")
    counts["wrong in agrees"] += wrong if agrees else 0
    counts["false agrees"] += agrees and want.verdict != "agrees"
    if want.verdict == "agrees" and not is_covered:
        counts["sound"] += 1
        counts["agree"] += agrees
        if got and not agrees:
            warned = ", ".join(sorted({message.code for message in got.form.warnings}))
            score.faults.append(f"{where}: sound, but {got.verdict} ({warned})")
    accused = got.accusations - want.accusations if got else frozenset()
    counts["accused"] += len(accused)
    score.faults += [f"{where}: ACCUSED of {rule} at {line!r}" for rule, line in sorted(accused)]


def _score_text(score: Score, where: str, want: object, got: object) -> None:
    a, b = plain(want), plain(got)
    if a in BLANK and b in BLANK:
        return
    is_long = len(a) > LONG
    right = a == b or (is_long and SequenceMatcher(None, a, b, autojunk=False).ratio() >= ALIKE)
    _count_field(score, where, want, got, right=right)


def _count_field(score: Score, where: str, want: object, got: object, *, right: bool) -> None:
    score.counts["fields"] += 1
    score.counts["right"] += right
    if not right:
        score.faults.append(f"{where}: want {str(want)[:50]!r} got {str(got)[:50]!r}")


def _score_numbers(score: Score, where: str, want: object, got: object, columns: Sequence[str]) -> None:
    for column in columns:
        a = getattr(want, column) if want else None
        b = getattr(got, column) if got else None
        if a is None and b is None:
            continue
        score.counts["numbers"] += 1
        score.counts["wrong numbers"] += b is not None and a != b
        _count_field(score, f"{where} {column}", a, b, right=a == b)


def _score_funds(score: Score, where: str, want: Sequence[Fund], got: Sequence[Fund]) -> None:
    left = list(got)
    for fund in want:
        other = next((one for one in left if plain(one.source) == plain(fund.source)), None)
        if other is not None:
            left.remove(other)
        _count_field(score, f"{where} fund", fund.source, other and other.source, right=other is not None)
        _score_numbers(score, f"{where} {fund.source}", fund, other, (*AMOUNTS, "rate", *POINTS))
    for fund in left:
        score.counts["extra rows"] += 1
        score.faults.append(f"{where}: a fund that is not there: {fund.source}")
        _score_numbers(score, f"{where} {fund.source}", None, fund, (*AMOUNTS, "rate", *POINTS))


def _score_goals(score: Score, where: str, want: Form, got: Form | None) -> None:
    for at, goal in enumerate(want.goals):
        other = got.goals[at] if got and at < len(got.goals) else None
        for column in ("expected", "actual"):
            _score_text(
                score,
                f"{where} goal {column}",
                getattr(goal, column),
                getattr(other, column) if other else None,
            )
        _score_values(score, f"{where} goal", _list_values(goal, None), _list_values(other, None))


def _list_values(row: object, column: str | None) -> list[Decimal | None]:
    told = getattr(row, "quantities", ())
    return [one.base_value for one in told if column is None or one.field == column]


def _score_values(score: Score, where: str, want: list[Decimal | None], got: list[Decimal | None]) -> None:
    """Count the numbers in words; one that is stored and was not printed is wrong."""
    more = Counter(got) - Counter(want)
    score.counts["values"] += len(want)
    score.counts["wrong values"] += more.total()
    if more:
        score.faults.append(f"{where}: values {sorted(map(str, more))} for {[*map(str, want)]}")


def _score_rows(score: Score, where: str, want: Sequence[Indicator], got: Sequence[Indicator]) -> None:
    for at, other in pair_rows(list(map(_word_row, want)), list(map(_word_row, got)), PAIRED):
        row = None if at is None else want[at]
        found = None if other is None else got[other]
        _score_row(score, where, row, found)


def _score_row(score: Score, where: str, want: Indicator | None, got: Indicator | None) -> None:
    if want is None:
        assert got is not None
        score.counts["extra rows"] += 1
        score.faults.append(f"{where}: a row that is not there: {got.level3} {got.target} {got.score}")
        _score_numbers(score, where, None, got, POINTS)
        return
    where = f"{where} [{plain(want.level3)[:12]}]"
    score.counts["rows"] += 1
    score.counts["rows found"] += got is not None
    for name in TEXTS:
        _score_text(score, f"{where} {name}", getattr(want, name), getattr(got, name) if got else None)
    _score_numbers(score, where, want, got, POINTS)
    for column in ("target", "actual"):
        _score_values(score, f"{where} {column}", _list_values(want, column), _list_values(got, column))


def _word_row(row: Indicator) -> str:
    """Return what two readings of a row are paired by."""
    return "|".join(map(plain, (row.level3, row.content, row.target)))

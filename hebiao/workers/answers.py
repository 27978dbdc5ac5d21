"""What a worker answers: rows ready for the database, and the forms for who asks, or why there are none."""

from __future__ import annotations

import errno
import signal
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from extract import Message, message
from hebiao import __version__
from hebiao.locale.language import Phrase
from hebiao.sources.files import shown
from hebiao.workers.job import Job
from normalize import Clause, find_unsure_clauses
from store import Audited, ReadyForm, ReadyForms, Record, make_ready_forms


class _Answer(msgspec.Struct, frozen=True, array_like=True, tag="record"):
    record: Record
    rows: list[ReadyForm]
    clauses: list[dict[int, Clause]]
    forms: msgspec.Raw


class PagesWanted(msgspec.Struct, frozen=True, array_like=True, tag="pages"):
    """The answer of a file of which ``pages`` are pictures.

    ``step`` recognises one of them; then the file is read once more, with what was recognised.
    """

    step: str
    pages: tuple[int, ...]


class RecognisedPage(msgspec.Struct, frozen=True, array_like=True, tag="page"):
    """The answer of a page that was recognised: its encoded ``content``, the processor ``seconds`` it took."""

    content: bytes
    seconds: float


class Answered(ReadyForms):
    """Forms of which quantities wait for their nouns: ``clauses`` has the words around them, form by form."""

    __slots__ = ("clauses",)

    def __init__(
        self,
        rows: Sequence[ReadyForm],
        make: Callable[[], Sequence[Audited]],
        waiting: list[dict[int, Clause]],
    ) -> None:
        super().__init__(rows, make)
        self.clauses = waiting


_decode_forms = msgspec.msgpack.Decoder(tuple[Audited, ...]).decode
_decode_answer = msgspec.msgpack.Decoder(_Answer).decode
_decode_pages = msgspec.msgpack.Decoder(PagesWanted).decode
_decode_page = msgspec.msgpack.Decoder(RecognisedPage | _Answer).decode
_PAGES_WANTED = msgspec.msgpack.encode(PagesWanted("", ()))[: len(b"\x93\xa5pages")]


def encode_answer(answer: object) -> bytes:
    """Encode a record with the rows of its forms, and anything else, such as a page's picture, as it is.

    What no database could hold raises ``TypeError``, ``ValueError``, ``LookupError`` or ``OverflowError``.
    """
    if isinstance(answer, Record):
        return _encode_record(answer)
    return msgspec.msgpack.encode(answer)


def _encode_record(record: Record) -> bytes:
    forms = msgspec.Raw(msgspec.msgpack.encode(record.forms))
    waiting = [find_unsure_clauses(form) for form, _ in record.forms]
    return msgspec.msgpack.encode(
        _Answer(replace(record, forms=()), list(make_ready_forms(record.forms)), waiting, forms)
    )


def decode_record(answer: bytes) -> Record:
    """Return the record of an answer; its forms are decoded when somebody asks for one."""
    found = _decode_answer(answer)
    return replace(
        found.record, forms=Answered(found.rows, lambda: _decode_forms(found.forms), found.clauses)
    )


def find_wanted_pages(answer: bytes) -> PagesWanted | None:
    """Return which pages of a file are to be recognised; None where the answer is a record."""
    if not answer.startswith(_PAGES_WANTED):
        return None
    return _decode_pages(answer)


def decode_page(answer: bytes) -> RecognisedPage | Message:
    """Return what was recognised on a page, or why nothing was."""
    try:
        found = _decode_page(answer)
    except msgspec.DecodeError as error:
        return message("answer-not-encoded", error=type(error).__name__)
    if isinstance(found, RecognisedPage):
        return found
    return found.record.error or message("worker-lost")


def make_failure(path: str, sha256: str, size: int, reason: Message) -> Record:
    """Return the record of a file that could not be read, with the reason."""
    return Record(
        sha256=sha256,
        path=shown(path),
        name=shown(Path(path).name),
        format="",
        pages=0,
        bytes=size,
        status="failed",
        engine="",
        version=__version__,
        error=reason,
    )


OUT_OF_MEMORY = 77  # the exit status of a worker that reached its limit of memory


def explain_end(exit_code: int | None, job: Job) -> Message:
    """Return why a worker that read ``job`` ended, by its exit status.

    None where it gave up its pipes alive.
    """
    if exit_code is None:
        return message("worker-lost")
    if exit_code in _OUT_OF_MEMORY:
        return message(_OUT_OF_MEMORY[exit_code], memory=f"{job.memory // 2**20} MiB")
    if exit_code in _BY_SYSTEM:
        return message(_BY_SYSTEM[exit_code])
    if exit_code < 0:
        return message("worker-crashed", signal=signal.Signals(-exit_code).name)
    return message("worker-ended", status=exit_code)


_OUT_OF_MEMORY = {
    OUT_OF_MEMORY: "memory-limit",
    -signal.SIGABRT: "worker-aborted",  # so libraries in C end where they get no memory
}
_BY_SYSTEM = {-signal.SIGXCPU: "cpu-limit", -signal.SIGKILL: "worker-killed"}


def explain_no_start(error: OSError | EOFError) -> Phrase | str:
    """Return why no worker could be started; what the system says where nobody knows."""
    for kind, key in _NOT_STARTED.items():
        if isinstance(error, kind):
            return Phrase(key)
    number = error.errno if isinstance(error, OSError) else None
    key = _OF_SYSTEM.get(number or 0, "")
    if key:
        return Phrase(key)
    return str(error)


_NOT_STARTED = {EOFError: "away.process-ended", TimeoutError: "away.process-not-ready"}
_OF_SYSTEM = {
    errno.EAGAIN: "away.no-more-processes",
    errno.ENOMEM: "away.no-memory",
    errno.ENOSPC: "away.temporary-disk-full",
    errno.EDQUOT: "away.temporary-quota-used",
    errno.EMFILE: "away.many-open-files",
    errno.ENFILE: "away.many-open-files",
}

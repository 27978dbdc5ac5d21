"""How a worker hands over what it read: the rows ready for the database, and the forms for the few who ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import msgspec

from normalize import Clause, find_unsure_clauses
from store import Audited, ReadyForm, ReadyForms, Record, make_ready_forms


class _Answer(msgspec.Struct, frozen=True, array_like=True):
    record: Record
    rows: list[ReadyForm]
    clauses: list[dict[int, Clause]]
    forms: msgspec.Raw


class Answered(ReadyForms):
    """Forms whose quantities wait for somebody who knows words: ``clauses`` has, form by form, those that need them."""

    __slots__ = ("clauses",)

    def __init__(
        self,
        rows: Sequence[ReadyForm],
        make: Callable[[], Sequence[Audited]],
        waiting: list[dict[int, Clause]],
    ) -> None:
        super().__init__(rows, make)
        self.clauses = waiting


_forms = msgspec.msgpack.Decoder(tuple[Audited, ...]).decode
_answer = msgspec.msgpack.Decoder(_Answer).decode


def encoded(answer: object) -> bytes:
    """Encode a record with the rows of its forms, and anything else, such as a page's picture, as it is.

    What no database could hold raises ``TypeError``, ``ValueError``, ``LookupError`` or ``OverflowError``.
    """
    return _encoded_record(answer) if isinstance(answer, Record) else msgspec.msgpack.encode(answer)


def _encoded_record(record: Record) -> bytes:
    forms = msgspec.Raw(msgspec.msgpack.encode(record.forms))
    waiting = [find_unsure_clauses(form) for form, _ in record.forms]
    return msgspec.msgpack.encode(
        _Answer(replace(record, forms=()), list(make_ready_forms(record.forms)), waiting, forms)
    )


def decoded(answer: bytes) -> Record:
    """Give the record back; its forms are decoded when somebody asks for one."""
    found = _answer(answer)
    return replace(found.record, forms=Answered(found.rows, lambda: _forms(found.forms), found.clauses))

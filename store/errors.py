"""What the store refuses: a tree of errors, each with its code in the catalogue of messages.

StoreRefusal
    StoreError           the database cannot be opened, is not ours, or cannot be written
        WrongAddress, UnsupportedDatabase, FolderMissing, DatabaseMissing, DriverMissing, OpenFailed
        ForeignDatabase, NewerDatabase, WriteFailed
    QueryError           the user's SQL gives no answer
        QueryFailed, QueryWithoutRows, WritingQuery, QueryTooLong, QueryTooLarge
    UnknownForm          no form has this id
    WrongArgument        a call asks for what is not there
        NoNumber, UnknownSort, UnknownGroup, SameName
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from extract import Argument, Message


class StoreRefusal(Exception):
    """The store does not do what is asked; ``message`` tells why.

    ``code`` is the refusal's entry in the catalogue, which classes that only group others lack; the arguments
    by name fill its blanks. The text of the exception is the message as data: a sentence is made where
    somebody reads it.
    """

    code: ClassVar[str]

    def __init__(self, **values: Argument) -> None:
        super().__init__(" ".join([self.code, *(f"{name}={value}" for name, value in values.items())]))
        self.values = values

    @property
    def message(self) -> Message:
        """What is refused as a message."""
        from extract import message  # noqa: PLC0415 - whoever only asks in SQL needs no other room

        return message(self.code, **self.values)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the refusal by its arguments."""
        return partial(type(self), **self.values), ()


class StoreError(StoreRefusal):
    """The database cannot be opened, is not ours, or cannot be written."""


class WrongAddress(StoreError):
    """The address of the database is no URL."""

    code = "database-address"


class UnsupportedDatabase(StoreError):
    """The address names a database of another kind; ``name`` is the kind."""

    code = "database-unsupported"


class FolderMissing(StoreError):
    """The folder of the file ``place`` does not exist."""

    code = "database-without-folder"


class DatabaseMissing(StoreError):
    """The file ``place`` does not exist, and none is to be made."""

    code = "database-missing"


class DriverMissing(StoreError):
    """The driver ``name`` of the database ``place`` is not installed."""

    code = "database-without-driver"


class OpenFailed(StoreError):
    """The database ``place`` cannot be opened for the given ``reason``."""

    code = "database-not-opened"


class ForeignDatabase(StoreError):
    """The database holds the tables of another program; ``table`` is one of them."""

    code = "database-foreign"


class NewerDatabase(StoreError):
    """The database has a ``revision`` of the schema that is unknown here; ``newest`` is known."""

    code = "database-newer"


class WriteFailed(StoreError):
    """The database refuses to write; ``reason`` is what it says."""

    code = "database-not-written"


class QueryError(StoreRefusal):
    """The user's SQL gives no answer."""


class QueryFailed(QueryError):
    """The database refuses the SQL; ``reason`` is what it says."""

    code = "query-failed"


class QueryWithoutRows(QueryError):
    """The SQL gives no rows, because it is no question."""

    code = "query-without-rows"


class WritingQuery(QueryError):
    """The SQL does more than ask; ``words`` are those that a question begins with."""

    code = "query-writes"


class QueryTooLong(QueryError):
    """The SQL takes more than the given ``seconds``."""

    code = "query-too-long"


class QueryTooLarge(QueryError):
    """The answer is larger than ``size`` megabytes."""

    code = "query-too-large"


class UnknownForm(StoreRefusal, LookupError):
    """No form has the id ``number``."""

    code = "unknown-form"


class WrongArgument(StoreRefusal, ValueError):
    """A call asks for what is not there."""


class NoNumber(WrongArgument):
    """The ``value`` of a column of numbers is none."""

    code = "no-number"


class UnknownSort(WrongArgument):
    """Forms cannot be sorted by ``name``, only by one of ``known``."""

    code = "unknown-sort"


class UnknownGroup(WrongArgument):
    """Scores cannot be compared by ``name``, only by one of ``known``."""

    code = "unknown-group"


class SameName(WrongArgument):
    """A name is to be told apart from itself, or to stand for itself."""

    code = "same-department-name"

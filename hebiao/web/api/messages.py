"""Messages as the API gives them: the Chinese sentence, with code and arguments beside it."""

from __future__ import annotations

from typing import Any, get_type_hints

from msgspec import Struct, defstruct

from audit import render
from extract import Message

Arguments = dict[str, Any]
"""What fills a message's blanks, by name."""


def struct_with_sentences(kind: type, *, has_code: bool = False) -> type[Struct]:
    """Return the object that a type with messages is written as: its fields, a sentence for each message.

    With ``has_code`` it has ``code`` and ``args``, too. Lists of messages (``warnings``) are lists of
    sentences, with the messages as data in a list beside them (``warning_messages``).
    """
    hints = get_type_hints(kind)
    fields: list[tuple[str, Any]] = [(name, _sentence_hint(hint)) for name, hint in hints.items()]
    fields += [(_data_field(name), list[Arguments]) for name, hint in hints.items() if _is_list(hint)]
    if has_code:
        fields += [("code", str | None), ("args", Arguments)]
    return defstruct(kind.__name__, fields, namespace={"__doc__": kind.__doc__})


def write_sentences(value: object, kind: type[Struct]) -> dict[str, Any]:
    """Return the fields of a value that the object has, each message as its sentence."""
    names = [name for name in kind.__struct_fields__ if hasattr(value, name)]
    fields = {name: _to_sentence(getattr(value, name)) for name in names}
    for name in names:
        if _data_field(name) in kind.__struct_fields__:
            fields[_data_field(name)] = [message.to_data() for message in getattr(value, name)]
    return fields


def data_with_explanation(told: Message | None, explanation: Message | None) -> dict[str, Any]:
    """Return ``code`` and ``args`` of a message; an explanation of its own stands among the arguments.

    Without a message they are the explanation's.
    """
    if told is None:
        return {"code": None, "args": {}} if explanation is None else explanation.to_data()
    data = told.to_data()
    if explanation is not None:
        data["args"]["explanation"] = explanation.to_data()
    return data


def _sentence_hint(hint: Any) -> Any:  # noqa: ANN401 - any annotation
    if hint is Message:
        return str
    if hint == (Message | None):
        return str | None
    return tuple[str, ...] if _is_list(hint) else hint


def _is_list(hint: Any) -> bool:  # noqa: ANN401 - as above
    return bool(hint == tuple[Message, ...])


def _data_field(name: str) -> str:
    return f"{name.removesuffix('s')}_messages"


def _to_sentence(value: object) -> object:
    if isinstance(value, Message):
        return render(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Message):
        return tuple(render(one) for one in value)
    return value

"""A form that says something dangerous wherever a form can say anything."""

import hashlib
from dataclasses import replace

import msgspec

from audit.finding import Audit
from extract import message
from normalize import Form
from support.store_samples import record, rich_audit, rich_form

ATTACK = (
    """<script>hacked=1</script><img src=x onerror="hacked=1">'"{{7*7}}</td></svg><svg onload=hacked=1>&lt;"""
)
FILE_NAME = '<img src=x onerror="hacked=1">.txt'
_CODES = {
    "kind",
    "verdict",
    "rule",
    "severity",
    "cause",
    "outcome",
    "field",
    "comparator",
    "columns",
    "fund_columns",
    "base_unit",
    "owner",
}


def attack_record(folder):
    """A document with that form; its file lies in ``folder`` and says the same."""
    file = folder / FILE_NAME
    file.write_text("\n".join(f"{number}\t{ATTACK}" for number in range(1, 10)), encoding="utf-8")
    made = record(
        "attack",
        path=str(file),
        name=FILE_NAME,
        format="text",
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
    )
    return replace(made, forms=((_armed(rich_form()), _armed(rich_audit())),))


def failed_record():
    """A file that failed, and why, in the same words."""
    return record(
        "failed",
        path=f"/{ATTACK}",
        name=ATTACK,
        status="failed",
        error=message("as-told", text=ATTACK),
        forms=(),
    )


def _armed(entry: Form | Audit):
    return msgspec.convert(_each(msgspec.to_builtins(entry)), type(entry), strict=False)


def _each(value, name=""):
    if isinstance(value, dict) and value.keys() == {"code", "args"}:
        return {"code": "as-told", "args": [["text", ATTACK]]}
    if isinstance(value, dict):
        return {key: _each(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_each(inner, name) for inner in value]
    return ATTACK if isinstance(value, str) and name not in _CODES and not _is_number(value) else value


def _is_number(text):
    return text.replace(".", "", 1).removeprefix("-").isdigit()

"""Golden files: what each stage gives for some samples. ``PYTHONPATH=.:tests python -m support.stages`` writes them anew; read the diff before you commit it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from audit import audit_form
from audit.finding import Audit
from extract import read
from extract.grid import Document
from normalize import Form, decide_seams, read_forms
from support.paths import SAMPLES, TESTS

HERE = TESTS / "golden"
NAMES = (
    "望城区征地服务中心-2020.txt",
    "望城区征地服务中心-2020-a.pdf",
    "望城区征地服务中心-2020-b.pdf",
    "碧川区教育局-2023.pdf",
)


def document_of(name: str) -> Document:
    return decide_seams(read(SAMPLES / name))


def forms_of(document: Document) -> tuple[Form, ...]:
    return read_forms(document).forms


def audits_of(forms: tuple[Form, ...]) -> tuple[Audit, ...]:
    return tuple(audit_form(form) for form in forms)


def path_of(name: str, stage: str) -> Path:
    return HERE / f"{name}.{stage}.json"


def load(name, stage, kind):
    return msgspec.json.decode(path_of(name, stage).read_bytes(), type=kind)


def _write(name: str, stage: str, value: object) -> None:
    path_of(name, stage).write_bytes(msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n")


def main() -> None:
    HERE.mkdir(exist_ok=True)
    for name in NAMES:
        document = document_of(name)
        forms = forms_of(document)
        for stage, value in (("grid", document), ("form", forms), ("audit", audits_of(forms))):
            _write(name, stage, value)


if __name__ == "__main__":
    main()

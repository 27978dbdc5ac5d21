"""Writes data/borderless/: sample forms printed without upright rules or with none at all, and their texts laid out by blanks.

    python tests/make_borderless.py

It needs Chromium and `pdftotext`. What the files say is in samples/expected.json, under the name behind the
first hyphen.
"""

# ruff: noqa: E402  the path must come before the imports
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
SAMPLES = TESTS.parent / "samples"
sys.path.insert(0, str(SAMPLES))
sys.dont_write_bytecode = True

from source import chromium
from source.content import load

FOLDER = TESTS / "data" / "borderless"
STYLES = {
    "bare": "td { border: none; }",
    "top": "td { border: none; vertical-align: top; }",
    "level": "td { border-left: none; border-right: none; }",
    "book": "td { border: none; } table { border-top: 1.5pt solid; border-bottom: 1.5pt solid; }",
}
PRINTED = (
    ("bare", "碧川区教育局-2023"),
    ("top", "云澜市公路养护中心-2022"),
    ("level", "碧川区教育局-2022"),
    ("book", "碧川区民政局-2023"),
)
TEXTS = (
    "云澜市公路养护中心-2022",
    "云澜市妇幼保健院-2023",
    "碧川区教育局-2022",
    "碧川区民政局-2023",
    "青禾县林业工作总站-2023",
)


def main() -> None:
    """Write all files."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    browser = chromium.find()
    for style, name in PRINTED:
        page = chromium.page([form for form in load() if form.file == f"{name}.pdf"])
        chromium.print_page(
            browser, page.replace("</style>", f"{STYLES[style]}</style>"), FOLDER / f"{style}-{name}.pdf"
        )
    for name in TEXTS:
        subprocess.run(
            ["pdftotext", "-layout", SAMPLES / f"{name}.pdf", FOLDER / f"blanks-{name}.txt"], check=True
        )


if __name__ == "__main__":
    main()

"""Forms to PDF as a browser prints them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from source.content import Sample
from source.layouts import WIDTHS, rows
from source.table import html

STYLE = """
@page { size: %s; margin: 16mm 13mm; }
body { font-family: "AR PL UMing CN", "Noto Serif CJK SC", SimSun, serif; font-size: 9.5pt; margin: 0; }
section + section { break-before: page; }
h1 { font-size: 17pt; text-align: center; margin: 0 0 2mm; }
.year { text-align: center; margin: 0 0 3mm; }
.note { margin: 2mm 0 0; white-space: pre-wrap; }
table { border-collapse: collapse; table-layout: fixed; width: 100%%; }
td { border: 0.75pt solid black; padding: 1.6mm 1mm; text-align: center; vertical-align: middle; }
td { overflow-wrap: anywhere; line-height: 1.35; }
td.long { text-align: left; }
"""


def find() -> str:
    """Find the browser's path; leave the program with a message where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    return found or sys.exit(
        "no chromium found: install it (and the font package fonts-arphic-uming) to print the PDFs"
    )


def page(forms: list[Sample]) -> str:
    """Lay out the forms as HTML, each on a page of its own."""
    style = STYLE % forms[0].page
    sections = "".join(map(_section, forms))
    return f'<!doctype html><html lang="zh"><meta charset="utf-8"><style>{style}</style><body>{sections}</body></html>'


def _section(form: Sample) -> str:
    notes = "".join(f'<p class="note">{escape(note)}</p>' for note in form.notes)
    table = html(rows(form), WIDTHS[form.layout])
    return f'<section><h1>{escape(form.title)}</h1><p class="year">{escape(form.year_line)}</p>{table}{notes}</section>'


def write_pdf(browser: str, forms: list[Sample], target: Path) -> None:
    """Print the forms into ``target``; raises CalledProcessError with the browser's words where it fails."""
    print_page(browser, page(forms), target)


def print_page(browser: str, content: str, target: Path) -> None:
    """Print a page of HTML into ``target``; raises CalledProcessError with the browser's words where it fails."""
    with TemporaryDirectory() as folder:
        source = Path(folder, "form.html")
        source.write_text(content, "utf-8")
        flags = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--no-pdf-header-footer",
        )
        command = [
            browser,
            *flags,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={target.resolve()}",
            source.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)

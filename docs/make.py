"""Make the pages that come from the code: ``cli.md``, ``modules.md``, ``rules.md`` and ``show.svg``."""

from __future__ import annotations

import ast
import html
import io
import re
from contextvars import copy_context
from functools import partial
from pathlib import Path

from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from audit import audit_form
from audit.rule_pages import rules_page
from hebiao import read
from hebiao.cli import hebiao
from hebiao.reporting.form_tree import form_tree

DOCS = Path(__file__).parent
PICTURED = DOCS.parent / "samples" / "碧川区教育局-2023.pdf"
COMMANDS = (
    *("", "import", "failures", "check", "query", "search", "show", "scores", "export", "corrections"),
    *("serve", "labels", "db", "db upgrade", "db reindex"),
)
HEAD = """# The command line

Made from the code by `make docs`. Help, messages and findings are Chinese; `--lang en`, shown here, gives them in English.

- Results go to standard output; progress, summaries and errors to standard error.
- `--lang`, `--quiet` and `--verbose` hold for every command, before its name or after it.
- Exit status: 0 done; 1 findings at the asked level (`check`); 2 wrong usage, also SQL that does not run; 3 some files failed, the
  others are stored or checked; 4 the database could not be used; 70 a bug in hebiao; 71 the system has no process or
  memory to read with; 130 interrupted.
- `FORM` is a form's id in the database. Anything else is a path; a file whose name is a number is named `./2023`.
- A path given to `check` or `show` is read now and not stored.
- `--db` is an SQLAlchemy URL; without it `HEBIAO_DB`, then `sqlite:///hebiao.db` in the current folder. Only `import` and
  `db upgrade` make a database that is not there.
- Text from a form is data. On a terminal its control characters are spelt out (`\\x1b`). In CSV a text that a spreadsheet
  would take for a formula gets a leading apostrophe; numbers and placeholders (`-5`, `--`) stay as they are. CSV is UTF-8
  without a byte order mark, its lines end in LF.
- A file that cannot even be opened has a `document` row too; its `sha256` is that of `unreadable:` and its path.
"""


ROOMS = ("extract", "normalize", "audit", "store", "hebiao")
MODULES_HEAD = """# The modules

Made from the code by `make docs`. [architecture.md](architecture.md) tells how they work together.
"""


def reference() -> str:
    """Give the text of ``cli.md``: each command with the help that it prints."""
    return HEAD + "".join(
        f"\n## `{f'hebiao {name}'.strip()}`\n\n```text\n{help_of(name)}```\n" for name in COMMANDS
    )


def help_of(name: str) -> str:
    """Return what a command prints for ``--help --lang en``, 100 columns wide."""
    asked = [*name.split(), "--help", "--lang", "en"]
    invoke = partial(CliRunner().invoke, hebiao, asked, prog_name="hebiao", terminal_width=100)
    return copy_context().run(invoke).output  # the language that it speaks ends with the context


def modules_page() -> str:
    """Return the text of ``modules.md``: each module of the five rooms with the first line of its docstring."""
    return MODULES_HEAD + "".join(
        _package(folder) for room in ROOMS for folder in _packages(DOCS.parent / room)
    )


def _packages(folder: Path) -> list[Path]:
    """Return a package and those in it, but for migrations, which are history."""
    inner = sorted(path.parent for path in folder.rglob("__init__.py"))
    return [path for path in inner if "migrations" not in path.parts]


def _package(folder: Path) -> str:
    name = folder.relative_to(DOCS.parent).as_posix()
    modules = sorted(path for path in folder.glob("*.py") if path.name != "__init__.py")
    rows = [f"| `{path.name}` | {_summary(path)} |\n" for path in modules]
    table = "".join(["\n| module | |\n|---|---|\n", *rows]) if rows else ""
    return f"\n## `{name}/`\n\n{_summary(folder / '__init__.py')}\n{table}"


def _summary(path: Path) -> str:
    """Return the first line of a module's docstring, as Markdown."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.partition("\n")[0].replace("``", "`").replace("|", "\\|")


def picture() -> str:
    """Give ``hebiao show`` of a sample as SVG; it loads no font from elsewhere."""
    [form] = read(PICTURED)
    screen = Console(
        record=True, width=110, file=io.StringIO(), force_terminal=True, color_system="truecolor"
    )
    screen.print(form_tree(form, audit_form(form)))
    svg = screen.export_svg(title=f"hebiao show samples/{PICTURED.name}", unique_id="show")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return re.sub(r'textLength="([\d.]+)"([^>]*)>([^<]*)<', _with_wide_characters, svg)


def _with_wide_characters(drawn: re.Match[str]) -> str:
    """Mend rich's length of a text, which counts a Chinese character as one column."""
    text = html.unescape(drawn[3])
    length = float(drawn[1]) / len(text) * cell_len(text)
    return f'textLength="{length:.1f}"{drawn[2]}>{drawn[3]}<'


if __name__ == "__main__":
    (DOCS / "cli.md").write_text(reference(), encoding="utf-8")
    (DOCS / "modules.md").write_text(modules_page(), encoding="utf-8")
    (DOCS / "rules.md").write_text(rules_page(), encoding="utf-8")
    (DOCS / "show.svg").write_text(picture(), encoding="utf-8")

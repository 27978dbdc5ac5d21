"""No module of the five rooms holds a Chinese sentence: sentences stand in the catalogues, words of forms in TOML."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.paths import HOUSE

ROOMS = ("extract", "normalize", "audit", "store", "hebiao")
SENTENCE_MARKS = set("，。；！？")
MOST_HAN = 8  # Chinese characters of a label that code may name; longer texts are sentences
HAN = re.compile("[一-鿿]")
PATTERN_MARKS = set("\\|[")  # of a regular expression: words that are matched, not told
NUMERALS = set("零一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖甲乙丙丁0123456789")

CHARACTER_TABLES = frozenset({"normalize/values/text.py", "store/people/names.py"})
"""Modules with a table of single characters, which is longer than a label and no sentence."""


def modules() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def docstrings(tree: ast.AST) -> set[ast.expr]:
    """Return every text that stands alone as a statement."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def sentences(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    ignored = docstrings(tree)
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node in ignored:
            continue
        letters = set(node.value)
        if PATTERN_MARKS & letters or letters <= NUMERALS:
            continue
        han = len(HAN.findall(node.value))
        has_marks = bool(SENTENCE_MARKS & letters) and han > 1
        if has_marks or han > MOST_HAN:
            found.append(node.value)
    return found


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_module_holds_no_chinese_sentence(path):
    name = str(path.relative_to(HOUSE))
    found = [] if name in CHARACTER_TABLES else sentences(path)
    assert found == []


def test_a_sentence_is_found(tmp_path):
    module = tmp_path / "module.py"
    module.write_text(
        '"""说明：这是文档，不算。"""\nLABEL = "总分"\nTOLD = "总分不符，请核对。"\n', encoding="utf-8"
    )
    assert sentences(module) == ["总分不符，请核对。"]

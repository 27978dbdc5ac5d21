"""What ``hebiao check`` prints on a terminal: each form's findings under a head, and a summary in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from audit.catalogue import say_in
from audit.english import english
from audit.printed import money, plain
from hebiao.commands.check_found import Checked, Line
from hebiao.printable import printable
from hebiao.words import CAUSES, SEVERITIES, VERDICTS

_ENGLISH_CAUSES = {"form": "", "reading": " (may be misread)", "unknown": " (the form or its reading)"}
_FORMS = {"zh": "自评表 {count}:", "en": "forms {count}: "}
_BETWEEN = {"zh": ",", "en": ", "}


def as_text(lines: Iterable[Line], language: str) -> Iterator[str]:
    """Give the findings as lines of text, each form's under a head: the message, then figures and place, then what explains it."""
    for head, mine in groupby(lines, key=_head):
        yield printable(head)
        for line in mine:
            yield from (printable(words) for words in _words(line, language))


def summary(checked: Checked, language: str) -> str:
    """Verdicts and findings in one line."""
    verdicts, severities = Counter(head.verdict for head in checked.heads), Counter(line.severity for line in checked.lines)
    counts = ((VERDICTS, verdicts), (SEVERITIES, severities))
    parts = [f"{word if language == 'zh' else key} {found[key]}" for words, found in counts for key, word in words.items()]
    return _FORMS[language].format(count=len(checked.heads)) + _BETWEEN[language].join(parts)


def _head(line: Line) -> str:
    number = f"#{line.form} " if line.form is not None else ""
    facts = (line.title, line.department, line.year and str(line.year), line.path)
    return number + " · ".join(fact for fact in facts if fact)


def _words(line: Line, language: str) -> Iterator[str]:
    severity = SEVERITIES[line.severity] if language == "zh" else line.severity
    causes = CAUSES if language == "zh" else _ENGLISH_CAUSES
    yield f"  {severity} {line.rule} {line.message}{causes[line.cause]}"
    figures = (("stated", line.stated), ("computed", line.computed), ("difference", line.difference))
    shown = [f"{say_in(language, key)} {_figure(value, line, language)}" for key, value in figures if value is not None]
    if facts := [part for part in (line.where, *shown) if part]:
        yield f"    {' · '.join(facts)}"
    if line.explanation:
        yield f"    {say_in(language, 'explained')}{line.explanation}"


def _figure(value: Decimal, line: Line, language: str) -> str:
    field = line.field or ""
    if field == "rate":
        return f"{plain(value * 100)}%"
    if not field.endswith("_yuan"):
        return plain(value)
    shown = money(value, line.money_unit)
    return shown if language == "zh" else english(shown)

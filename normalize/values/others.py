"""Runs of digits that are no quantity: dates, document numbers, telephones, codes, list markers, ordinals."""

from __future__ import annotations

import re

from normalize.values.number import CHARACTERS
from normalize.values.units import read_unit

MASK = "\0"

_TO = "[-~—–至到、]"
_MONTH = rf"(?:1[0-2]|0?[1-9])(?:{_TO}(?:1[0-2]|0?[1-9]))?月(?:份|初|底|末|[上中下]旬)?"
_DAY = rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?日"
_LABELS = "目标|指标|附件|附表|任务|措施|问题|项目|编号|代码"
_PARTED_YEAR = r"(?:[12]\s[09]\s?\d\s?\d|[12][09]\s\d\s?\d|[12][09]\d\s\d)\s?年"
_KINDS = (
    rf"{_PARTED_YEAR}(?:{_MONTH}(?:{_DAY})?)?",  # dates that wrapping parted
    r"(?<=年)1\s[0-2]月(?:[0-3]?\s?\d日)?|(?<=月)[1-3]\s\d日",
    rf"(?:19|20)\d\d(?:{_TO}(?:(?:19|20)\d\d|\d\d)){{0,9}}年(?:度|初|底|末)?(?:{_MONTH}(?:{_DAY})?)?",
    r"(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}(?!\d)",  # 2020.12.31
    r"(?:19|20)\d\d[./-](?:1[0-2]|0[1-9])(?=[-~—–至到]+(?:19|20)\d\d[./-])",
    r"(?<=[-~—–至到])(?:19|20)\d\d[./-](?:1[0-2]|0[1-9])(?!\d)",
    rf"(?<![\d.≥≤≧≦<>=]){_MONTH}(?:{_DAY})?",  # 12月底前
    r"(?<!\d)\d{1,2}日(?=前|底|之前|以前|起)",
    r"(?<!\d)\d{1,4}(?:年代|世纪)",
    r"[(\[〔【](?:19|20)\d\d[)\]〕】]第?\d*号?",  # 湘人社函(2020)107号
    rf"第(?:\d+|[{CHARACTERS}]+)[\u4e00-\u9fff]?",
    r"(?<!\d)\d{1,20}(?:-\d{1,20}){0,3}(?:号|热线)",
    r"(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9})(?!\d)",
    r"(?<![\d.,])\d{11,}(?![\d.,元万亿%])",
    rf"(?:{_LABELS})[:第]?\d{{1,2}}(?=[:、)\s]|\.(?!\d)|$)",
    r"\(\d{1,2}\)(?!%|‰|[百千万亿]*元)|(?<![\d.:])\d{1,2}:(?!\d)",
    r"(?:^|(?<=[。;,:、\s]))\d{1,2}[.、)](?![\d.])",  # 1.依法
    r"(?<!\d)\d+(?:[:/]\d+)+(?!\d|万)",  # 8:30, 1:1, 1/3; not 10/10万
    r"(?<!\d)\d+(?:\+[\dN]+)+",  # 1+6+N
    rf"十[一二三四五]五|[一二三四]季度|[{CHARACTERS}]{{1,3}}月|二[〇零一二三四五六七八九]{{3}}年",
)
_OTHERS = re.compile("|".join(_KINDS), re.ASCII)
_CODE = re.compile(
    r"(?<![A-Za-z])(?!RMB)[A-Za-z]+-?\d+(?:\.\d+)?|(?<!\d)\d+(?:[A-Za-z]+\d+)+[A-Za-z]*-?",  # PM2.5, 51000021R0001
    re.ASCII,
)
_DIGITS = re.compile(r"\d*", re.ASCII)


def mask_dates(text: str) -> str:
    """Return the text with each date, number of a document, telephone, ordinal and the like overwritten."""
    return _OTHERS.sub(_overwrite, text)


def mask_codes(text: str) -> str:
    """Return the text with each code of letters and digits overwritten; 100m2 is none."""
    return _CODE.sub(_overwrite_code, text)


def mask_others(text: str) -> str:
    """Return the text with every run of digits that is no quantity overwritten, each place kept."""
    return mask_codes(mask_dates(text))


def _overwrite(match: re.Match[str]) -> str:
    return MASK * len(match[0])


def _overwrite_code(match: re.Match[str]) -> str:
    digits = _DIGITS.match(match[0])
    unit = read_unit(match[0], digits.end()) if digits and digits.end() else None
    if unit is not None and unit.end == len(match[0]):
        return match[0]
    return _overwrite(match)

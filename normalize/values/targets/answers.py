"""Answers in words held against their target: 不健全 denies 健全, 未发生 answers 0起, 未超预算 answers 不超预算."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any

from normalize.parts import Indicator, Quantity
from normalize.values.comparator import CEILING
from normalize.values.settings import SETTINGS
from normalize.values.text import fold_text, is_blank

_PUNCTUATION = "。;,、.!\"“”'()"
_CLAUSE = re.compile("[。;,]")
_DIGIT = re.compile(r"[0-9]")


@cache
def _words() -> dict[str, Any]:
    data: dict[str, Any] = tomllib.loads(
        resources.files("normalize.values.targets").joinpath("answers.toml").read_text("utf-8")
    )
    return data


@cache
def _negation() -> re.Pattern[str]:
    negations, between = _choose(_words()["negations"]["words"]), _choose(_words()["between"]["words"])
    return re.compile(f"(?:{negations})(?:{between})?")


@cache
def _no_negation() -> re.Pattern[str]:
    return re.compile(_choose(_words()["no_negation"]["words"]))


def _choose(words: list[str]) -> str:
    longest_first = sorted(map(re.escape, words), key=len, reverse=True)
    return "|".join(longest_first)


def answer_in_words(line: Indicator) -> bool | None:
    """Tell whether the words of an actual meet the target; None where they don't tell."""
    target, actual = _trim(line.target), _trim(line.actual)
    for read in (
        _answer_budget,
        _answer_nothing,
        _answer_negated,
        _answer_all,
        _answer_order,
        _answer_by_contrary,
    ):
        told = read(target, actual, line)
        if told is not None:
            return told
    if _denies(target, actual):
        return False
    return True if _repeats(target, actual) else None


def denies_completion(text: str) -> bool:
    """Tell whether an answer begins by saying that what was planned was not done."""
    return _trim(text).startswith(tuple(_words()["met"]["missed"]))


def measures_mishap(line: Indicator) -> bool:
    """Tell whether a line is about what should not happen, as 安全事故 or 0起."""
    things = _words()["nothing"]["things"]
    return any(word in f"{line.level3}{line.content}{line.target}" for word in things)


def tells_nothing_happened(text: str) -> bool:
    """Tell whether an answer says that nothing happened, as 未发生 or 零投诉."""
    trimmed = _trim(text)
    nothing = _words()["nothing"]
    things = _choose(nothing["things"])
    pattern = f"(?:{_choose(nothing['answers'])})(?:[安全质量重大生产任何群众责任]*(?:{things})[\u4e00-\u9fff]{{0,4}}|情况)?"
    is_zero = (
        re.fullmatch(f"0(?:{_choose([*nothing['units'], *nothing['zero_units']])})?", trimmed) is not None
    )
    is_told = re.fullmatch(pattern, trimmed) is not None and trimmed != "未"
    return is_zero or is_told


def counts_mishap(quantity: Quantity, line: Indicator) -> bool:
    """Tell whether a number of the actual counts what should not have happened."""
    nothing = _words()["nothing"]
    happened = fold_text(line.actual).startswith(tuple(nothing["happened"]))
    return quantity.unit in nothing["units"] or happened or measures_mishap(line)


def tells_difference(before: str) -> bool:
    """Tell whether the words before a number make it a distance from the budget, as 超预算20万元."""
    words = _choose(_words()["budgets"]["differences"])
    return re.search(f"(?:{words})(?:资金|经费|金额)?(?:了|约|共|为)?$", before) is not None


def _trim(text: str) -> str:
    return fold_text(text).strip(_PUNCTUATION)


def _targets(line: Indicator) -> list[Quantity]:
    return [quantity for quantity in line.quantities if quantity.field == "target"]


def _actuals(line: Indicator) -> list[Quantity]:
    return [quantity for quantity in line.quantities if quantity.field == "actual"]


def _answer_budget(target: str, actual: str, line: Indicator) -> bool | None:
    budgets = _words()["budgets"]
    asks_for_budget = any(word in target for word in budgets["targets"])
    quantities = _targets(line)
    is_ceiling = len(quantities) == 1 and _is_ceiling_of_money(quantities[0], line)
    if not asks_for_budget and not is_ceiling:
        return None
    within = any(word in actual for word in budgets["within"])
    over = _holds_unnegated(actual, budgets["over"])
    return None if within == over else within


def _is_ceiling_of_money(target: Quantity, line: Indicator) -> bool:
    is_money = (target.base_unit or "").startswith("元")
    names = f"{line.level2}{line.level3}{line.content}"
    return is_money and any(word in names for word in _words()["budgets"]["names"])


def _holds_unnegated(text: str, words: list[str]) -> bool:
    return any(_is_unnegated(text, match) for match in re.finditer(_choose(words), text))


def _is_unnegated(text: str, match: re.Match[str]) -> bool:
    before = text[: match.start()]
    return not before.endswith(tuple(_words()["negations"]["words"]))


def _answer_nothing(target: str, actual: str, line: Indicator) -> bool | None:
    """Hold an answer against a target that nothing happen: 无事故, 0起, 不发生, 零投诉, ≤1起."""
    quantities = _targets(line)
    is_zero = len(quantities) == 1 and quantities[0].value == 0
    is_ceiling = len(quantities) == 1 and quantities[0].comparator in CEILING
    thing = _find_unwanted(target)
    if tells_nothing_happened(actual):
        is_wanted = is_zero or is_ceiling or thing is not None
        is_placeholder = is_blank(actual) and not measures_mishap(line)
        return True if is_wanted and not is_placeholder else None
    if not (is_zero or thing is not None):
        return None
    if _tells_it_happened(actual, thing, line):
        return False
    return None


def _answer_negated(target: str, actual: str, _: Indicator) -> bool | None:
    """Hold an answer against a target with a negation: 拖欠 misses 不拖欠, 未拖欠 meets it."""
    if _DIGIT.search(target + actual):
        return None
    unwanted = {rest for rest in _list_without_negation(target) if len(rest) > 1}
    happened = _choose(_words()["nothing"]["happened"])
    if re.sub(f"^(?:{happened})", "", actual) in unwanted or actual in unwanted:
        return False
    is_denied = any(rest in unwanted for rest in _list_without_negation(actual))
    return True if is_denied else None


def _find_unwanted(target: str) -> str | None:
    """Return what a target wants not to happen, as 事故 of 无事故; None for another target."""
    nothing = _words()["nothing"]
    match = re.fullmatch(f"(?:{_choose(nothing['targets'])})([\u4e00-\u9fff]*)", target)
    if match is None or _no_negation().match(target):
        return None
    is_bare = not match[1] and target in nothing["bare_targets"]
    is_thing = any(word in match[1] for word in nothing["things"])
    return match[1] if is_bare or is_thing else None


def _tells_it_happened(actual: str, thing: str | None, line: Indicator) -> bool:
    first = _CLAUSE.split(actual)[0]
    numbers = [quantity for quantity in _actuals(line) if quantity.value > 0]
    happened = tuple(_words()["nothing"]["happened"])
    openings = (*happened, thing) if thing else happened
    if numbers and first.startswith((*openings, fold_text(numbers[0].text))):
        return counts_mishap(numbers[0], line)
    if _DIGIT.search(actual) or _negation().search(_no_negation().sub("", first)):
        return False
    return first.startswith(happened) and (thing or "") in first


def _answer_all(target: str, actual: str, line: Indicator) -> bool | None:
    """Hold an answer that says all at once: 达成年度指标, 已达标, 未完成."""
    met = _words()["met"]
    is_denial = actual.startswith(tuple(met["missed"]))
    quantities = _targets(line)
    if is_denial and not _DIGIT.search(actual):
        is_wanted = not quantities or quantities[0].comparator not in CEILING
        return False if is_wanted and _find_unwanted(target) is None and not _is_negated(target) else None
    if quantities:
        return None
    adverbs = _choose(met["adverbs"])
    is_met = re.fullmatch(f"(?:{adverbs})?(?:{_choose(met['words'])})", actual) is not None
    return True if is_met else None


def _answer_order(target: str, actual: str, _: Indicator) -> bool | None:
    orders = _words()["orders"]
    places = [_find_place(word, orders) for word in (target, actual)]
    if places[0] is None or places[1] is None:
        return None
    return places[1] <= places[0]


def _find_place(word: str, orders: dict[str, Any]) -> int | None:
    plain = orders["synonyms"].get(word, word)
    return orders["words"].index(plain) if plain in orders["words"] else None


def _answer_by_contrary(target: str, actual: str, _: Indicator) -> bool | None:
    if len(actual) > SETTINGS.answer_characters or _is_negated(target):
        return None
    for word, contraries in _words()["contraries"].items():
        is_asked = target == word or (len(word) > 1 and word in target)
        if is_asked and _is_contrary(actual, contraries, target):
            return False
    return None


def _is_contrary(actual: str, contraries: list[str], target: str) -> bool:
    """Tell whether an answer is a contrary, alone or of what the target speaks of: 收入下降, 逾期2个月."""
    for word in contraries:
        if actual == word:
            return True
        rest = actual.replace(word, "", 1)
        is_contrary = len(word) > 1 and rest != actual and not _is_negated(rest)
        is_of_target = rest in target or _says_no_more(rest) or rest[:1].isdigit()
        if is_contrary and is_of_target:
            return True
    return False


def _says_no_more(rest: str) -> bool:
    """Tell whether what stands around a contrary adds nothing: 明显下降, 存在违规行为."""
    degrees = _words()["degrees"]
    beside = _choose([*degrees["words"], *degrees["nouns"], *_words()["nothing"]["happened"]])
    return re.fullmatch(f"(?:{beside})*", rest) is not None


def _is_negated(text: str) -> bool:
    return _negation().search(_no_negation().sub("", text)) is not None


def _denies(target: str, actual: str) -> bool:
    """Tell whether an answer is the target's own words with a negation in them."""
    if _is_negated(target) or not target or _DIGIT.search(target):
        return False
    first = _CLAUSE.split(actual)[0]
    return any(_is_part(rest, target) for rest in _list_without_negation(first))


def _list_without_negation(text: str) -> Iterator[str]:
    for match in _negation().finditer(text):
        if _no_negation().match(text, match.start()):
            continue
        word = match[0]
        bare = _choose(_words()["negations"]["words"])
        shortest = re.match(bare, word)
        ends = {match.end(), match.start() + (shortest.end() if shortest else 0)}
        for end in sorted(ends):
            yield text[: match.start()] + text[end:]
            yield text[end:]


def _is_part(words: str, target: str) -> bool:
    """Tell whether words are those of the target, or most of them."""
    if not words:
        return False
    if words == target or words.startswith(target):
        return True
    return len(words) > 1 and (target.endswith(words) or target.startswith(words))


def _repeats(target: str, actual: str) -> bool:
    """Tell whether an answer says again what the target says, or the same in other words."""
    if _DIGIT.search(target + actual) or any(word in actual for word in _words()["weak"]["words"]):
        return False
    adverbs = _choose(_words()["met"]["adverbs"])
    bare = re.sub(f"^(?:{adverbs})+", "", actual)
    bare = bare.removesuffix("了")
    if bare == target:
        return True
    return any(target in group and bare in group for group in _words()["same"]["groups"])

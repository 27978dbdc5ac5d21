"""Numbers that decide how values are read, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class ValueSettings:
    """Limits and weights. They are what samples show; none is measured further unless its comment says so."""

    # lengths: longer runs are codes or broken text
    number_digits: int = 20
    numeral_characters: int = 24
    spelt_out_digits: int = 3  # the shortest year or number that is spelt out, as 二〇二
    unit_characters: int = 8  # of a unit's name
    noun_under_characters: int = 4  # of an unlisted noun under the stroke of a price, as 席 in 元/席·月
    comparator_characters: int = 7  # of a comparing word, and between it and its number
    ahead_characters: int = 10  # before a number, in which a word ahead of its clause may stand

    # rates
    largest_ratio: int = 2  # no form prints a rate of more than 200% as a ratio

    largest_bare_rate: int = 10  # a rate of more than 1000% without its sign is an amount (observed)

    # targets and actuals, where one of the two leaves its percent sign out: how many times one may be the
    # other.
    # A ratio is seldom written beside a percentage that it is far from, a percentage without its sign may
    # well be; a
    # percentage beside a bare target may as well be the share of it that was done (200 and 100%).
    ratio_times: Decimal = Decimal(3)
    without_sign_times: Decimal = Decimal(10)
    bare_target_times: Decimal = Decimal("1.5")
    answer_characters: int = 12  # an answer in words; longer ones are prose that tells more than one thing
    dated_characters: int = 40  # at the front of an actual, that may tell when it was done

    # what a number counts (benchmarks/counted_nouns.py)
    noun_after_characters: int = 10  # after a number
    noun_after_two_verbs: int = (
        4  # characters of a noun that two verbs stand before: of 印制宣传手册 宣传 stays
    )
    sure_noun_characters: int = 3  # shorter words hold no verb beside a noun of two characters

    # what is kept in memory: an archive's forms have many texts in common, long ones seldom come again
    kept_texts: int = 8192
    kept_characters: int = 80
    kept_clauses: int = 4096


SETTINGS = ValueSettings()

"""People's corrections as test cases: what a reading of the same file should give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hebiao.output import as_json
from hebiao.review.correcting import states_of
from store.correcting import corrections

if TYPE_CHECKING:
    from sqlalchemy import Engine

CASE = ("sha256", "form_ordinal", "entity", "row_key", "field", "before", "after")


def correction_cases(engine: Engine) -> str:
    """Give as JSON the corrections that were not undone."""
    kept = [one for one, state in states_of(engine, corrections(engine)).items() if state != "undone"]
    return as_json(CASE, [[getattr(one, name) for name in CASE] for one in kept])

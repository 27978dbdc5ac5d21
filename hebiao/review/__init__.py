"""What waits for a person, what may be right instead, and what the person decides on it."""

from hebiao.review.correcting import correct, take_back
from hebiao.review.items import Item
from hebiao.review.queue import (
    NewText,
    count_decisions,
    count_waiting,
    decide,
    last_decision,
    list_items,
    list_waiting,
    list_waiting_in,
    undo,
)
from hebiao.review.reapplying import (
    CASE_FIELDS,
    AuditedForm,
    apply_corrections,
    find_lost,
    find_states,
    list_cases,
)

__all__ = [
    "CASE_FIELDS",
    "AuditedForm",
    "Item",
    "NewText",
    "apply_corrections",
    "correct",
    "count_decisions",
    "count_waiting",
    "decide",
    "find_lost",
    "find_states",
    "last_decision",
    "list_cases",
    "list_items",
    "list_waiting",
    "list_waiting_in",
    "take_back",
    "undo",
]

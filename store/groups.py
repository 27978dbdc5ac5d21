"""What scores can be compared by."""

from __future__ import annotations

FORM_GROUPS = ("department", "year", "kind", "supervisor", "project", "grade", "verdict")
LEVEL_GROUPS = ("level1", "level2")
GROUPS = (*FORM_GROUPS, *LEVEL_GROUPS)

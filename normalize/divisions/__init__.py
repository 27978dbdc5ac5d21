"""China's administrative divisions (行政区划), also past ones, and the place that a unit's name tells."""

from normalize.divisions.find import UnitPlace, find_unit_place

__all__ = ["UnitPlace", "find_unit_place"]

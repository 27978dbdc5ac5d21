"""A form as an accountant reads it: lines, sums, subtotals and execution, built once."""

from audit.ledger.ledger import WHOLE, Ledger, add_printed, build_ledger

__all__ = ["WHOLE", "Ledger", "add_printed", "build_ledger"]

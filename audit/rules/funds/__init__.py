"""Spending: the budget, the execution rate, and the score that it earns."""

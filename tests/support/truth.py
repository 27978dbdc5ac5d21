"""What the truth of the samples tells: rules that mistakes are seeded for, and numbers of a fund row."""

SEEDED = {
    "score-total",
    "weight-total",
    "fund-total",
    "execution-rate",
    "score-over-weight",
    "unexplained-deduction",
}
FUND_NUMBERS = (
    "initial_yuan",
    "budget_yuan",
    "executed_yuan",
    "transferred_yuan",
    "amount_yuan",
    "rate",
    "weight",
    "score",
)

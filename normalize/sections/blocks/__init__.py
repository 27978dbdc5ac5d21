"""The blocks of a form: which rows are head, funds, goals, indicators, total and foot, by their labels."""

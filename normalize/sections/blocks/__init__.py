"""The blocks of a form: which rows are its head, funds, goals, indicators, total and foot, by their labels."""

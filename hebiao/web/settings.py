"""Limits of the pages and the API: how much they show, take and wait for, in one place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WebSettings:
    """Numbers that decide.

    None is measured: they are what a screen holds, a person waits for, or a small machine bears.
    """

    # lists
    page_rows: int = 50
    search_chars: int = 200
    values_a_facet: int = 50  # of one facet in an address
    page_number_digits: int = 6  # a longer number in an address is none

    # the overview's cards and charts
    listed_years: int = 20
    listed_kinds: int = 8
    listed_departments: int = 30
    charted_years: int = 50
    charted_departments: int = 20

    # comparisons
    departments_at_first: int = 6
    compared_departments: int = 12  # more lines are not told apart in a chart
    suggested_names: int = 1000
    suggested_words: int = 10
    department_keywords: int = 8
    compared_rows: int = 300
    name_pairs: int = 100
    missed_departments: int = 15
    rounding_departments: int = 30

    # a form beside its file
    drawn_pages: int = 60
    shown_lines: int = 2000
    shown_table_rows: int = 1000
    lines_around: int = 3  # above and below the form's own lines of a text file

    # the review
    coming_items: int = 12
    name_chars: int = 40
    answer_chars: int = 20_000

    # questions in SQL
    sql_seconds: float = 10.0
    sql_at_a_time: int = 4  # so that the pages are answered meanwhile
    sql_chars: int = 20_000
    sql_shown_rows: int = 1_000
    sql_file_rows: int = 100_000
    sql_cell_chars: int = 2000

    # every other query of a page
    query_seconds: float = 20.0

    # pages as pictures
    picture_px_a_point: float = 2.0
    picture_side_px: int = 4000
    picture_seconds: float = 20.0
    picture_workers: int = 2
    picture_cache_bytes: int = 2**30

    # the API
    api_rows: int = 1000
    api_shares: int = 1000

    cookie_seconds: int = 365 * 24 * 3600


SETTINGS = WebSettings()

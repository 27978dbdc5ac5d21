"""The room's limits: how much goes into one statement or commit, and how long a question may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Every number of the room that could be another one.

    Batches bound memory and how long a writer holds its turn; they change no result. None of them was tuned
    beyond what its comment says.
    """

    documents_a_commit: int = 64
    hashes_a_query: int = 500  # SHA-256 in one `in (...)`
    places_a_query: int = 500  # contents with a path, looked up at once
    listed_forms_a_query: int = 500
    exported_rows_at_once: int = 1_000
    reviewed_rows_at_once: int = 1_000
    indexed_forms_at_once: int = 200
    searched_forms_at_once: int = 100
    values_an_insert: int = 5_000  # SQLite's driver takes a third longer row by row (store_rows.py)
    numbers_kept: int = 2**16  # written numbers whose value is remembered while rows are bound

    writer_wait_ms: int = 30_000  # how long SQLite waits for another writer
    page_look_instructions: int = 20_000  # of SQLite's machine, between two looks at the clock
    question_look_instructions: int = 1_000  # a user's SQL is looked at more often than a page's

    answer_bytes: int = 100_000_000
    value_bytes: int = 1_000_000  # nothing breaks off one call of instr, which takes the square of them
    like_pattern_chars: int = 1_000
    answer_columns: int = 500

    shortest_word_chars: int = 2  # a bigram
    longest_word_chars: int = 64
    piece_chars: int = 1_000  # of folded text in one row of FTS5
    snippet_before_chars: int = 16
    snippet_after_chars: int = 48

    alike_least_score: float = 85.0  # of rapidfuzz's ratio, 100 is the same; observed on samples
    own_office_score: float = 95.0  # for 民政局(本级) and 民政局机关, whatever their letters
    alike_most_letters: int = 2  # that one of two names may have more


SETTINGS = StoreSettings()

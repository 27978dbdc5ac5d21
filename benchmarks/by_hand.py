"""What a user would write instead: pdfplumber's tables, cleaned a little, into SQL by pandas."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pandas as pd
import pdfplumber


def load(folder: str, database: str, most: int) -> int:
    """Put the tables of the first ``most`` files into one SQL table, cell by cell, and give how many files that were."""
    files = sorted(Path(folder).rglob("*.pdf"))[:most]
    with sqlite3.connect(database) as connection:
        for path in files:
            with pdfplumber.open(path) as pdf:
                tables = [(page.page_number, table) for page in pdf.pages for table in page.extract_tables()]
            frames = [pd.DataFrame(table).assign(file=path.name, page=page) for page, table in tables]
            rows = pd.concat(frames).melt(
                ["file", "page"], var_name="column", value_name="text", ignore_index=False
            )
            rows["text"] = rows["text"].str.replace(r"\s+", "", regex=True)
            rows["number"] = pd.to_numeric(
                rows["text"].str.replace(r"[,%分]", "", regex=True), errors="coerce"
            )
            rows.to_sql("cell", connection, if_exists="append", index_label="row")
    return len(files)


if __name__ == "__main__":
    print(load(sys.argv[1], sys.argv[2], int(sys.argv[3])))

"""A database of a great many forms, made by plain SQL: what they say matters less than that there are so many."""

from sqlalchemy import Engine, text

_NUMBERS = "with recursive n (i) as (select 1 union all select i + 1 from n where i < :forms)"
_MADE_BY = {
    "document": """select i, '/forms/' || i || '.pdf', i || '.pdf', 'hash ' || i, 'pdf', 1, 1000, 'imported', 'pdfium', '1',
        '2026-01-01 00:00:00', 1, 1, 0, 0, 0 from n""",
    "form": """select i, i, 1, case i % 3 when 0 then 'department' else 'project' end, '项目支出绩效自评表' || i,
        case i % 50 when 0 then null else 2016 + i % 9 end, case i % 70 when 0 then null else '第' || (i % 2000) || '号局' end,
        '第' || (i % 7919) || '个项目', 100, 80 + (i * 7 % 2001) / 100.0,
        case i % 4 when 0 then 'differs' when 1 then 'unchecked' else 'agrees' end from n""",
    "indicator": """select i, i, 1, '产出指标', '数量指标', '指标' || i, '≥' || (i % 100) || '%', '95%', 10, 10, '', '', '10', '10', 0, 0
        from n""",
    "finding": """select i, i, case i % 5 when 0 then 'over-budget' when 1 then 'grade' else 'score-total' end,
        case i % 5 when 0 then 'warning' else 'error' end, 'form', '总分不符' from n""",
}
_COLUMNS = {
    "document": """id, path, name, sha256, format, pages, bytes, status, engine, version, imported_at, glyphs, glyphs_in_cells,
        glyphs_outside, second_looks, second_seconds""",
    "form": "id, document_id, ordinal, kind, title, year, department, project, weight_total, score_total, verdict",
    "indicator": """id, form_id, ordinal, level1, level2, level3, target, actual, weight, score, reason, measures, weight_text,
        score_text, is_sub, is_execution""",
    "finding": "id, form_id, rule, severity, cause, message",
}


def fill(engine: Engine, forms: int) -> None:
    """Put ``forms`` forms into an SQLite database, each with an indicator and a finding."""
    with engine.begin() as connection:
        for table, made in _MADE_BY.items():
            connection.execute(
                text(f"insert into {table} ({_COLUMNS[table]}) {_NUMBERS} {made}"), {"forms": forms}
            )
        connection.execute(text("analyze"))

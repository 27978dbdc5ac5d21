"""Forms and findings to SQL and back.

What other rooms may use. A name is imported when it is asked for, so that whoever only opens a database or
asks it in SQL needs no other room, and a worker needs no SQLAlchemy.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from store.entities import AMOUNTS, CELLS, GROUPS, MANY, TEXTS, column_of, key_of
from store.errors import QueryError, SameName, StoreError, StoreRefusal, UnknownForm, WrongArgument
from store.values import clean

if TYPE_CHECKING:
    from store.engine.connecting import open_reader
    from store.messages import read_explanation, read_message, read_messages
    from store.migrations.opening import open_store, upgrade_store
    from store.people.correcting import (
        Correction,
        FormChange,
        correct_form,
        find_files,
        find_form_at,
        group_corrections,
        group_corrections_now,
        list_corrections,
    )
    from store.people.deciding import (
        DECISIONS,
        DOUBTFUL,
        RANKS,
        UNDO,
        Decision,
        FormPlace,
        ItemKey,
        count_items,
        describe_seen,
        find_place,
        find_places,
        find_unsettled_forms,
        keep_decision,
        list_decisions,
    )
    from store.people.names import NameSuggestion, decide_name, read_department_names, suggest_names
    from store.people.questions import KeptQuestion, drop_question, keep_question, list_questions
    from store.read.asking import QueryLimits, query_frame, query_rows
    from store.read.comparing import (
        IndicatorScore,
        Roundness,
        YearScore,
        compare_indicator,
        compare_years,
        count_indicator_points,
        count_missed_by_department,
        count_total_scores,
        find_missed_with_full_score,
        list_departments,
        list_indicator_names,
        measure_roundness,
    )
    from store.read.documents import (
        DocumentLine,
        FailedFile,
        Original,
        Standing,
        count_documents_by_status,
        find_document_of,
        find_neighbours,
        find_original,
        find_standing,
        forget_failures,
        list_cut_short,
        list_documents,
        list_failures,
        list_forms_of,
        mark_read_again,
    )
    from store.read.findings import (
        FindingLine,
        FindingPlace,
        count_findings,
        find_finding_places,
        find_findings,
        list_findings,
    )
    from store.read.forms import SORTS, FormLine, ListedForm, count_forms, find_forms, list_forms, list_years
    from store.read.loading import load_form
    from store.read.overview import (
        VERDICTS,
        FormShare,
        FormTotals,
        RuleShare,
        ScoreSpread,
        compare_spreads,
        count_rule_shares,
        count_shares,
        count_totals,
    )
    from store.read.scoring import ScoreLine, compare_scores
    from store.read.tables import (
        ExportColumn,
        ExportTable,
        Relation,
        list_export_tables,
        list_relations,
        open_snapshot,
        read_table,
    )
    from store.record import CODES_WITHOUT_OCR, CUT_SHORT, LOST_STATUSES, UNRECOGNISED, Record
    from store.search.filtering import EVERYTHING, FACETS, NONE, FormFilter
    from store.search.indexing import rebuild_index
    from store.search.searching import (
        SearchHit,
        Snippet,
        SnippetPiece,
        count_found_forms,
        find_snippets,
        search_texts,
    )
    from store.search.words import find_keywords, suggest_words
    from store.write.ready import Audited, ReadyForm, ReadyForms, make_ready_forms
    from store.write.runs import begin_run, find_interrupted_rereading, keep_run
    from store.write.saving import add_paths, save_records

__all__ = [
    "AMOUNTS",
    "CELLS",
    "CODES_WITHOUT_OCR",
    "CUT_SHORT",
    "DECISIONS",
    "DOUBTFUL",
    "EVERYTHING",
    "FACETS",
    "GROUPS",
    "LOST_STATUSES",
    "MANY",
    "NONE",
    "RANKS",
    "SORTS",
    "TEXTS",
    "UNDO",
    "UNRECOGNISED",
    "VERDICTS",
    "Audited",
    "Correction",
    "Decision",
    "DocumentLine",
    "ExportColumn",
    "ExportTable",
    "FailedFile",
    "FindingLine",
    "FindingPlace",
    "FormChange",
    "FormFilter",
    "FormLine",
    "FormPlace",
    "FormShare",
    "FormTotals",
    "IndicatorScore",
    "ItemKey",
    "KeptQuestion",
    "ListedForm",
    "NameSuggestion",
    "Original",
    "QueryError",
    "QueryLimits",
    "ReadyForm",
    "ReadyForms",
    "Record",
    "Relation",
    "Roundness",
    "RuleShare",
    "SameName",
    "ScoreLine",
    "ScoreSpread",
    "SearchHit",
    "Snippet",
    "SnippetPiece",
    "Standing",
    "StoreError",
    "StoreRefusal",
    "UnknownForm",
    "WrongArgument",
    "YearScore",
    "add_paths",
    "begin_run",
    "clean",
    "column_of",
    "compare_indicator",
    "compare_scores",
    "compare_spreads",
    "compare_years",
    "correct_form",
    "count_documents_by_status",
    "count_findings",
    "count_forms",
    "count_found_forms",
    "count_indicator_points",
    "count_items",
    "count_missed_by_department",
    "count_rule_shares",
    "count_shares",
    "count_total_scores",
    "count_totals",
    "decide_name",
    "describe_seen",
    "drop_question",
    "find_document_of",
    "find_files",
    "find_finding_places",
    "find_findings",
    "find_form_at",
    "find_forms",
    "find_interrupted_rereading",
    "find_keywords",
    "find_missed_with_full_score",
    "find_neighbours",
    "find_original",
    "find_place",
    "find_places",
    "find_snippets",
    "find_standing",
    "find_unsettled_forms",
    "forget_failures",
    "group_corrections",
    "group_corrections_now",
    "keep_decision",
    "keep_question",
    "keep_run",
    "key_of",
    "list_corrections",
    "list_cut_short",
    "list_decisions",
    "list_departments",
    "list_documents",
    "list_export_tables",
    "list_failures",
    "list_findings",
    "list_forms",
    "list_forms_of",
    "list_indicator_names",
    "list_questions",
    "list_relations",
    "list_years",
    "load_form",
    "make_ready_forms",
    "mark_read_again",
    "measure_roundness",
    "open_reader",
    "open_snapshot",
    "open_store",
    "query_frame",
    "query_rows",
    "read_department_names",
    "read_explanation",
    "read_message",
    "read_messages",
    "read_table",
    "rebuild_index",
    "save_records",
    "search_texts",
    "suggest_names",
    "suggest_words",
    "upgrade_store",
]

# the names by the module that holds them
_HOMES = {
    "engine.connecting": "open_reader",
    "migrations.opening": "open_store upgrade_store",
    "messages": "read_explanation read_message read_messages",
    "people.correcting": (
        "Correction FormChange correct_form find_files find_form_at group_corrections "
        "group_corrections_now list_corrections"
    ),
    "people.deciding": (
        "DECISIONS DOUBTFUL RANKS UNDO Decision FormPlace ItemKey count_items describe_seen "
        "find_place find_places find_unsettled_forms keep_decision list_decisions"
    ),
    "people.names": "NameSuggestion decide_name read_department_names suggest_names",
    "people.questions": "KeptQuestion drop_question keep_question list_questions",
    "read.asking": "QueryLimits query_frame query_rows",
    "read.comparing": (
        "IndicatorScore Roundness YearScore compare_indicator compare_years "
        "count_indicator_points count_missed_by_department count_total_scores "
        "find_missed_with_full_score list_departments list_indicator_names measure_roundness"
    ),
    "read.documents": (
        "DocumentLine FailedFile Original Standing count_documents_by_status find_document_of "
        "find_neighbours find_original find_standing forget_failures list_documents "
        "list_cut_short list_failures list_forms_of mark_read_again"
    ),
    "read.findings": (
        "FindingLine FindingPlace count_findings find_finding_places find_findings list_findings"
    ),
    "read.forms": "SORTS FormLine ListedForm count_forms find_forms list_forms list_years",
    "read.loading": "load_form",
    "read.overview": (
        "VERDICTS FormShare FormTotals RuleShare ScoreSpread compare_spreads count_rule_shares "
        "count_shares count_totals"
    ),
    "read.scoring": "ScoreLine compare_scores",
    "read.tables": (
        "ExportColumn ExportTable Relation list_export_tables list_relations open_snapshot read_table"
    ),
    "record": "CODES_WITHOUT_OCR CUT_SHORT LOST_STATUSES UNRECOGNISED Record",
    "search.filtering": "EVERYTHING FACETS NONE FormFilter",
    "search.indexing": "rebuild_index",
    "search.searching": "SearchHit Snippet SnippetPiece count_found_forms find_snippets search_texts",
    "search.words": "find_keywords suggest_words",
    "write.ready": "Audited ReadyForm ReadyForms make_ready_forms",
    "write.runs": "begin_run find_interrupted_rereading keep_run",
    "write.saving": "add_paths save_records",
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names.split():
            return getattr(import_module(f"store.{module}"), name)
    raise AttributeError(f"module 'store' has no attribute {name!r}")

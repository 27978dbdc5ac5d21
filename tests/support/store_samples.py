"""Records for the store's tests, and a fresh database for each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, make_url, text

import store
from audit.finding import Audit, Check, Finding
from extract import message
from extract.grid import Box
from normalize import FieldReading, Form, Fund, Goal, Header, Indicator, Level, Quantity
from support.sentences import as_told

D = Decimal
VERSION = "1.0"


def url_in(folder: Path, name: str = "forms.db") -> str:
    """A database that nothing is in: an SQLite file, or one on the PostgreSQL server of HEBIAO_TEST_DB."""
    server = os.environ.get("HEBIAO_TEST_DB")
    if not server:
        return f"sqlite:///{folder / name}"
    return _made(server, f"forms_{uuid4().hex}", "template1")


def _made(server: str, name: str, template: str) -> str:
    with _server(server) as connection:
        connection.execute(text(f"create database {name} template {template}"))
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@cache
def _template(server: str) -> str:
    """A database with the schema in it: to copy it is faster than to make the schema for every test."""
    store.open_store(_made(server, "schema", "template1")).dispose()
    return "schema"


@contextmanager
def _server(url: str) -> Iterator[Connection]:
    engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def emptied(server: str) -> Iterator[None]:
    """Drop in the end what ``url_in`` has made."""
    yield
    with _server(server) as connection:
        made = connection.scalars(
            text("select datname from pg_database where datname like 'forms\\_%'")
        ).all()
        for name in made:
            connection.execute(text(f"drop database {name} with (force)"))


def fresh(folder: Path, name: str = "forms.db") -> Engine:
    server = os.environ.get("HEBIAO_TEST_DB")
    return store.open_store(
        _made(server, f"forms_{uuid4().hex}", _template(server)) if server else url_in(folder, name)
    )


def count_rows(engine: Engine) -> dict[str, int]:
    """The rows of each table but the search index: FTS5 keeps what is gone until it is built anew."""
    with engine.connect() as connection:
        names = [
            name for name in inspect(connection).get_table_names() if not name.startswith("search_index")
        ]
        ours = (
            name for name in names if not name.startswith("search_index")
        )  # which keeps what is gone until it is built anew
        return {name: connection.execute(text(f"select count(*) from {name}")).scalar_one() for name in ours}


def box(page: int) -> Box:
    return Box(page=page, x0=70.25, top=100.1, x1=210.7, bottom=118.35, confidence=0.97)


def rich_form(ordinal: int = 1) -> Form:
    """A form with something in every field."""
    return Form(
        ordinal=ordinal,
        kind="project",
        title="项目支出绩效自评表",
        year=2023,
        department="望城区自然资源局",
        project="土地整治",
        supervisor="区财政局",
        money_unit="万元",
        weight_total=D("100.00"),
        score_total=D("95.61"),
        grade="优",
        page_first=1,
        page_last=3,
        headers=(
            Header(1, "填表人", "张三", where={"value": (Box(line=3),)}),
            Header(4, "联系电话", "0731-1"),
        ),
        funds=_funds(),
        goals=(
            Goal(1, "腾地8000亩", "腾地11876.45亩", (_land("actual"),), {"expected": (box(1), box(2))}),
            Goal(2, "", ""),
        ),
        levels=(
            Level(1, 1, "产出指标", D(50)),
            Level(2, 2, "数量指标"),
            Level(3, 1, "效益指标", where={"name": (box(2),)}),
        ),
        indicators=_indicators(),
        columns=("level1", "target", "reason"),
        fund_columns=("budget", "rate"),
        rate_formula="(B-C)/A",
        templates=("填写说明:……",),
        readings=(
            FieldReading("form", 0, "score_total", 1, "95.61", 0.25, chosen=True, confirmed=True),
            FieldReading("fund", 1, "score", 1, "9.81", 0.5),
            FieldReading("fund", 1, "score", 2, "9.61", 1.0, chosen=True),
        ),
        warnings=(message("as-told", text="第2页缺一条线"), message("as-told", text="")),
        where={"score_total": (Box(place="Sheet1!B7"),)},
    )


def _funds() -> tuple[Fund, ...]:
    total = Fund(
        1,
        "年度资金总额",
        total=True,
        list_heading="按收入性质分",
        initial_yuan=D(0),
        budget_yuan=D("8200000"),
        executed_yuan=D("8519200.00"),
        transferred_yuan=D("-0.01"),
        amount_yuan=D("98765432109.87"),
        rate=D("1.0400"),
        weight=D(10),
        score=D("9.61"),
        texts={"budget": "820", "rate": "104.00%", "score": "", "reason": "追加预算"},
        where={"budget": (box(1),), "rate": (box(1),), "source": (box(1),), "weight": (box(1),)},
    )
    return (
        total,
        Fund(2, "一般公共预算", among=True, budget_yuan=D("0.1"), executed_yuan=D("0.2")),
        Fund(3, "其他资金"),
    )


def _indicators() -> tuple[Indicator, ...]:
    land = Indicator(
        1,
        "产出指标",
        "数量指标",
        "腾地面积",
        content="腾地",
        sign="≥",
        target="≥8000亩",
        actual="11876.45亩",
        weight=D("10"),
        score=D("10.000"),
        weight_text="10",
        score_text="10分",
        reason="政策调整",
        measures="加强预算",
        achieved=1,
        levels=(1, 2),
        quantities=(_land("target"), replace(_land("actual"), value_high=D("12000"))),
        where={"score": (box(1), box(2)), "target": (box(1),)},
    )
    happy = Indicator(
        2, "效益指标", None, "满意度", target="≥95%", weight=D(10), score=D(8), achieved=0, levels=(3,)
    )
    return (
        land,
        happy,
        Indicator(5, level3="其中:一", weight=D(10), sub=True),
        Indicator(6, execution=True, score=D("9.61")),
    )


def _land(field: str) -> Quantity:
    return Quantity(field, 1, "腾地11876.45亩", "=", D("11876.45"), None, "亩", D("11876.45"), "亩", "腾地")


def rich_audit() -> Audit:
    return Audit(
        findings=(
            Finding(
                "score-total",
                "error",
                as_told("总分不符"),
                field="score_total",
                stated=D("95.61"),
                computed=D("27.61"),
                tolerance=D(0),
            ),
            Finding(
                "over-budget",
                "warning",
                as_told("超预算31.92万元"),
                "reading",
                fund=1,
                explanation=as_told("四舍五入"),
            ),
            Finding(
                "unexplained-deduction",
                "warning",
                as_told("扣分无原因"),
                indicator=2,
                field="score",
                stated=D(8),
                computed=D(10),
            ),
            Finding("over-achieved", "info", as_told("超额完成"), indicator=1),
        ),
        checks=(
            Check(
                "execution-rate",
                "differs",
                D("1.04"),
                D("1.0389"),
                explanation=as_told("按整数百分比"),
                fund=1,
                field="rate",
            ),
            Check("grade", "unchecked", missing=as_told("等级标准")),
        ),
        verdict="differs",
    )


def record(key: str = "a.pdf", /, *forms: Form, **changes: object) -> store.Record:
    """A document whose content is its key, with one rich form unless others are given."""
    forms = forms or (rich_form(),)
    made = store.Record(
        sha256=f"sha256 of {key}",
        path=f"/data/2023/{key}",
        name=key,
        format="pdf",
        pages=3,
        bytes=12345,
        status="imported",
        engine="pdfium",
        version=VERSION,
        warnings=(message("as-told", text="字体缺失"),),
        forms=tuple((form, rich_audit() if form.funds else Audit((), (), "unchecked")) for form in forms),
        glyphs=10,
        glyphs_in_cells=8,
        glyphs_outside=2,
    )
    return replace(made, **changes)


def no_form(
    key: str = "letter.pdf", status: str = "no-form", error: str = "没有找到绩效自评表"
) -> store.Record:
    return record(key, status=status, error=message("as-told", text=error), forms=())

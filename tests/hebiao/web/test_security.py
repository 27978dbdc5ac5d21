"""Who may ask, what is answered to whom, and what no request reaches."""

import hashlib
import shutil

import pytest

from support.paths import SAMPLES

pytest.importorskip("fastapi", reason="the pages need the extra [web]")

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import store
from hebiao.web.app import PAGE_ROUTERS, make_app
from hebiao.web.http.security import Access, access_to
from hebiao.web.http.static_files import static_files
from store import open_reader
from support.store_samples import fresh, record, url_in

PDF = SAMPLES / "碧川区教育局-2023.pdf"


@pytest.fixture
def engine(tmp_path):
    made = fresh(tmp_path)
    yield made
    made.dispose()


def client_of(engine, access=None, host="127.0.0.1", **how):
    return TestClient(make_app(engine, access, **how), base_url=f"http://{host}", follow_redirects=False)


@pytest.mark.parametrize(
    "address", ["/", "/forms", "/form/1", "/forms.csv", "/api/forms", "/static/keys.js", "/openapi.json"]
)
def test_a_head_request_is_answered_as_the_page_is(engine, address):
    store.save_records(engine, [record()])
    client = client_of(engine)
    head, got = client.head(address), client.get(address)
    assert (head.status_code, head.headers["content-type"]) == (200, got.headers["content-type"]), address


def test_a_head_request_of_what_only_takes_writes_is_refused(engine):
    client = client_of(engine)
    assert client.head("/sql/keep").status_code == client.get("/sql/keep").status_code == 405


def test_every_answer_forbids_what_no_page_needs(engine):
    client = client_of(engine)
    for address in ("/", "/nothing", "/static/keys.js", "/forms.csv", "/form/1/pages"):
        headers = client.get(address).headers
        assert headers["content-security-policy"].startswith("default-src 'self';")
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.5", "", "[", "[::1"])
def test_a_name_that_is_not_ours_is_refused(engine, host):
    assert client_of(engine).get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"])
def test_our_own_names_are_answered(engine, host):
    assert client_of(engine).get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "asks"),
    [("127.0.0.1", False), ("localhost", False), ("::1", False), ("0.0.0.0", True), ("192.168.1.7", True)],
)
def test_a_token_is_asked_for_wherever_others_can_reach(host, asks):
    assert (access_to(host).token is not None) == asks


def test_the_token_opens_once_and_a_cookie_keeps_open(engine):
    access = access_to("192.168.1.7")
    client = client_of(engine, access, "192.168.1.7")
    assert (
        client.get("/").status_code
        == client.get("/static/keys.js").status_code
        == client.get("/?token=wrong").status_code
        == 401
    )
    first = client.get(f"/forms?token={access.token}")
    assert (first.status_code, first.headers["location"]) == (303, "/forms")
    assert {"HttpOnly", "SameSite=strict"} <= set(first.headers["set-cookie"].split("; "))
    assert client.get("/forms").status_code == 200


def test_a_write_needs_the_page_s_token_and_comes_from_us(engine):
    access = Access()
    client = client_of(engine, access)
    chosen = {"language": "en", "back": "/forms?year=2020"}
    assert client.post("/settings", data=chosen).status_code == 403
    assert client.post("/settings", data=chosen | {"csrf": "guess"}).status_code == 403
    assert (
        client.post(
            "/settings", data=chosen, headers={"x-csrf-token": access.csrf, "origin": "http://evil.example"}
        ).status_code
        == 403
    )
    for origin in ("http://[", "null", "http://127.0.0.1.evil.example"):
        assert (
            client.post(
                "/settings", data=chosen | {"csrf": access.csrf}, headers={"origin": origin}
            ).status_code
            == 403
        )
    done = client.post(
        "/settings", data=chosen | {"csrf": access.csrf}, headers={"origin": "http://127.0.0.1"}
    )
    assert (done.status_code, done.headers["location"]) == (303, "/forms?year=2020")


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "\\\\evil.example"]
)
def test_going_back_leads_nowhere_else(engine, back):
    access = Access()
    answer = client_of(engine, access).post("/settings", data={"back": back, "csrf": access.csrf})
    assert answer.headers["location"].startswith("/")
    assert not answer.headers["location"].startswith(("//", "/\\"))


def test_every_writing_route_is_guarded(engine):
    client = client_of(engine)
    routes = [route for router in PAGE_ROUTERS for route in router.routes]
    writing = {(method, route.path) for route in routes for method in route.methods - {"GET", "HEAD"}}
    assert ("POST", "/settings") in writing
    for method, path in writing:
        assert client.request(method, path.replace("{", "").replace("}", "")).status_code in {403, 422}, path


@pytest.mark.parametrize(
    "name",
    [
        "../app.py",
        "..%2fapp.py",
        "%2e%2e/app.py",
        "/etc/passwd",
        "vendor/../../texts.toml",
        "vendor/vendored.toml",
    ],
)
def test_no_request_names_a_file(engine, name):
    assert name not in static_files()
    assert client_of(engine).get(f"/static/{name}").status_code == 404


def stored(tmp_path, engine, status="imported", sha256=None):
    file = tmp_path / PDF.name
    shutil.copy(PDF, file)
    content = hashlib.sha256(file.read_bytes()).hexdigest()
    store.save_records(
        engine, [record(path=str(file), name=file.name, sha256=sha256 or content, status=status, pages=1)]
    )
    return file


def test_a_page_is_drawn_once_and_kept(tmp_path, engine):
    file = stored(tmp_path, engine)
    with client_of(engine, cache=tmp_path / "cache") as client:
        drawn = client.get("/document/1/page/1.png")
        assert drawn.content.startswith(b"\x89PNG")
        file.unlink()
        assert client.get("/document/1/page/1.png").content == drawn.content


def test_a_file_that_changed_is_not_shown(tmp_path, engine):
    file = stored(tmp_path, engine)
    file.write_bytes(file.read_bytes() + b"\n")
    with client_of(engine, cache=tmp_path / "cache") as client:
        assert client.get("/document/1/page/1.png").status_code == 404
        assert str(file) in client.get("/form/1/pages").text


def test_a_file_that_failed_is_never_opened(tmp_path, engine):
    stored(tmp_path, engine, status="failed")
    with client_of(engine, cache=tmp_path / "cache") as client:
        assert client.get("/document/1/page/1.png").status_code == 404


def test_a_file_that_breaks_its_worker_is_told_and_the_next_is_shown(tmp_path, engine):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\n" + b"garbage " * 100)
    store.save_records(
        engine,
        [record("x", path=str(broken), sha256=hashlib.sha256(broken.read_bytes()).hexdigest(), pages=1)],
    )
    stored(tmp_path, engine)
    with client_of(engine, cache=tmp_path / "cache") as client:
        assert client.get("/document/1/page/1.png").status_code == 404
        assert "broken.pdf" in client.get("/form/1/pages").text
        assert client.get("/document/2/page/1.png").status_code == 200


def test_a_reader_cannot_write(engine):
    with open_reader(engine, 5.0).connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("delete from form"))


def test_a_question_that_takes_too_long_is_broken_off(tmp_path):
    engine = store.open_store(url_in(tmp_path, "slow.db"))
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    with open_reader(engine, 0.2).connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(endless))
    engine.dispose()

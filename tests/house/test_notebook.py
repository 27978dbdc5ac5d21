import json

import pytest

from support.paths import HOUSE

DOCS = HOUSE / "docs"
NOTEBOOK = DOCS / "five-questions.ipynb"


def cells():
    return json.loads(NOTEBOOK.read_text("utf8"))["cells"]


@pytest.mark.slow
def test_the_notebook_answers_its_questions(monkeypatch, tmp_path):
    matplotlib = pytest.importorskip("matplotlib", reason="the notebook's plots need matplotlib")
    matplotlib.use("Agg")
    monkeypatch.chdir(DOCS)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names = {}
    for cell in cells():
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)
    assert len(matplotlib.pyplot.get_fignums()) == 5
    assert not names["scores"].empty
    assert not names["full"].empty
    assert len(names["money"]) > 10
    matplotlib.pyplot.close("all")


def test_the_notebook_was_run_and_holds_little():
    outputs = [output for cell in cells() for output in cell.get("outputs", [])]
    assert {"stream", "execute_result", "display_data"} == {output["output_type"] for output in outputs}
    assert all(output.get("name") != "stderr" for output in outputs)
    assert NOTEBOOK.stat().st_size < 200_000

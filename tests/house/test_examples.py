"""The Python of the documents runs as it stands."""

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

from support.paths import HOUSE, SAMPLES

DOCUMENTS = sorted(
    path
    for path in (*HOUSE.glob("*.md"), *HOUSE.glob("docs/**/*.md"))
    if "```python" in path.read_text("utf-8")
)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_examples_of_a_document_run(path, tmp_path, monkeypatch):
    (tmp_path / "samples").symlink_to(SAMPLES)
    monkeypatch.chdir(tmp_path)
    document = Sybil(parsers=[PythonCodeBlockParser()]).parse(path)
    examples = list(document.examples())
    for example in examples:
        example.evaluate()
    assert examples

"""Sound forms, what goes wrong with them, and what a reader makes of the files: the parts of the mutation bar."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tests"))  # the writer of small PDFs stands beside the tests

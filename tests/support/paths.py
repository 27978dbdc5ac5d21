"""Where the tests find what they read."""

from pathlib import Path

TESTS = Path(__file__).parents[1]
HOUSE = TESTS.parent
SAMPLES = HOUSE / "samples"
SHARED = HOUSE.parent / "shared"

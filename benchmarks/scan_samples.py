"""Write ``tests/data/scans``: samples as scans of several kinds, which the tests read: ``python benchmarks/scan_samples.py``.

What each prints stands in the ``expected.json`` of its sample.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import cv2
from scan_pages import PARTS
from scans.files import mix_pages, write_file
from scans.kinds import KINDS
from scans.lattice import list_true_cells, list_words
from scans.picture import draw_pages
from scans.prints import HOUSE

assert PARTS, "their import registers the kinds"
FOLDER = HOUSE / "tests" / "data" / "scans"
SAMPLES = {
    "L01": ("families/L01.pdf", "g4 200"),
    "碧川区教育局-2022": ("碧川区教育局-2022.pdf", "tiff"),
    "L05-b": ("families/L05-b.pdf", "grey 150"),
    "云澜市妇幼保健院-2023": ("云澜市妇幼保健院-2023.pdf", "photo 150"),
    "L03b": ("families/L03b.pdf", "jbig2"),
    "L18": ("families/L18.pdf", "searchable 150"),
    "碧川区民政局-2023": ("碧川区民政局-2023.pdf", "mixed 150"),
}
"""By the name of the scan: the sample that is printed, and the kind of scan."""


def main() -> int:
    """Write each scan anew; the same each time on the same libraries."""
    cv2.setNumThreads(1)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (sample, kind_name) in SAMPLES.items():
        kind = KINDS[kind_name]
        chance = Random(f"sample {name}")
        data = Path(HOUSE, "samples", sample).read_bytes()
        pictures = []
        for picture in draw_pages(data, kind.dpi):
            for step in kind.steps:
                picture = step(picture, chance)  # noqa: PLW2901 - each step takes what the last one left
            pictures.append(picture)
        cells = list_true_cells(data)
        words = [list_words(cells.get(number, ()), picture) for number, picture in enumerate(pictures, 1)]
        file = write_file(kind.file, pictures, words, chance)
        if kind.file == "mixed":
            file = mix_pages(data, file, len(pictures) - 1)
        target = FOLDER / f"{name}{file.ending}"
        target.write_bytes(file.data)
        print(target.name, f"{len(file.data) / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

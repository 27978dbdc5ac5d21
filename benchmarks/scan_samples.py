"""Write ``tests/data/scans``: samples as scans of several kinds, which the tests read: ``python benchmarks/scan_samples.py``.

What each prints stands in the ``expected.json`` of its sample.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import cv2
from scan_pages import scan_print
from scans.kinds import KINDS
from scans.picture import draw_pages
from scans.prints import HOUSE

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
        data = Path(HOUSE, "samples", sample).read_bytes()
        file = scan_print(kind, name, data, draw_pages(data, kind.dpi), Random(f"sample {name}")).file
        target = FOLDER / f"{name}{file.ending}"
        target.write_bytes(file.data)
        print(target.name, f"{len(file.data) / 1e3:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""How fast Office, OFD and web files are read: CPU time a file, beside LibreOffice's conversion to PDF and reading that.

``python benchmarks/read_office.py [--rounds 5] [--converted 3]``; the files are ``samples/office`` and every family of
the samples in each format that the tests write. ``--converted`` files of a format go through LibreOffice; where there is
no ``soffice``, only our own times are told.
"""

# ruff: noqa: E402  the folders of the product and of its tests must be found before what is in them
from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from time import process_time

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples"
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "tests")]

import extract
from normalize import decide_seams
from support.ofd import WRITERS as OFD_WRITERS
from support.ofd import write_ofd
from support.same_form import WRITERS, list_pieces

MOST_SECONDS = 0.1  # of CPU time a file, in the mean of every format
ENDINGS = {"docling": "json", "mineru": "json", "markdown": "md", "sheetml": "xml"}
CONVERTED = frozenset({"docx", "doc", "wps", "rtf", "odt", "xlsx", "xls", "et", "xml", "ods", "html"})
"""What LibreOffice opens; a page of HTML opens in its Writer."""


def write_files(folder: Path) -> Iterator[Path]:
    """Yield the kept samples, then each family in each format."""
    others = {".py", ".json"}
    for path in sorted((SAMPLES / "office").iterdir()):
        if path.is_file() and (path.suffix not in others or path.name.count(".") > 1):
            yield path
    for path in sorted((SAMPLES / "families").glob("*.pdf")):
        pieces = list_pieces(decide_seams(extract.read(path)))
        for name, write in WRITERS.items():
            if any(isinstance(piece, extract.Grid) for piece in pieces):
                written = folder / f"{path.stem}.{name}.{ENDINGS.get(name, name)}"
                written.write_bytes(write(pieces))
                yield written
        printed = folder / f"{path.stem}.ofd"
        printed.write_bytes(write_ofd(path.read_bytes(), OFD_WRITERS["plain"]))
        yield printed


def group_files(paths: Sequence[Path]) -> Mapping[str, list[Path]]:
    """Group files by format: their last ending, or what stands before ``.json``."""
    groups: dict[str, list[Path]] = {}
    for path in paths:
        ending = path.suffix[1:]
        groups.setdefault(path.suffixes[-2][1:] if ending == "json" else ending, []).append(path)
    return groups


def measure_ours(path: Path, rounds: int) -> float:
    """Return the median CPU seconds of reading a file to its grids."""
    times: list[float] = []
    for _ in range(rounds):
        began = process_time()
        extract.read(path)
        times.append(process_time() - began)
    return median(times)


def measure_conversion(paths: Sequence[Path]) -> float:
    """Return the mean CPU seconds a file of converting files to PDF in one run, and of reading the PDFs."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder]
        began = measure_children()
        subprocess.run([*command, *map(str, paths)], check=True, capture_output=True)
        spent = measure_children() - began
        made = sorted(Path(folder).glob("*.pdf"))
        began = process_time()
        for path in made:
            extract.read(path)
        return (spent + process_time() - began) / max(1, len(made))


def measure_children() -> float:
    """Return the CPU seconds of all programs that were run."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Run the command line; exit with 1 where a format is slower than the bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--converted", type=int, default=3, help="files of a format that LibreOffice converts"
    )
    told = parser.parse_args()
    has_soffice = shutil.which("soffice") is not None
    if not has_soffice:
        print("no soffice here: conversions are not measured", file=sys.stderr)
    print(
        "| format | files | hebiao, ms a file | slowest | LibreOffice to PDF, then hebiao |\n|---|---|---|---|---|"
    )
    slow: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        groups = group_files(list(write_files(Path(folder))))
        for name, paths in sorted(groups.items()):
            extract.read(paths[0])  # imports are paid once a worker
            times = [measure_ours(path, told.rounds) for path in paths]
            converted = "-"
            if has_soffice and name in CONVERTED:
                converted = f"{measure_conversion(paths[: told.converted]) * 1000:.0f}"
            print(
                f"| {name} | {len(paths)} | {mean(times) * 1000:.1f} | {max(times) * 1000:.1f} | {converted} |",
                flush=True,
            )
            if mean(times) > MOST_SECONDS:
                slow.append(name)
    if slow:
        sys.exit(f"more than {MOST_SECONDS} s a file: {', '.join(slow)}")


if __name__ == "__main__":
    main()

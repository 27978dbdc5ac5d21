"""A PDF of a few ruled cells, written by hand, for what real samples do not show."""

from __future__ import annotations

from collections.abc import Sequence

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
LOCK = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"00" * 32, b"11" * 32)


def ruled_pdf(pages: Sequence[str], *, page: str = "/MediaBox[0 0 300 200]", locked: bool = False) -> bytes:
    """Write ``pages`` of content; ``page`` holds the entries that each page has, font F1 is Helvetica; ``locked`` by an unknown password."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        FONT,
    ]
    for place, content in enumerate(pages):
        head = (
            f"<</Type/Page/Parent 2 0 R{page}/Resources<</Font<</F1 3 0 R>>>>/Contents {5 + 2 * place} 0 R>>"
        )
        objects += [head.encode(), b"<</Length %d>>stream\n%s\nendstream" % (len(content), content.encode())]
    return _file(objects, LOCK if locked else b"")


def cell(x0: float, y0: float, x1: float, y1: float, text: str) -> str:
    """Draw a cell's four sides and its text, in points from the lower left."""
    return f"{x0} {y0} {x1 - x0} {y1 - y0} re S {words(x0 + 5, y1 - 15, text)}"


def words(x: float, y: float, text: str) -> str:
    """Draw a text in ten points."""
    return f"BT /F1 10 Tf {x} {y} Td ({text}) Tj ET\n"


def _file(objects: Sequence[bytes], lock: bytes) -> bytes:
    data = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        lock,
        len(data),
    )
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + trailer

"""Make the files of this folder: forms of the families next door, in every format but PDF and text.

    PYTHONPATH=.:tests python samples/office/make_office.py [--no-binary]

Each file is named after its family; LibreOffice makes the binary ones of Word and Excel (.doc, .wps, .xls, .et).
``boxes.doc`` is no form: it holds a text box with the title, a header, a list, a table in a table, and text that
is hidden, struck out or deleted.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import tempfile
import zipfile
from pathlib import Path

import extract
from normalize import decide_seams
from support.ofd import WRITERS as OFD_WRITERS
from support.ofd import write_ofd
from support.same_form import WRITERS, Piece, list_pieces
from support.word import cell, docx, paragraph, row, run, story, table

HERE = Path(__file__).parent
FAMILIES = HERE.parent / "families"
WRITTEN = {
    "L03.docx": "docx",
    "L04.rtf": "rtf",
    "L05.odt": "odt",
    "L06.xlsx": "xlsx",
    "L08.xml": "sheetml",
    "L09.ods": "ods",
    "L11.html": "html",
    "L12.mht": "mht",
    "L13.docling.json": "docling",
    "L14.md": "markdown",
    "L18.mineru.json": "mineru",
}
CONVERTED = {
    "L01.xls": "xls",
    "L02.wps": "doc",
    "L07.doc": "doc",
    "L10.xls": "xls",
    "L16.doc": "doc",
    "L19.et": "xls",
}
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_SHAPE = """
<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"
simplePos="0" relativeHeight="2" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>100000</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="3000000" cy="500000"/><wp:wrapNone/><wp:docPr id="1" name="title"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>
<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="500000"/></a:xfrm>
<a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>
"""


def make_boxes() -> bytes:
    """Make a document with what no form of the families has."""
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    inner = table(row("子", "1"), row("丑", "2"), widths=(800, 800))
    deleted = '<w:del w:id="1"><w:r><w:delText>97</w:delText></w:r></w:del>'
    shown = paragraph(run("96", "<w:vanish/>"), deleted, run("95", "<w:strike/>"), "98")
    body = paragraph(_SHAPE.strip().format(paragraph("绩效自评表")), "附件2")
    body += table(
        row("甲", "乙"),
        row(cell(paragraph("产出", properties=numbered)), cell(shown)),
        row("丙", cell("之前", inner, "之后")),
        row(cell(paragraph("效益", properties=numbered)), "2"),
        widths=(3000, 3000),
    )
    body += '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/></w:sectPr>'
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="7">{level}</w:abstractNum>'
    numbering += '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return pack(docx(body, numbering=numbering), header=story("hdr", paragraph("页眉")))


def pack(data: bytes, **stories: str) -> bytes:
    """Add to a package what LibreOffice needs to open it."""
    parts = {"document": "document.main", "numbering": "numbering", "header": "header"}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{kind}+xml"/>'
        for name, kind in parts.items()
    )
    relations = f'<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
    relations += f'<Relationship Id="rId3" Type="{_OFFICE}/header" Target="header.xml"/>'
    main = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        usual = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        usual += '<Default Extension="xml" ContentType="application/xml"/>'
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{usual}{types}</Types>')
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_RELATIONS}">{main}</Relationships>')
        for name, text in stories.items():
            archive.writestr(f"word/{name}.xml", text)
        if stories:
            archive.writestr(
                "word/_rels/document.xml.rels",
                f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
            )
    return buffer.getvalue()


def list_own() -> dict[str, bytes]:
    """Make the files that need no other program, by name."""
    made = {name: WRITERS[format_](read_family(name)) for name, format_ in WRITTEN.items()}
    made["L03.docx"] = pack(made["L03.docx"])
    printed = (FAMILIES / "L00.pdf").read_bytes()
    return made | {"L00.ofd": write_ofd(printed, OFD_WRITERS["a text object a glyph"])}


def read_family(name: str) -> list[Piece]:
    """List the lines and tables of the PDF of the family that a file is named after."""
    family = name.partition(".")[0]
    return list_pieces(decide_seams(extract.read(FAMILIES / f"{family}.pdf")))


def describe() -> str:
    """Return what the files print, as the families' own truth has it."""
    truth = json.loads((FAMILIES / "expected.json").read_text("utf-8"))
    told: dict[str, object] = {"boxes.doc": {"tags": ["boxes", "doc"], "forms": []}}
    for name in sorted([*WRITTEN, *CONVERTED, "L00.ofd"]):
        family, _, ending = name.partition(".")
        entry = truth[f"{family}.txt"]
        told[name] = {"tags": [family, ending, "invented"], "forms": entry["forms"]}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def convert() -> None:
    """Write the binary files, of what is written for Word and Excel."""
    with tempfile.TemporaryDirectory() as folder:
        for name, kind in {"boxes.doc": "doc", **CONVERTED}.items():
            stem = name.partition(".")[0]
            source = Path(folder) / f"{stem}.{kind}x"
            source.write_bytes(make_boxes() if stem == "boxes" else make_source(name, kind))
            profile = f"-env:UserInstallation=file://{folder}/profile"
            command = [
                "soffice",
                profile,
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                folder,
                str(source),
            ]
            subprocess.run(command, check=True)
            (HERE / name).write_bytes(source.with_suffix(f".{kind}").read_bytes())


def make_source(name: str, kind: str) -> bytes:
    """Make the package that is converted to a binary file."""
    data = WRITERS[f"{kind}x"](read_family(name))
    return pack(data) if kind == "doc" else data


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-binary", action="store_true", help="write what needs no LibreOffice only")
    told = parser.parse_args()
    for name, data in list_own().items():
        (HERE / name).write_bytes(data)
    (HERE / "expected.json").write_text(describe(), "utf-8")
    if not told.no_binary:
        convert()


if __name__ == "__main__":
    main()

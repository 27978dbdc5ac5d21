"""Make the .doc files of this folder, with LibreOffice, from the forms of the families next door.

    PYTHONPATH=.:tests python samples/office/make_doc.py

``boxes.doc`` holds a text box with the title, a header, a list, a table in a table, and text that is hidden,
struck out or deleted.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import extract
from support.office_texts import write_docx
from support.word import cell, docx, paragraph, row, run, story, table

HERE = Path(__file__).parent
FAMILIES = ("L07", "L16")
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


def main() -> None:
    """Write the files."""
    given = {"boxes": make_boxes()}
    for name in FAMILIES:
        given[name] = pack(write_docx(extract.read(HERE.parent / "families" / f"{name}.pdf")))
    with tempfile.TemporaryDirectory() as folder:
        for name, data in given.items():
            (Path(folder) / f"{name}.docx").write_bytes(data)
        files = [f"{folder}/{name}.docx" for name in given]
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(HERE), *files]
        sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()

"""OFD pages: what they print, what nobody sees of it, and what is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

import extract
from extract import make_drawable, message
from support.ofd import NAMESPACE, list_marks, make_ofd

BLACK = '<ofd:FillColor Value="0 0 0"/>'


def path(data: str, boundary: str = "0 0 210 297", attributes: str = "", inside: str = "") -> str:
    return (
        f'<ofd:PathObject ID="9" Boundary="{boundary}" LineWidth="0.3" {attributes}>{inside}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def text(
    words: str, x: float, y: float, *, size: float = 4, code: str = "", attributes: str = "", inside: str = ""
) -> str:
    return (
        f'<ofd:TextObject ID="8" Boundary="{x} {y} 60 6" Size="{size}" Font="1" {attributes}>{inside}'
        f'<ofd:TextCode X="0" Y="{size}" {code}>{words}</ofd:TextCode></ofd:TextObject>'
    )


LINES = "".join(path(f"M 20 {y} L 140 {y}") for y in (20, 30, 40)) + "".join(
    path(f"M {x} 20 L {x} 40") for x in (20, 60, 100, 140)
)
HEAD = text("名称", 22, 22) + text("分值", 62, 22) + text("得分", 102, 22) + text("办结率", 22, 32)


@pytest.fixture
def read_cells(tmp_path):
    def read_page(*bodies: str, **options) -> tuple[list[str], extract.Document]:
        file = tmp_path / "form.ofd"
        file.write_bytes(make_ofd(bodies, **options))
        document = extract.read(file)
        return [cell.text for grid in document.grids for cell in grid.cells], document

    return read_page


def test_cells_have_their_text_and_their_place_on_the_page(read_cells):
    cells, document = read_cells(LINES + HEAD + text("10", 62, 32) + text("9.5", 102, 32))
    assert cells == ["名称", "分值", "得分", "办结率", "10", "9.5"]
    assert (document.format, document.pages, document.warnings) == ("ofd", 1, ())
    box = document.grids[0].cells[4].boxes[0]
    assert box.page == 1
    assert box.x0 == pytest.approx(60 * 72 / 25.4, abs=1)
    assert box.top == pytest.approx(30 * 72 / 25.4, abs=1)


NUMBERS = {
    "one step for all": text("1234", 62, 32, code='DeltaX="2"'),
    "repeated steps": text("1234", 62, 32, code='DeltaX="g 3 2"'),
    "two groups": text("1234", 62, 32, code='DeltaX="g 2 2 g 1 2"'),
    "more steps than signs": text("1234", 62, 32, code='DeltaX="g 1000000000 2"'),
    "no steps": text("1234", 62, 32),
    "a step of the line down": text("1234", 62, 32, code='DeltaX="2 2 2" DeltaY="0 0 0"'),
    "a matrix": text("1234", 62, 32, attributes='CTM="0.5 0 0 0.5 0 0"', size=8),
    "narrow letters": text("1234", 62, 32, attributes='HScale="0.7"'),
    "two pieces": '<ofd:TextObject Boundary="62 32 30 6" Size="4"><ofd:TextCode X="0" Y="4">12</ofd:TextCode>'
    '<ofd:TextCode X="4">34</ofd:TextCode></ofd:TextObject>',
    "digits of a wide font": text("1234", 62, 32, code='DeltaX="2.9"'),
    "in blocks": f'<ofd:PageBlock ID="4"><ofd:PageBlock ID="5">{text("1234", 62, 32)}</ofd:PageBlock></ofd:PageBlock>',
}  # fmt: skip


@pytest.mark.parametrize("number", NUMBERS.values(), ids=NUMBERS)
def test_a_number_is_one_however_its_glyphs_are_placed(read_cells, number):
    cells, document = read_cells(LINES + HEAD + number)
    assert cells[4] == "1234"
    assert document.conservation.holds


def code(words: str, attributes: str = "", inside: str = "") -> str:
    """Return a text in the second column whose size and boundary are the caller's."""
    return f'<ofd:TextObject ID="8" Font="1" {attributes}>{inside}<ofd:TextCode X="0" Y="4">{words}</ofd:TextCode></ofd:TextObject>'


NO_COLOUR = path("M 0 0 L 38 0 L 38 8 L 0 8 C", "61 31 38 8", 'Stroke="false" Fill="true"')
PLACED = 'Boundary="62 32 20 6" Size="4"'
GLYPHS = '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"><ofd:Glyphs>{}</ofd:Glyphs></ofd:CGTransform>'
CLIP = (
    "<ofd:Clips {}><ofd:Clip><ofd:Area><ofd:Path><ofd:AbbreviatedData>M 0 0 L {right} 0 L {right} 6 L 0 6 C"
    "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
)
ODDITIES = {
    "a fill without a colour": text("1234", 62, 32) + NO_COLOUR,
    "indented": code("\n      1234\n    ", PLACED),
    "a black in hexadecimal": code("1234", PLACED, '<ofd:FillColor Value="#00 #00 #00"/>'),
    "a block that lies elsewhere": f'<ofd:PageBlock Boundary="60 30 9 9">{text("1234", 2, 2)}</ofd:PageBlock>',
    "a clip around it": code("1234", PLACED, CLIP.format("", right=20)),
    "a clip outside its matrix": code(
        "1234", f'{PLACED} CTM="0.5 0 0 0.5 0 2"', CLIP.format('TransFlag="false"', right=5)
    ),
    "no extent": code("1234", 'Boundary="62 32 20 0" Size="4"'),
}


@pytest.mark.parametrize("number", ODDITIES.values(), ids=ODDITIES)
def test_a_number_that_is_seen_is_read_without_doubt(read_cells, number):
    cells, document = read_cells(LINES + HEAD + number)
    assert cells[4] == "1234"
    assert document.grids[0].cells[4].boxes[0].doubt is None


DOUBTED = {
    "beyond its boundary": ('Boundary="62 32 4 6" Size="4"', "1234"),
    "without a size": ('Boundary="62 32 20 6"', "1234"),
}


@pytest.mark.parametrize(("attributes", "words"), DOUBTED.values(), ids=DOUBTED)
def test_a_number_that_viewers_show_otherwise_is_in_doubt(read_cells, attributes, words):
    cells, document = read_cells(LINES + HEAD + code(words, attributes))
    assert cells[4] == words
    assert document.grids[0].cells[4].boxes[0].doubt == "covered"


def test_what_a_clip_cuts_off_is_not_read(read_cells):
    cells, document = read_cells(LINES + HEAD + code("1234", PLACED, CLIP.format("", right=3.9)))
    assert cells[4] == "12"
    assert document.grids[0].cells[4].boxes[0].doubt == "covered"


def test_blanks_that_several_glyphs_draw_are_signs_nobody_can_read(read_cells):
    assert read_cells(LINES + HEAD + code("    ", PLACED, GLYPHS.format("20 21 22 23")))[0][4] == "\ufffd" * 4
    assert read_cells(LINES + HEAD + code("    ", PLACED, GLYPHS.format("3 3 3 3")))[0][4] == ""


def test_a_glyph_that_is_two_digits_makes_the_numbers_doubtful(read_cells):
    told = message("font-contradicts", page=1, font="1")
    for glyphs, is_told in (("20 21 22 23", False), ("20 21 22 20", True)):
        _, document = read_cells(LINES + HEAD + code("1234", PLACED, GLYPHS.format(glyphs)))
        assert (told in document.warnings) == is_told


def test_letters_are_as_wide_as_their_steps(read_cells):
    cells, _ = read_cells(LINES + HEAD + text("100MW", 62, 32, code='DeltaX="2 2 2 3.4"'))
    assert cells[4] == "100MW"


def test_paths_whose_letters_touch_their_numbers_rule_a_table(read_cells):
    tight = LINES.replace("M ", "M").replace(" L ", "L")
    assert read_cells(tight + HEAD + text("10", 62, 32))[0][4] == "10"


WHITE = '<ofd:FillColor Value="255 255 255"/>'
COVER = path("M 0 0 L 38 0 L 38 8 L 0 8 C", "61 31 38 8", 'Stroke="false" Fill="true"', WHITE)
UNSEEN = {
    "white on white": text("7", 62, 32, inside=WHITE),
    "invisible": text("7", 62, 32, attributes='Visible="false"'),
    "transparent": text("7", 62, 32, attributes='Alpha="0"'),
    "transparent colour": text("7", 62, 32, inside='<ofd:FillColor Value="0 0 0" Alpha="0"/>'),
    "covered": text("7", 62, 32) + COVER,
    "neither filled nor stroked": text("7", 62, 32, attributes='Fill="false"'),
    "white in hexadecimal": text("7", 62, 32, inside='<ofd:FillColor Value="#FF #FF #FF"/>'),
    "too small": text("7", 62, 32, size=0.3),
}


@pytest.mark.parametrize("hidden", UNSEEN.values(), ids=UNSEEN)
def test_what_nobody_sees_is_no_figure_and_its_cell_is_in_doubt(read_cells, hidden):
    cells, document = read_cells(LINES + HEAD + hidden + text("9.8", 70, 32) + text("办", 102, 32))
    assert cells[4] == "9.8"
    assert document.grids[0].cells[4].boxes[0].doubt == "covered"


def test_a_struck_number_is_not_the_value(read_cells):
    struck = text("7.5", 62, 32) + path("M 61.5 34.6 L 69 34.6")
    cells, document = read_cells(LINES + HEAD + struck + text("9.8", 80, 32))
    assert cells[4] == "9.8"
    assert document.grids[0].cells[4].boxes[0].doubt == "struck"


def test_thin_boxes_and_one_path_of_many_lines_rule_a_table(read_cells):
    boxes = "".join(
        path(f"M 0 0 L {w} 0 L {w} {h} L 0 {h} C", f"{x} {y} {w} {h}", 'Stroke="false" Fill="true"', BLACK)
        for x, y, w, h in [(20, y, 120, 0.2) for y in (20, 30, 40)]
        + [(x, 20, 0.2, 20) for x in (20, 60, 100, 140)]
    )
    one = path(
        " ".join(
            [f"M 20 {y} L 140 {y}" for y in (20, 30, 40)] + [f"S {x} 20 L {x} 40" for x in (20, 60, 100, 140)]
        )
    )
    for lines in (boxes, one):
        assert read_cells(lines + HEAD + text("10", 62, 32))[0][4] == "10"


def test_arcs_and_circles_are_no_rulings(read_cells):
    ring = path("M 70 35 A 10 10 0 0 1 90 35 A 10 10 0 0 1 70 35 C")
    assert read_cells(LINES + HEAD + ring + text("10", 62, 32))[0][4] == "10"


def test_templates_lie_below_and_composites_are_opened(read_cells):
    resources = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="70" Width="210" Height="297">'
        f"<ofd:Content>{LINES}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    composite = '<ofd:CompositeObject ID="3" Boundary="0 0 210 297" ResourceID="70"/>'
    cells, _ = read_cells(composite + HEAD + text("10", 62, 32), **{"Doc_0/DocumentRes.xml": resources})
    assert cells[4] == "10"


def test_a_composite_that_holds_itself_ends(read_cells):
    inside = '<ofd:CompositeObject ID="3" Boundary="0 0 210 297" ResourceID="70"/>' * 2
    resources = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="70">'
        f"<ofd:Content>{inside}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    cells, _ = read_cells(LINES + HEAD + text("10", 62, 32) + inside, **{"Doc_0/DocumentRes.xml": resources})
    assert cells[4] == "10"


def test_a_page_of_one_picture_is_a_scan(read_cells):
    buffer = io.BytesIO()
    Image.new("L", (40, 60), 200).save(buffer, "PNG")
    resources = (
        f'<ofd:Res xmlns:ofd="{NAMESPACE}" BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="71" Type="Image" Format="{{}}">'
        "<ofd:MediaFile>{}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
    )
    image = '<ofd:ImageObject ID="3" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="71"/>'
    parts = {"Doc_0/DocumentRes.xml": resources.format("PNG", "a.png"), "Doc_0/Res/a.png": buffer.getvalue()}
    assert message("scan-page", page=1) in read_cells(image, **parts)[1].warnings
    parts = {"Doc_0/DocumentRes.xml": resources.format("JB2", "a.jb2"), "Doc_0/Res/a.jb2": b"\x97JB2"}
    assert message("jbig2-picture", page=1) in read_cells(image, **parts)[1].warnings


def test_stamps_are_told_and_a_broken_page_does_not_lose_the_others(read_cells):
    signatures = f'<ofd:Signatures xmlns:ofd="{NAMESPACE}"><ofd:Signature ID="1" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>'
    page = LINES + HEAD + text("10", 62, 32)
    cells, document = read_cells(
        page,
        page + "<ofd:Broken>",
        root="<ofd:Signatures>Doc_0/Signs.xml</ofd:Signatures>",
        **{"Doc_0/Signs.xml": signatures},
    )
    assert cells[:6] == cells[6:]  # what stands before the fault is read
    assert message("stamps-left-out", count=1) in document.warnings
    assert message("broken-page", page=2) in document.warnings
    assert document.pages == 2


NOTES = {
    "a text": ('Type="Path" Subtype="FreeText"', text("8", 0, 0), True),
    "a filled box": ('Type="Path"', COVER.replace("61 31 38 8", "0 0 38 8"), True),
    "a struck line": ('Type="Highlight" Subtype="Strikeout"', path("M 0 3 L 38 3", "0 0 38 6"), True),
    "a watermark": ('Type="Watermark"', text("8", 0, 0), False),
    "a hidden text": ('Type="Path" Visible="false"', text("8", 0, 0), False),
}


@pytest.mark.parametrize(("attributes", "drawn", "is_doubted"), NOTES.values(), ids=NOTES)
def test_a_note_over_a_number_is_no_figure_and_its_cell_is_in_doubt(
    read_cells, attributes, drawn, is_doubted
):
    space = f'xmlns:ofd="{NAMESPACE}"'
    note = (
        f'<ofd:PageAnnot {space}><ofd:Annot ID="50" {attributes}><ofd:Appearance Boundary="61 31 38 8">{drawn}'
        "</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    listed = f'<ofd:Annotations {space}><ofd:Page PageID="1"><ofd:FileLoc>N/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    cells, document = read_cells(
        LINES + HEAD + text("1234", 62, 32),
        annotations="<ofd:Annotations>Notes.xml</ofd:Annotations>",
        **{"Doc_0/Notes.xml": listed, "Doc_0/N/A.xml": note},
    )
    assert "8" not in cells
    assert (document.grids[0].cells[4].boxes[0].doubt is not None) == is_doubted
    assert message("stamps-left-out", count=1) in document.warnings


def test_the_current_version_of_a_document_is_read(read_cells):
    space = f'xmlns:ofd="{NAMESPACE}"'
    versions = '<ofd:Versions><ofd:Version ID="1" Index="1" Current="true" BaseLoc="V/V.xml"/></ofd:Versions>'
    page = f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{LINES}{HEAD}{text("20", 62, 32)}</ofd:Layer></ofd:Content></ofd:Page>'
    document = (
        f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>'
    )
    cells, _ = read_cells(
        LINES + HEAD + text("10", 62, 32),
        root=versions,
        **{
            "V/V.xml": f"<ofd:DocVersion {space}><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocVersion>",
            "V/D.xml": document,
            "V/P.xml": page,
        },
    )
    assert cells[4] == "20"


def test_a_page_lies_as_its_box_says_and_turned_text_is_turned_upright(read_cells):
    turned = text("立", 150, 22, attributes='CharDirection="90"')
    _, document = read_cells(LINES + HEAD + turned, size=(297, 210))
    assert [line.text for line in document.tail] == ["立"]


def test_an_encrypted_file_says_so(tmp_path):
    file = tmp_path / "form.ofd"
    file.write_bytes(make_ofd([LINES], root="<ofd:Encryptions>Encryptions.xml</ofd:Encryptions>"))
    with pytest.raises(extract.Unreadable) as refusal:
        extract.read(file)
    assert refusal.value.message == message("other-format", kind=message("format-locked-ofd"))


def test_an_ofd_is_drawn_as_its_page_is(tmp_path):
    file = tmp_path / "form.ofd"
    file.write_bytes(make_ofd([LINES + HEAD + text("10", 62, 32)]))
    picture = extract.draw_page(file, extract.read(file), 1)
    assert picture.width > 1000
    dark = sum(picture.convert("L").histogram()[:128])
    assert dark > 5000


def test_only_the_page_that_is_drawn_is_painted():
    data = make_ofd([LINES + HEAD, LINES + HEAD + text("10", 62, 32)])
    pages = list(list_marks(make_drawable(data, {2})))
    shown = ["".join(map(chr, page.glyphs.codes.tolist())).replace(" ", "") for page in pages]
    assert shown == ["", "名称分值得分办结率10"]
    assert (pages[0].width, pages[0].height) == (pages[1].width, pages[1].height)

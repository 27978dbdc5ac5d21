"""Picture files as pages: their size, their turn, and what is wrong with them."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pypdfium2
import pytest
from PIL import Image

import extract
from extract.errors import BrokenPicture, PictureTooLarge
from extract.scan.pictures import read_frame

A4 = (596, 842)


def save(image: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def page(mode: str = "L", size: tuple[int, int] = (827, 1169)) -> Image.Image:
    """An A4 page at 100 dpi with a dark field in its upper left."""
    image = Image.new("L", size, 255)
    image.paste(0, (0, 0, size[0] // 4, size[1] // 4))
    return image.convert(mode)


FILES = {
    "PNG": save(page(), "PNG", dpi=(100, 100)),
    "PNG of one bit": save(page("1"), "PNG", dpi=(100, 100)),
    "PNG of 16 bits": save(Image.fromarray(np.asarray(page(), np.uint16) * 257), "PNG", dpi=(100, 100)),
    "PNG of a palette": save(page("RGB").quantize(8), "PNG", dpi=(100, 100)),
    "PNG with nothing behind": save(
        Image.composite(page("RGBA"), Image.new("RGBA", (827, 1169)), page().point(lambda v: 255 - v)),
        "PNG",
        dpi=(100, 100),
    ),
    "JPEG": save(page("RGB"), "JPEG", dpi=(100, 100)),
    "JPEG of four inks": save(page("CMYK"), "JPEG", dpi=(100, 100)),
    "TIFF G4": save(page("1"), "TIFF", compression="group4", dpi=(100, 100)),
    "TIFF LZW": save(page("RGB"), "TIFF", compression="tiff_lzw", dpi=(100, 100)),
    "WebP without a resolution": save(page("RGB"), "WEBP"),
    "BMP": save(page(), "BMP", dpi=(100, 100)),
    "JPEG 2000 without a resolution": save(page(), "JPEG2000"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_picture_is_a_page_of_dark_ink_on_white_paper(name):
    found = read_frame(FILES[name], 1)
    grey = found.pixels if found.pixels.ndim == 2 else found.pixels.mean(axis=2)
    assert (found.width, found.height) == pytest.approx(A4, abs=1)
    assert found.pixels.shape[:2] == (1169, 827)
    assert grey[100, 100] < 40
    assert grey[1000, 600] > 215


def test_a_camera_tells_which_way_is_up():
    turn = Image.Exif()
    turn[0x0112] = 6
    lying = page("RGB").transpose(Image.Transpose.ROTATE_90)
    found = read_frame(save(lying, "JPEG", exif=turn), 1)
    assert (found.width, found.height) == pytest.approx(A4, abs=1)
    assert found.pixels[100, 100].mean() < 40


def test_a_fax_is_as_fine_down_as_across():
    fax = page("1", (1686, 1146))
    found = read_frame(save(fax, "TIFF", compression="group4", dpi=(204, 98)), 1)
    assert found.pixels.shape[0] / found.pixels.shape[1] == pytest.approx(
        found.height / found.width, abs=0.01
    )
    assert round(found.width) == 595


def test_a_huge_picture_is_read_no_finer_than_helps():
    found = read_frame(save(page(size=(6000, 8000)), "PNG"), 1)
    assert found.scale * 72 == pytest.approx(300, abs=1)


def test_each_frame_is_a_page_and_none_was_recognised(tmp_path):
    file = tmp_path / "scan.tif"
    file.write_bytes(save(page("1"), "TIFF", save_all=True, append_images=[page("1")] * 2, dpi=(100, 100)))
    document = extract.read(file)
    assert (document.format, document.pages, document.pictures) == ("picture", 3, (1, 2, 3))
    with pytest.raises(extract.Unreadable, match="many-pages"):
        extract.read(file, max_pages=2)


@pytest.mark.parametrize("kept", [20, 400])
def test_a_cut_picture_is_refused(kept):
    with pytest.raises(BrokenPicture):
        read_frame(FILES["PNG"][:kept], 1)


def test_a_bomb_is_refused_before_it_is_decoded():
    huge = save(Image.new("1", (20000, 20000)), "PNG")
    with pytest.raises(PictureTooLarge):
        read_frame(huge, 1)


def package(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


WORD = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    b' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body><w:p><w:r><w:drawing>'
    b'<wp:inline><wp:extent cx="5400000" cy="7600000"/><a:blip xmlns:a="a"/></wp:inline></w:drawing></w:r></w:p></w:body></w:document>'
)


def test_the_pictures_of_a_word_file_without_text_are_its_pages(tmp_path):
    wide = save(page(size=(1169, 827)), "PNG", dpi=(100, 100))
    files = {
        "word/document.xml": WORD,
        "word/media/image10.png": wide,
        "word/media/image2.png": FILES["PNG"],
        "word/media/image3.png": save(page(size=(80, 80)), "PNG"),
    }
    file = tmp_path / "自评表.docx"
    file.write_bytes(package(files))
    document = extract.read(file)
    assert (document.format, document.pages, document.pictures) == ("picture", 2, (1, 2))
    pdf = extract.make_drawable(file.read_bytes(), {2})
    with pypdfium2.PdfDocument(pdf) as drawn:
        sizes = [tuple(map(round, one.get_size())) for one in drawn]
        shown = [np.asarray(one.render(scale=0.2).to_pil().convert("L")) for one in drawn]
    assert sizes == [(595, 842), (842, 595)]
    assert [one.min() < 50 for one in shown] == [False, True]

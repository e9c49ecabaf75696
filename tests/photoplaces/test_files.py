"""Where a photo was taken is taken out of its file, and nothing else."""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageCms, IptcImagePlugin, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from photoplaces.files import CommandError, has_place, strip

pytestmark = pytest.mark.machinery

GPS, TIME, ORIENTATION, CAMERA, RIGHTS = 0x8825, 0x8769, 0x0112, 0x010F, 0x8298
PLACE = IFDRational(12345, 1001)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 exif:GPSLatitude="12,34.5678N" photoshop:City='Atlantis' photoshop:Credit="Ada">
<exif:GPSLongitude>98,76.5432W</exif:GPSLongitude><dc:rights>Ada Lovelace</dc:rights>
<e:LocationCreated><rdf:Bag><rdf:li e:City="Atlantis"/></rdf:Bag></e:LocationCreated>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
SECRETS = (
    b"12,34.5678",
    b"98,76.5432",
    b"Atlantis",
    b"\0\0\x30\x39\0\0\x03\xe9",
    b"\x39\x30\0\0\xe9",
)
"""Of XMP, of IPTC, and of Exif in both orders of bytes."""
SAVINGS: dict[str, dict[str, Any]] = {
    "a.jpg": {"xmp": XMP},
    "progressive.JPG": {"format": "JPEG", "progressive": True, "xmp": XMP},
    "a.png": {},
    "a.webp": {"lossless": True, "xmp": XMP},
    "lossy.webp": {"xmp": XMP},
    "a.avif": {"xmp": XMP},
    "a.tiff": {},
}


def noise() -> Image.Image:
    return Image.effect_noise((64, 48), 60).convert("RGB")


def exif(order: str = ">") -> Image.Exif:
    """Return what cameras write, with the place."""
    made = Image.Exif()
    made.endian = order
    made[ORIENTATION], made[CAMERA], made[RIGHTS] = 6, "Camera of Ada", "Ada Lovelace"
    made.get_ifd(TIME)[0x9003] = "2024:01:02 03:04:05"
    place = made.get_ifd(GPS)
    place[1], place[3], place[28] = "N", "W", b"ASCII\0\0\0Atlantis"
    place[2] = place[4] = (PLACE, PLACE, PLACE)
    return made


def saved(path: Path, **options: Any) -> bytes:
    noise().save(path, **{"exif": exif().tobytes(), "icc_profile": SRGB, **options})
    return path.read_bytes()


def facts(content: bytes) -> dict[str, object]:
    """Return what a picture is and says, but the place."""
    with Image.open(io.BytesIO(content)) as image:
        said = image.getexif()
        return {
            "pixels": (image.format, image.mode, image.size, image.tobytes()),
            "colours": image.info.get("icc_profile"),
            "camera": {tag: said.get(tag) for tag in (ORIENTATION, CAMERA, RIGHTS)},
            "time": said.get_ifd(TIME).get(0x9003),
        }


def assert_stripped(path: Path) -> bytes:
    """Strip a file that has a place, look that nothing else is lost; return its bytes."""
    before = path.read_bytes()
    assert any(secret in before for secret in SECRETS) or path.suffix == ".png"
    assert has_place(path)
    assert path.read_bytes() == before
    assert strip(path)
    after = path.read_bytes()
    assert [secret for secret in SECRETS if secret in after] == []
    with Image.open(path) as image:
        assert image.getexif().get_ifd(GPS) == {}
        assert GPS not in image.getexif()
    assert facts(after) == facts(before)
    assert not has_place(path)
    assert not strip(path)
    assert path.read_bytes() == after
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    return after


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("name", SAVINGS)
def test_the_place_goes_and_all_else_stays(tmp_path: Path, name: str, order: str) -> None:
    path = tmp_path / name
    before = saved(path, exif=exif(order).tobytes(), **SAVINGS[name])
    after = assert_stripped(path)
    assert len(after) == len(before)
    if "xmp" in SAVINGS[name]:
        assert b'photoshop:Credit="Ada"' in after
        with Image.open(path) as image:
            packet = ElementTree.fromstring(image.info["xmp"])
        assert [e.text for e in packet.iter("{http://purl.org/dc/elements/1.1/}rights")] == [
            "Ada Lovelace"
        ]
    if name.lower().endswith("jpg"):
        scan = before.index(b"\xff\xda")
        assert after[scan:] == before[scan:]


def text_chunk(kind: str) -> PngImagePlugin.PngInfo:
    chunks = PngImagePlugin.PngInfo()
    block = exif().tobytes()
    digits = f"\nexif\n{len(block):8}\n{block.hex()}\n"
    if kind == "property":
        chunks.add_text("exif:GPSLatitude", "12,34.5678N")
    elif kind.endswith("XMP"):
        chunks.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=kind == "compressed XMP")
    else:
        chunks.add_text("Raw profile type exif", digits, zip=kind == "compressed digits")
    chunks.add_text("Author", "Ada Lovelace")
    return chunks


@pytest.mark.parametrize(
    "kind", ["property", "XMP", "compressed XMP", "digits", "compressed digits"]
)
def test_texts_of_png_are_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.png"
    noise().save(path, pnginfo=text_chunk(kind), icc_profile=SRGB)
    after = assert_stripped(path)
    with Image.open(path) as image:
        image.load()
        texts = image.text  # type: ignore[attr-defined]
        assert texts["Author"] == "Ada Lovelace"
        assert ("exif:GPSLatitude" in texts, "digits" in kind) == (False, image.getexif() != {})
        said = " ".join(map(str, texts.values()))
    assert not any(secret.decode("latin-1") in said for secret in SECRETS)
    assert exif().tobytes()[30:60].hex() not in said
    assert zlib.crc32(after[-8:-4]) == int.from_bytes(after[-4:])


def iptc(*datasets: tuple[int, bytes]) -> bytes:
    """Return a segment of JPEG in which Photoshop keeps what IPTC names."""
    rows = b"".join(b"\x1c\2%c" % n + len(text).to_bytes(2) + text for n, text in datasets)
    data = (
        b"Photoshop 3.0\x008BIM\x04\x04\0\0"
        + len(rows).to_bytes(4)
        + rows
        + b"\0" * (len(rows) % 2)
    )
    return b"\xff\xed" + (len(data) + 2).to_bytes(2) + data


def test_names_of_iptc_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    content = saved(path, exif=b"")
    segment = iptc((80, b"Ada"), (90, b"Atlantis"), (116, b"Ada Lovelace"), (101, b"Atlantis"))
    path.write_bytes(content[:2] + segment + content[2:])
    assert_stripped(path)
    with Image.open(path) as image:
        said = IptcImagePlugin.getiptcinfo(image) or {}
    assert (said[2, 80], said[2, 116]) == (b"Ada", b"Ada Lovelace")
    assert said[2, 90].strip() == b""  # type: ignore[union-attr]


def test_a_picture_that_is_appended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    content = saved(path, exif=b"")
    path.write_bytes(content + saved(path))
    assert_stripped(path)


def test_a_film_that_is_appended_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    point = b"+12.3456-098.7654/"
    film = b"\0\0\0\x18ftypmp42\0\0\0\x1e\xa9xyz\0\x12\x15\xc7" + point
    path.write_bytes(saved(path, exif=b"") + film)
    assert strip(path)
    assert path.read_bytes().endswith(film.replace(point, b" " * len(point)))
    assert not has_place(path)


def test_a_file_is_what_it_is_and_not_what_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    noise().save(path, "PNG", exif=exif())
    assert_stripped(path)


@pytest.mark.parametrize("name", SAVINGS)
def test_a_file_without_a_place_is_left_alone(tmp_path: Path, name: str) -> None:
    said = exif()
    said.get_ifd(GPS).clear()
    said.get_ifd(GPS)[0] = b"\2\3\0\0"  # Of cameras that could know the place.
    xmp = b'<x:xmpmeta><r:D exif:GPSVersionID="2.3.0.0" p:City="" t:CityPlan="Ada"/></x:xmpmeta>'
    options = {**SAVINGS[name], **({"xmp": xmp} if "xmp" in SAVINGS[name] else {})}
    content = saved(tmp_path / name, exif=said.tobytes(), **options)
    assert not has_place(tmp_path / name)
    assert not strip(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


def misleading(path: Path) -> bytes:
    """Save a file whose place, as it says, lies in its pixels."""
    content = saved(path)
    entry = content.index(b"\2\0\5\0\3\0\0\0")
    with Image.open(path) as image:
        pixels = int(image.tag_v2[273][0])  # type: ignore[attr-defined]
    return content[: entry + 8] + pixels.to_bytes(4, "little") + content[entry + 12 :]


def damaged(path: Path, kind: str) -> bytes:
    if kind == "misleading.tiff":
        return misleading(path)
    content = saved(path)
    return content[: len(content) * 3 // 4]


@pytest.mark.parametrize("name", ["cut.jpg", "misleading.tiff"])
def test_a_file_that_would_be_harmed_is_left_alone(tmp_path: Path, name: str) -> None:
    content = damaged(tmp_path / name, name)
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CommandError, match="save it again as JPEG or PNG"):
        strip(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content


def test_a_file_that_cannot_be_written_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    content = saved(tmp_path / "a.jpg")
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(CommandError, match="cannot be written: No space left"):
        strip(tmp_path / "a.jpg")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.jpg", content)]


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("seed", range(40))
def test_rubbish_is_no_place(tmp_path: Path, seed: int) -> None:
    content = bytearray(saved(tmp_path / "a.jpg"))
    at = content.index(b"MM\0*")
    for n in range(4):  # In the head of its Exif.
        content[at + 4 + (seed * 7 + n * 13) % 150] = (seed * 31 + n * 101) % 256
    (tmp_path / "a.jpg").write_bytes(content)
    try:
        strip(tmp_path / "a.jpg")
    except CommandError:
        assert (tmp_path / "a.jpg").read_bytes() == content
    with Image.open(tmp_path / "a.jpg") as image, Image.open(io.BytesIO(content)) as before:
        assert image.tobytes() == before.tobytes()

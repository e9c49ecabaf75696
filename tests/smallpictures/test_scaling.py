"""Small versions of a file: size, colours, formats, and nothing of what the camera wrote."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from smallpictures.variants import NAME, Small, UnreadableError, make_small

pytestmark = pytest.mark.machinery

CAMERA = "Camera of Ada"


def noise(size: tuple[int, int]) -> Image.Image:
    """Return what is hard to make small."""
    return Image.effect_noise((size[0] // 8, size[1] // 8), 60).resize(size).convert("RGB")


def save_photo(path: Path, image: Image.Image, **options: Any) -> Path:
    """Save as cameras do, with the place."""
    exif = Image.Exif()
    exif[0x010F] = CAMERA
    exif[0x0112] = options.pop("orientation", 1)
    exif.get_ifd(0x8825)[2] = (46.0, 31.0, 12.0)
    image.save(path, exif=exif, **options)
    return path


def loaded(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image


def opened(small: Small) -> dict[tuple[str, int], Image.Image]:
    return {(version.type, version.scale): loaded(version.path) for version in small.versions}


def test_a_photo_has_each_format_in_two_sizes(tmp_path: Path) -> None:
    photo = save_photo(tmp_path / "A photo.jpg", noise((1500, 1850)))
    assert CAMERA.encode() in photo.read_bytes()
    small = make_small(photo, 144, tmp_path / "made")
    assert (small.width, small.height) == (144, 178)
    sizes = {key: image.size for key, image in opened(small).items()}
    types = ["image/avif", "image/webp", "image/jpeg"]
    assert sizes == {(t, s): (144 * s, 178 * s) for t in types for s in (1, 2)}
    assert list(dict.fromkeys(version.type for version in small.versions)) == types
    with Image.open(small.print.path) as printed:
        assert (printed.format, printed.width) == ("JPEG", 432)
    assert sorted(small.names) == sorted(path.name for path in (tmp_path / "made").iterdir())
    for path in (tmp_path / "made").iterdir():
        assert NAME.fullmatch(path.name)
        with Image.open(path) as image:
            assert not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()
        assert CAMERA.encode() not in path.read_bytes()


def test_a_book_waits_for_no_version_of_a_screen(tmp_path: Path) -> None:
    photo = save_photo(tmp_path / "a.jpg", noise((600, 600)))
    small = make_small(photo, 100, tmp_path / "made", only_print=True)
    assert [path.name for path in (tmp_path / "made").iterdir()] == [small.print.path.name]
    assert make_small(photo, 100, tmp_path / "made") == small
    assert sorted(small.names) == sorted(path.name for path in (tmp_path / "made").iterdir())


@pytest.mark.parametrize(("width", "widths"), [(80, {80}), (100, {100, 150}), (200, {200, 300})])
def test_no_version_for_a_screen_is_larger_than_the_photo(
    tmp_path: Path, width: int, widths: set[int]
) -> None:
    size = 80 if width == 80 else 150 if width == 100 else 300
    photo = save_photo(tmp_path / "a.jpg", noise((size, size)))
    small = make_small(photo, width, tmp_path / "made")
    assert {image.width for image in opened(small).values()} == widths
    assert loaded(small.print.path).width == min(width * 3, size)
    named = {int(version.path.stem.rpartition("-")[2]) for version in small.versions}
    assert named == widths


def test_the_hardest_photo_is_light(tmp_path: Path) -> None:
    photo = save_photo(tmp_path / "a.jpg", noise((3000, 3700)))
    small = make_small(photo, 144, tmp_path / "made")
    best = [version for version in small.versions if version.type == "image/avif"]
    assert max(version.path.stat().st_size for version in best) < 12_000


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright(tmp_path: Path, orientation: int) -> None:
    upright = Image.new("RGB", (400, 600), "white")
    upright.paste("red", (0, 0, 200, 300))
    turns = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(turns[orientation]) if orientation in turns else upright
    photo = save_photo(tmp_path / "a.jpg", held, orientation=orientation)
    small = make_small(photo, 100, tmp_path / "made")
    assert (small.width, small.height) == (100, 150)
    for image in opened(small).values():
        assert image.width < image.height
        corner = image.convert("RGB").getpixel((10, 10))
        assert isinstance(corner, tuple)
        assert corner[0] > 200
        assert corner[1] < 80


def test_colours_are_those_that_the_profile_means(tmp_path: Path) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # Of which the first colour is blue.
    swapped = srgb.replace(b"rXYZ", b"XXXX").replace(b"bXYZ", b"rXYZ").replace(b"XXXX", b"bXYZ")
    image = Image.new("RGB", (300, 300), (220, 30, 30))
    image.save(tmp_path / "a.png", icc_profile=swapped)
    for picture in opened(make_small(tmp_path / "a.png", 100, tmp_path / "made")).values():
        pixel = picture.convert("RGB").getpixel((50, 50))
        assert isinstance(pixel, tuple)
        assert pixel[2] > 180
        assert pixel[0] < 80


@pytest.mark.parametrize("kind", ["LAB", "XYZ", ""])
def test_a_profile_of_other_colours_is_no_reason_to_fail(tmp_path: Path, kind: str) -> None:
    profile = b"none"
    if kind:
        made = ImageCms.createProfile("LAB" if kind == "LAB" else "XYZ")
        profile = ImageCms.ImageCmsProfile(made).tobytes()
    Image.new("RGB", (300, 300), (220, 30, 30)).save(tmp_path / "a.png", icc_profile=profile)
    assert opened(make_small(tmp_path / "a.png", 100, tmp_path / "made"))


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "I;16", "RGBA", "LA", "RGB"])
def test_every_kind_of_file_is_read(tmp_path: Path, mode: str) -> None:
    image = noise((300, 300)).convert("L").convert(mode)
    file = tmp_path / ("a.jpg" if mode == "CMYK" else "a.png")
    image.save(file)
    small = make_small(file, 100, tmp_path / "made")
    is_clear = mode in {"RGBA", "LA"}
    assert small.versions[-1].type == ("image/png" if is_clear else "image/jpeg")
    assert {picture.size for picture in opened(small).values()} == {(100, 100), (200, 200)}


def test_what_is_seen_through_stays_so(tmp_path: Path) -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste((255, 0, 0, 255), (0, 0, 400, 200))
    image.save(tmp_path / "a.png")
    for picture in opened(make_small(tmp_path / "a.png", 100, tmp_path / "made")).values():
        bottom = picture.convert("RGBA").getpixel((50, picture.height - 5))
        assert isinstance(bottom, tuple)
        assert bottom[3] < 20


@pytest.mark.parametrize(
    ("size", "width", "shown", "widths"),
    [
        ((1000, 500), 200, (200, 100), [200, 400]),
        ((300, 150), 200, (200, 100), [200, 300]),
        ((150, 75), 200, (200, 100), [150]),
        ((1000, 500), -100, (200, 100), [200, 400]),
        ((500, 1000), -100, (100, 200), [100, 200]),
        ((2000, 1), 100, (100, 1), [100, 200]),
    ],
)
def test_no_file_is_larger_than_the_original(
    tmp_path: Path, size: tuple[int, int], width: int, shown: tuple[int, int], widths: list[int]
) -> None:
    Image.new("RGB", size, "white").save(tmp_path / "a.png")
    small = make_small(tmp_path / "a.png", width, tmp_path / "made")
    assert (small.width, small.height) == shown
    avif = [image.width for (type_, _), image in opened(small).items() if type_ == "image/avif"]
    assert avif == widths


def test_files_are_made_once_and_again_if_lost(tmp_path: Path) -> None:
    photo = save_photo(tmp_path / "a.jpg", noise((400, 400)))
    small = make_small(photo, 100, tmp_path / "made")
    kept, lost = small.versions[0].path, small.versions[1].path
    content = lost.read_bytes()
    kept.write_bytes(b"kept")
    lost.unlink()
    assert make_small(photo, 100, tmp_path / "made") == small
    assert (kept.read_bytes(), lost.read_bytes()) == (b"kept", content)
    save_photo(photo, noise((400, 404)))
    assert set(make_small(photo, 100, tmp_path / "made").names).isdisjoint(small.names)


def damaged() -> dict[str, bytes]:
    whole = io.BytesIO()
    noise((400, 400)).save(whole, "JPEG")
    return {
        "cut": whole.getvalue()[:3000],
        "empty": b"",
        "text": b"<svg/>",
        "head": b"\xff\xd8\xff",
    }


@pytest.mark.parametrize("kind", damaged())
def test_a_broken_file_is_told(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.jpg").write_bytes(damaged()[kind])
    with pytest.raises(UnreadableError, match=r"^a\.jpg cannot be read as a picture; save it anew"):
        make_small(tmp_path / "a.jpg", 100, tmp_path / "made")


@pytest.mark.parametrize("side", [11_000, 20_000])
def test_a_file_that_would_fill_the_memory_is_told(tmp_path: Path, side: int) -> None:
    Image.new("1", (side, side)).save(tmp_path / "a.png")
    with pytest.raises(UnreadableError, match=r"^a\.png has too many pixels to be read; save"):
        make_small(tmp_path / "a.png", 100, tmp_path / "made")

"""The photo and the thumbnails of talks, once the owner has put them: never stretched or late."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import ViewportSize

from warm_python import run_python

from ..copies import Copy
from ..source import documents
from ..test_lives import put_photo, show_talks
from .conftest import Visitor, Windows, serve

pytestmark = [pytest.mark.browser, pytest.mark.machinery]

STRETCHED = """() => [...document.querySelectorAll("article picture img")].filter((image) => {
  const shown = image.clientWidth / image.clientHeight;
  const file = image.naturalWidth / image.naturalHeight;
  return getComputedStyle(image).objectFit !== "cover" && Math.abs(shown / file - 1) > 0.05;
}).map((image) => image.outerHTML)"""
LOADED = """() => [...document.querySelectorAll("article picture img")]
  .map((image) => image.currentSrc.split(".").pop())"""
SHIFTS = """() => new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(
    list.getEntries().reduce((sum, entry) => sum + entry.value, 0)
  )).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(0), 200);
})"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    copy = Copy.of_repository(folder / "copy")
    put_photo(copy)
    show_talks(copy)
    command = ("-m", "sphinx", "-W", "-n", "-q", "-d", folder / "doctrees", "-D", "html_baseurl=")
    run_python(*command, copy.folder, folder / "html").check_returncode()
    return folder / "html"


@pytest.mark.parametrize("width", [320, 375, 1280])
def test_pictures_keep_their_form_and_their_place(
    windows: Windows, built: Path, width: int
) -> None:
    with serve(built) as address:
        viewport: ViewportSize = {"width": width, "height": 800}
        visitor = Visitor(windows, address, viewport=viewport, device_scale_factor=2)
        page = visitor.open(f"{documents()[0].name}.html")
        for picture in page.locator("article picture img").all():
            picture.scroll_into_view_if_needed()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(STRETCHED) == []
        assert set(page.evaluate(LOADED)) == {"avif"}
        assert page.evaluate(SHIFTS) < 0.01
        first = page.locator("article picture img").first.bounding_box()
        assert first is not None
        # On phones it stands beside the words.
        assert round(first["width"]) == (112 if width < 640 else 192)
        assert visitor.complaints == []
        visitor.leave()

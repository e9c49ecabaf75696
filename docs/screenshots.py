"""Take the pictures of README.md and docs/design.md: `make screenshots`.

Usage: screenshots.py SITE FOLDER, with the built site and the folder for the pictures. A sheet
shows every kind of page at one screen size, in light and in dark; one more shows print. The last
pages of a sheet are those of a copy of the site in which each paper has an invented figure, and
of one with 60 papers.
"""

from __future__ import annotations

import functools
import http.server
import io
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chromium-headless-shell")
SHOTS = (
    ("home-light", "index", "light", 1280, 800),
    ("publications-light", "publications", "light", 1280, 900),
    ("paper-dark", "paper", "dark", 1280, 800),
    ("home-phone-light", "index", "light", 375, 740),
    ("publications-phone-dark", "publications", "dark", 375, 740),
    ("paper-phone-light", "paper", "light", 375, 740),
    ("code-phone-dark", "code", "dark", 375, 740),
)
PAGES = ("index", "publications", "paper", "code", "teaching", "search", "404")
VARIANTS = {
    "figures": ("index", "publications", "paper"),
    "sixty": ("publications",),
}
"""The pages of a sheet that come from a copy of the site."""
SCREENS = ((375, 740, 6), (768, 1024, 5), (1280, 900, 4))
"""Width and height of a screen, and how many of them are beside each other in a sheet."""
SHEET = 1600
"""Width of a sheet in pixels."""
GAP = 8


class _Handler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


def main(site: Path, folder: Path) -> None:
    """Take every picture of the built site."""
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        sites = {name: Path(made, name) for name in VARIANTS}
        for variant, out in sites.items():
            build(variant, out)
        base = serve(site)
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, map(shutil.which, BROWSERS)), None),
            args=["--no-sandbox", "--disable-gpu"],
        )
        paths = {page: f"{base}/{path}" for page, path in paths_of(site, PAGES).items()}
        for name, page, scheme, width, height in SHOTS:
            if page in paths:
                picture = shot(browser, paths[page], scheme, width, height)
                picture.quantize(64).save(folder / f"{name}.png", optimize=True)
        addresses = [*paths.values()]
        for variant, out in sites.items():
            other = serve(out)
            found = paths_of(out, VARIANTS[variant]).values()
            addresses += [f"{other}/{path}" for path in found]
        sheets = folder / "sheets"
        sheets.mkdir(exist_ok=True)
        for width, height, columns in SCREENS:
            shots = [
                shot(browser, address, scheme, width, height)
                for scheme in ("light", "dark")
                for address in addresses
            ]
            write(shots, columns, sheets / f"{width}.png")
        printed = [picture for address in addresses for picture in pages(browser, address)]
        write(printed, 8, sheets / "print.png")
        browser.close()


def serve(site: Path) -> str:
    """Serve a site until the program ends, and return its address."""
    handler = functools.partial(_Handler, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def build(variant: str, out: Path) -> None:
    """Build a copy of the site with invented figures, and with invented papers as well."""
    source = out.with_name(f"{variant}-source")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if name.split("/")[0] not in {"docs", "tests"} and "/tests/" not in name:
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    file = source / "refs.bib"
    text = file.read_text(encoding="utf-8")
    if variant == "sixty":
        text += "".join(map(invented, range(60 - len(re.findall(r"^@\w+\{", text, re.MULTILINE)))))
    numbers = iter(range(1000))
    # Every third paper has none.
    file.write_text(
        re.sub(
            r"^(@\w+\{.+,)$",
            lambda match: match[1] + preview(next(numbers), source),
            text,
            flags=re.MULTILINE,
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "sphinx", "-q", "-d", f"{out}-doctrees", str(source), str(out)]
    subprocess.run(command, check=True)


def invented(number: int) -> str:
    """Return an entry that nobody takes for a paper."""
    return (
        f"@article{{invented{number},\n  author = {{Example, Ann and Sample, Ben}},\n"
        f"  title = {{Invented paper {number + 1}, which fills a list}},\n"
        f"  journal = {{Journal of Examples}},\n  year = {{{2012 - number // 6}}},\n}}\n"
    )


def preview(number: int, source: Path) -> str:
    """Draw a figure, and return the field that names it; nothing for every third entry."""
    if number % 3 == 2:
        return ""
    sizes = ((640, 480), (800, 400), (480, 640))
    width, height = sizes[number // 3 % 3]
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    for step in range(12):
        x = 40 + step * (width - 80) // 12
        tall = 30 + (step * (number + 3) * 37) % (height - 120)
        colour = f"hsl({(number * 47 + step * 6) % 360}, 55%, 50%)"
        draw.rectangle((x, height - 40 - tall, x + width // 20, height - 40), fill=colour)
    draw.line((30, height - 40, width - 30, height - 40), fill="black", width=3)
    image.save(source / f"figure{number}.png")
    return f"\n  preview = {{/figure{number}.png}},"


def paths_of(site: Path, kinds: tuple[str, ...]) -> dict[str, str]:
    """Return the path of a page of each kind that the site has."""
    papers = sorted(path for path in site.glob("*/*.html") if path.parent.name[0] != "_")
    # The paper that is cited most by its own page: it has most sections.
    paper = max(papers, key=lambda path: path.read_text(encoding="utf-8").count("<section"))
    paths = {name: f"{name}.html" for name in kinds} | (
        {"paper": paper.relative_to(site).as_posix()} if "paper" in kinds else {}
    )
    found = {name: path for name, path in paths.items() if (site / path).is_file()}
    return {name: path + "?q=neural" * (name == "search") for name, path in found.items()}


def shot(browser: Browser, address: str, scheme: str, width: int, height: int) -> Image.Image:
    """Return the first screen of a page."""
    page = browser.new_page(
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": height},
    )
    page.goto(address, wait_until="networkidle")
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def pages(browser: Browser, address: str) -> Iterator[Image.Image]:
    """Yield the first two pages of a page as it is printed on A4, from a dark screen."""
    page = browser.new_page(color_scheme="dark")
    page.goto(address, wait_until="networkidle")
    with tempfile.TemporaryDirectory() as folder:
        page.pdf(path=f"{folder}/page.pdf", format="A4")
        page.close()
        command = ["pdftoppm", "-r", "60", "-l", "2", "-png", "page.pdf", "page"]
        subprocess.run(command, check=True, cwd=folder)
        for path in sorted(Path(folder).glob("*.png")):
            yield Image.open(path).convert("RGB")


def write(pictures: list[Image.Image], columns: int, path: Path) -> None:
    """Write pictures of one size as a sheet, with the few colours that pages have."""
    width = (SHEET - GAP) // columns - GAP
    height = round(pictures[0].height * width / pictures[0].width)
    rows = [pictures[at : at + columns] for at in range(0, len(pictures), columns)]
    sheet = Image.new("RGB", (SHEET, len(rows) * (height + GAP) + GAP), "#9aa3ad")
    for number, row in enumerate(rows):
        for place, picture in enumerate(row):
            small = picture.resize((width, height), Image.Resampling.LANCZOS)
            sheet.paste(small, (GAP + place * (width + GAP), GAP + number * (height + GAP)))
    sheet.quantize(192).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))

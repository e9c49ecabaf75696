"""A copy of the site in which everything is in use that the documentation offers."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

from .copies import Copy
from .smallpictures.test_scaling import save_photo
from .source import documents

DATA = Path(__file__).parent / "data" / "everything"
PDF = b"%PDF-1.4\n%%EOF\n"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">'
    '<rect width="190" height="90" x="5" y="5" fill="#357"/><text x="20" y="60">Pond</text></svg>\n'
)
_SIZES = {
    "figure.png": (640, 480),
    "figure.jpg": (1600, 900),
    "figure.webp": (500, 500),
    "figure.gif": (320, 200),
    "tall.png": (120, 900),
    "wide.png": (1800, 150),
    "tiny.png": (8, 8),
}


def switch_on(copy: Copy) -> None:
    """Use every setting, option, field and kind of page in a copy of the site."""
    for name in ("lists.md", "talks.md", "formulas.md", "more.bib"):
        copy.write(name, (DATA / name).read_text(encoding="utf-8"))
    copy.append("refs.bib", (DATA / "refs.txt").read_text(encoding="utf-8"))
    copy.append("conf.py", (DATA / "conf.txt").read_text(encoding="utf-8"))
    link_pages(copy, (DATA / "toctree.txt").read_text(encoding="utf-8"))
    _put_files(copy)


def link_pages(copy: Copy, added: str) -> None:
    """Add lines to the first table of contents of the front page, or give it one."""
    front = f"{documents()[0].name}.md"
    text, count = re.subn(
        r"(^```\{toctree\}\n(?::.*\n)*\n)",
        lambda match: match[1] + added,
        copy.read(front),
        count=1,
        flags=re.MULTILINE,
    )
    copy.write(front, text if count else f"{text}\n```{{toctree}}\n:hidden:\n\n{added}```\n")


def _put_files(copy: Copy) -> None:
    papers = copy.folder / "papers"
    papers.mkdir()
    for name in ("crowd.pdf", "poster.pdf", "slides.pdf", "supplement.zip"):
        (papers / name).write_bytes(PDF)
    for name in ("cv.pdf", "poster.pdf"):
        (copy.folder / name).write_bytes(PDF)
    grain = Image.effect_noise((320, 320), 60)
    for name, size in _SIZES.items():
        grain.resize(size).convert("RGB").save(papers / name)
    grain.save(papers / "grey.png")
    grain.convert("RGB").quantize(16).save(papers / "palette.png")
    (papers / "figure.svg").write_text(DRAWING, encoding="utf-8")
    (copy.folder / "drawing.svg").write_text(DRAWING, encoding="utf-8")
    for name in ("talk.png", "wide.png"):
        grain.resize((1280, 720)).convert("RGB").save(copy.folder / name)
    save_photo(copy.folder / "portrait.jpg", grain.resize((600, 740)).convert("RGB"), quality=80)

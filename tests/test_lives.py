"""What becomes of the site: a paper is pasted, a year passes, another person takes it.

Each is done to a copy of the repository, in which the tests of the site are run.
"""

from __future__ import annotations

import re
import subprocess
from itertools import chain
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from . import markdown
from .built import Site, text_of
from .copies import FAST, WITH_BROWSER, Copy
from .reading import fold
from .smallpictures.test_scaling import CAMERA, save_photo
from .source import ROOT, config, documents, papers

pytestmark = pytest.mark.lives

DATA = Path(__file__).parent / "data"
_RESOURCE = re.compile(r"^- \[[^\]]*\]\((?=http)", re.MULTILINE)
ONE_FORM = ("-k", "not dirhtml and not the_cv and not dark")
"""Pages in one of their two forms, and by day."""
POSITION = "Professor of Invented Neuroscience"


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A copy of the repository as it is now."""
    return Copy.of_repository(tmp_path / "copy")


def passed(done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert re.search(r"\d+ passed", done.stdout)
    assert not re.search(r"failed|skipped|error", done.stdout.splitlines()[-1])


def data(name: str) -> str:
    return (DATA / name).read_text(encoding="utf-8")


def every_page(copy: Copy) -> str:
    pages = copy.built("html").rglob("*.html")
    return fold(" ".join(path.read_text(encoding="utf-8") for path in pages))


def test_a_pasted_paper(copy: Copy) -> None:
    """NeurIPS, Springer Nature, Elsevier, IEEE and ACM export entries each in its own form."""
    copy.append("refs.bib", data("pasted.bib"))
    passed(copy.test(FAST, *ONE_FORM))
    pages = every_page(copy)
    titles = re.findall(r"^\s*title\s*=\s*\{(.*)\}", data("pasted.bib"), re.MULTILINE)
    assert len(titles) == 5
    assert [title for title in titles if fold(title) not in pages] == []


def set_position(copy: Copy) -> None:
    """Write a new position into the front page and conf.py, as the owner would."""
    old = config()["publications_person"].get("jobTitle", "")
    front = f"{documents()[0].name}.md"
    if old and old in copy.read(front):
        copy.write(front, copy.read(front).replace(old, POSITION))
    else:
        copy.append(front, f"\nI am {POSITION}.\n")
    if old:
        copy.write("conf.py", copy.read("conf.py").replace(repr_of(old), repr_of(POSITION)))
    else:
        copy.append("conf.py", f'publications_person["jobTitle"] = {repr_of(POSITION)}\n')


def repr_of(text: str) -> str:
    return f'"{text}"'


def rename_a_resource(copy: Copy) -> None:
    """Give the first list item that is a link to elsewhere another name."""
    for page in documents():
        text, count = _RESOURCE.subn("- [A new name](", copy.read(f"{page.name}.md"), count=1)
        if count:
            copy.write(f"{page.name}.md", text)
            return
    copy.append(f"{documents()[0].name}.md", "\n- [A new name](https://example.org/code)\n")


def put_photo(copy: Copy) -> None:
    """Do what docs/editing.md says of the photo; it has the place, as phones write it."""
    (told,) = re.findall(
        r"^- \*\*Photo\*\*:.*?(?=^- |\Z)", copy.read("docs/editing.md"), re.M | re.S
    )
    put = re.findall(r"`(\w+\.jpg)`", told)[0]
    grain = Image.effect_noise((300, 370), 60).resize((3000, 3700))
    save_photo(copy.folder / put, grain.convert("RGB"), quality=80)
    front = f"{documents()[0].name}.md"
    if "{portrait}" not in copy.read(front):
        copy.append(front, "\n```{portrait}\n:alt: Photo\n```\n")


def show_talks(copy: Copy) -> list[str]:
    """Take away the comment signs before pictures, and put the pictures; returns their links."""
    front = f"{documents()[0].name}.md"
    shown = re.sub(r"^% ?", "", copy.read(front), flags=re.MULTILINE)
    pictures = re.findall(r'<img src="([\w.-]+)"', shown)
    if not pictures:
        return []
    copy.write(front, shown)
    for name in pictures:
        Image.effect_noise((160, 90), 60).resize((1280, 720)).save(copy.folder / name)
    return re.findall(r'<img src="[^>]*>\]\((https?:[^)\s]+)\)', shown)


def put_cv(copy: Copy) -> None:
    """Do what docs/editing.md says of the CV."""
    (told,) = re.findall(
        r"^- \*\*CV\*\*:.*?(?=^- |^#|\Z)", copy.read("docs/editing.md"), re.M | re.S
    )
    (name,) = re.findall(r"`([\w/.]+\.pdf)`", told)
    (copy.folder / name).write_bytes(b"%PDF-1.4\n%%EOF\n")
    front = f"{documents()[0].name}.md"
    link = f"[CV]({name})"
    text, count = re.subn(r"\[CV\]\((?:<[^>]*>|[^)]*)\)", link, copy.read(front))
    copy.write(front, text if count else f"{text}\n{link}\n")


def test_the_next_year(copy: Copy) -> None:
    """A position, papers, a mark of the owner's own, a renamed resource, a photo, talks, a CV."""
    set_position(copy)
    rename_a_resource(copy)
    put_photo(copy)
    talks = show_talks(copy)
    put_cv(copy)
    copy.append("refs.bib", data("next-year.bib"))
    mark = "publications_marks = {"
    assert mark in copy.read("conf.py")
    word = f'{mark}\n    "senior": ("#", "joint senior authors"),'
    copy.write("conf.py", copy.read("conf.py").replace(mark, word))
    passed(copy.test(FAST, *ONE_FORM))
    front = (copy.built("html") / f"{documents()[0].name}.html").read_text(encoding="utf-8")
    page = BeautifulSoup(front, "html5lib")
    assert POSITION in page.get_text()
    assert front.count(POSITION) > 1
    photo = next(image for image in page.select("article picture img"))
    assert (photo["width"], photo["height"]) == ("192", "237")
    linked = [str(link["href"]) for link in page.select("article a:has(picture)")]
    assert linked == talks
    best = page.select("picture source[type='image/avif']")
    # On fine screens; talks are further down, and load later.
    (first,) = re.findall(r"(\S+) 2x", str(best[0]["srcset"]))
    assert (copy.built("html") / first).stat().st_size < 10_000
    assert CAMERA not in "".join(text for _, text in copy.texts())
    pages = every_page(copy)
    titles = re.findall(r"^\s*title\s*=\s*\{(.*)\}", data("next-year.bib"), re.MULTILINE)
    assert [title for title in titles if fold(title) not in pages] == []
    assert fold("A new name") in pages
    text = " ".join(path.read_text("utf-8") for path in copy.built("text").glob("*.txt"))
    assert "A Nowhere*, E Figment*, C Nemo#, I Hollow#" in text
    assert "#: joint senior authors" in text


def former_owner(site: Site) -> set[str]:
    """Return what names the present owner: conf.py, papers, the words and links of the pages."""
    said = config()
    affiliations = re.split(r"[()]", " ( ".join(map(str, said["publications_person"].values())))
    found = {said["owner"], said["github"], said["html_baseurl"], *affiliations}
    found |= {url for url, _ in said["profiles"].values()}
    # Somebody's name may be a word of every site, as Page is.
    common = text_of(site.web().pages["search.html"]).replace(said["owner"], "")
    names = {said["family"], said["given"]}
    found |= {name for name in names | {n.lower() for n in names} if name not in common}
    for paper in papers():
        found |= {paper.key, paper.title, *(author.name for author in paper.authors)}
    for page in documents():
        blocks = [token.content for token in markdown.blocks(page.source) if token.content]
        lines = chain.from_iterable(block.splitlines() for block in blocks)
        found |= {line for line in lines if len(line.split()) > 3}
        found |= set(re.findall(r"\]\(<?(https?://[^)>]+)", page.source))
        # Names that pages link.
        found |= set(re.findall(r"\[([A-Z]\w+ [^\]]*)\]\(http", page.source))
    # Options and fences of directives name nobody.
    return {text.strip() for text in found if re.match(r"\s*[^\W\d_]{2}.{2}", text)}


def take_over(copy: Copy, name: str) -> None:
    """Replace every page, the papers and the owner; remove the portrait."""
    copy.remove("_static/portrait.*", *(f"{page.name}.md" for page in documents()))
    for path in (DATA / name).iterdir():
        if path.suffix in {".md", ".bib"}:
            copy.write(path.name, path.read_text(encoding="utf-8"))
    copy.owned_by(data(f"{name}/head.txt"))


def test_another_person(copy: Copy, site: Site) -> None:
    """A linguist with 25 papers, without code and portrait, and with longer names."""
    take_over(copy, "linguist")
    passed(copy.test(WITH_BROWSER, *ONE_FORM))
    hers = "".join(path.read_text(encoding="utf-8") for path in (DATA / "linguist").iterdir())
    theirs = {text for text in former_owner(site) if text not in hers}
    assert config()["owner"] in theirs
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(theirs)))})(?!\w)")
    assert {name: match[0] for name, text in copy.texts() if (match := named.search(text))} == {}


def test_a_site_of_one_paper(copy: Copy) -> None:
    """No annotation, no other page, no profile, no address, no portrait."""
    take_over(copy, "bare")
    passed(copy.test(FAST, *ONE_FORM))
    assert [name for name, text in copy.texts() if config()["owner"] in text] == []


def test_a_life_fails_where_the_site_does(copy: Copy) -> None:
    """What asks a third party for a font fails, and nothing else."""
    copy.append("_static/site.css", '@import "https://fonts.example.org/serif.css";\n')
    # The build says so too, and ends there.
    copy.append("conf.py", 'suppress_warnings = ["security.blocked"]\n')
    done = copy.test(FAST, "-k", "(files_that_stylesheets_name or titles_are_of) and not dirhtml")
    assert done.returncode == 1
    assert re.search(r"1 failed, 1 passed", done.stdout)
    assert (ROOT / "_static" / "site.css").read_text(encoding="utf-8").count("@import") == 0

"""Command line of `newsite`: ``make new``.

It asks for what a page says of its owner, unless `NAME` is given. It then writes the first part
of ``conf.py``, the pages and ``refs.bib``, and removes those of the former owner.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import conf_check
from newsite import alfolio, pages
from sphinx_publications.model.names import Name, parse_name

QUESTIONS = {
    "NAME": "Your name, such as Ada Nowhere, or Nowhere, Ada",
    "POSITION": "Your position, such as Postdoc in linguistics",
    "AFFILIATION": "Where you work",
    "EMAIL": "Your address for mail, as pages shall show it",
    "ADDRESS": "The address that the site will have",
    "PROFILES": "Your ORCID iD, and addresses of your profiles",
    "PAGES": f"Pages, among {', '.join(pages.TITLES)}",
}
_DEFAULT_PAGES = "publications teaching cv"
_HOSTS = {
    r"github\.com": ("GitHub", "github"),
    r"gitlab\.com": ("GitLab", "gitlab"),
    r"(www\.)?orcid\.org": ("ORCID", "orcid"),
    r"scholar\.google\.[a-z.]+": ("Google Scholar", "google-scholar"),
    r"bsky\.app": ("Bluesky", "bluesky"),
    r"(\w+\.)?linkedin\.com": ("LinkedIn", "linkedin"),
    r"(www\.)?researchgate\.net": ("ResearchGate", "researchgate"),
    r"(www\.)?youtube\.com": ("YouTube", "youtube"),
    r"(www\.)?(x|twitter)\.com": ("X", "x-twitter"),
}
"""Labels and icons of profiles by host."""
_OWNED = ("*.md", "*/*.md", "*.bib", "cv.pdf", "files/*", "portrait.*", "_static/portrait.*")
"""What belongs to the former owner, without these:"""
_KEPT = re.compile(
    r"(README|CHANGELOG|CONTRIBUTING)\.md|"
    r"(\.|_build|_ext|docs|sphinx-publications|tests|tools)[^/]*/"
)


class NotDoneError(Exception):
    """Nothing was changed; the message says why."""


@dataclass(frozen=True)
class Owner:
    """What the pages say of their owner."""

    family: str
    given: str
    position: str
    affiliation: str
    email: str
    address: str
    github: str
    repository: str
    profiles: dict[str, tuple[str, str]]
    """Address and icon by label."""

    @property
    def name(self) -> str:
        """The name as it is said: the given names first, unless it is in Han, kana or Hangul."""
        return Name(self.family, self.given).full

    @property
    def lines(self) -> list[str]:
        """Position and affiliation, or what else introduces the owner."""
        return [line for line in (self.position, self.affiliation) if line] or [self.name]

    def head(self) -> str:
        """Return the section "Whose page this is" of conf.py."""
        text = json.JSONEncoder(ensure_ascii=False).encode
        person = {"jobTitle": self.position, "affiliation": self.affiliation}
        rows = [f"    {text(name)}: {text(value)}," for name, value in person.items() if value]
        profiles = [
            f"    {text(label)}: ({text(url)}, {text(icon)}),"
            for label, (url, icon) in self.profiles.items()
        ]
        is_family_first = Name(self.family, self.given).is_family_first
        order = "{family} {given}" if is_family_first else "{given} {family}"
        return "\n".join(
            [
                f"family, given = {text(self.family)}, {text(self.given)}",
                f'owner = f"{order}".strip()',
                f"github = {text(self.github)}",
                f"repository = {text(self.repository)}",
                f"address = {text(self.address)}",
                "profiles = {",
                "    # name: (address, icon); {{ profiles }} on a page shows them",
                *profiles,
                "}",
                "person = {",
                "    # properties of schema.org's Person",
                *rows,
                "}",
                'accent = "" # colour of links and previews, such as "#7a1f3d"; else ink blue',
                "publications_marks = {",
                "    # word in author+an: (symbol, text of the legend)",
                '    "equal": ("*", "equal contribution"),',
                "}",
            ]
        )


def ask(given: dict[str, str], defaults: Mapping[str, str]) -> dict[str, str]:
    """Return an answer to each question; ask those without one, unless `NAME` is given."""
    if "NAME" in given:
        return {name: given.get(name, defaults.get(name, "")) for name in QUESTIONS}
    answers = dict(given)
    for name in [name for name in QUESTIONS if name not in given]:
        default = defaults.get(name, "")
        try:
            said = input(f"{QUESTIONS[name]}{f' [{default}]' if default else ''}: ").strip()
        except (EOFError, OSError):
            raise NotDoneError('nobody answers; write make new NAME="Ada Nowhere"') from None
        answers[name] = said or default
    return answers


def split_name(name: str) -> tuple[str, str]:
    """Return the family name and the given name, as BibTeX and `publications_owner` read them."""
    found = parse_name(name)[0]
    return f"{found.family} {found.suffix}".strip(), found.given


def read_profiles(text: str) -> dict[str, tuple[str, str]]:
    """Return the label, address and icon of each profile that a text names."""
    found = {}
    for word in re.split(r"[,\s]+", text.strip()):
        if re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", word):
            word = f"https://orcid.org/{word}"
        if not word:
            continue
        url = word if "//" in word else f"https://{word}"
        host = urlsplit(url).netloc.lower()
        known = [value for form, value in _HOSTS.items() if re.fullmatch(form, host)]
        other = ("Mastodon", "mastodon") if "/@" in url else (host, "fa-solid fa-link")
        label, icon = known[0] if known else other
        found[label if label not in found else f"{label} ({host})"] = (url, icon)
    return found


def read_pages(text: str) -> list[str]:
    """Return the named pages in the order of the menu; raise `NotDoneError` for an unknown one."""
    names = {word.lower() for word in re.split(r"[,\s]+", text.strip()) if word}
    if unknown := sorted(names - pages.TITLES.keys()):
        raise NotDoneError(f"{unknown[0]} is no page; there are {', '.join(pages.TITLES)}")
    return [name for name in pages.TITLES if name in names]


def make_site(here: Path, owner: Owner, wanted: list[str], source: Path | None) -> list[str]:
    """Replace the owner, the pages and the papers in the folder `here`; return what was removed."""
    conf = (here / "conf.py").read_text(encoding="utf-8")
    block = re.compile(r"(?<=^# Whose page this is\n\n).*?(?=^# The site$)", re.M | re.S)
    removed = owned(here)
    for name in removed:
        (here / name).unlink()
    settings = list(alfolio.take(source, here)) if source else []
    if "people" in wanted and not any("publications_people" in line for line in settings):
        settings.append(pages.PEOPLE.strip())
    head = "\n".join([owner.head(), *settings])
    branch = _git(here, "branch", "--show-current").strip() or "master"
    conf = block.sub(lambda match: f"{head}\n\n", conf)
    conf = conf.replace('"github_version": "master"', f'"github_version": {json.dumps(branch)}')
    files = {
        "conf.py": conf,
        "README.md": readme((here / "README.md").read_text(encoding="utf-8"), owner.name),
        "_static/favicon.svg": pages.FAVICON.format(
            letter=owner.name[:1].upper(), colour="#1d4e89"
        ),
        **texts(owner, wanted),
    }
    if not (here / "refs.bib").is_file():
        author = f"{owner.family}, {owner.given}".strip(" ,")
        files["refs.bib"] = pages.ENTRIES.format(author=author)
    for name, text in files.items():
        (here / name).parent.mkdir(exist_ok=True)
        (here / name).write_text(text, encoding="utf-8")
    return removed


def texts(owner: Owner, wanted: list[str]) -> dict[str, str]:
    """Return the front page and the wanted pages, by their files."""
    address = f"<{owner.address}>" if owner.address else ""
    lines = "\\\n".join(filter(None, [*owner.lines, owner.email, address]))
    found = {f"{name}.md": f"# {pages.TITLES[name]}\n\n{pages.BODIES[name]}" for name in wanted}
    if "projects" in wanted:
        found["projects/first.md"] = pages.PROJECT
    for name, text in found.items():
        title = text.partition("\n")[0].removeprefix("# ")
        text = text.replace("LINES", lines)
        found[name] = pages.described(text, f"{title}: {owner.name}", *owner.lines)
    found["index.md"] = pages.front_page(owner.name, owner.lines, owner.email, wanted)
    return found


def owned(here: Path) -> list[str]:
    """Return the files of the present owner, as paths in the folder `here`."""
    paths = [path for pattern in _OWNED for path in sorted(here.glob(pattern)) if path.is_file()]
    names = [path.relative_to(here).as_posix() for path in paths]
    return [name for name in names if not _KEPT.match(name)]


def readme(text: str, name: str) -> str:
    """Return the README with another name, and without the picture of the former site."""
    text = re.sub(r"\A# Homepage of .*", lambda match: f"# Homepage of {name}", text)
    return re.sub(r"^<img src=\"docs/.*\n\n", "", text, flags=re.MULTILINE)


def _git(here: Path, *arguments: str) -> str:
    try:
        command = ["git", "-C", str(here), *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""  # git is not installed.


def check_saved(here: Path) -> None:
    """Raise `NotDoneError` if something would be lost that is not committed."""
    names = ["conf.py", "README.md", *owned(here)]
    changed = _git(here, "status", "--porcelain", "-z", "--ignored", "--", *names)
    if changed:
        name = changed.split("\0")[0][3:]
        raise NotDoneError(f"commit or remove {name} first; it would be overwritten")
    if not _git(here, "ls-files", "conf.py"):
        raise NotDoneError("git does not have these files; write YES=1 to overwrite them")


def main(here: Path, environment: Mapping[str, str]) -> None:
    """Ask, and make the site in the folder `here`."""
    # Some systems have a variable NAME of their own: only what make was given counts.
    flags = environment.get("MAKEFLAGS", "")
    names = (*QUESTIONS, "FROM", "YES")
    given = {n: environment[n] for n in names if n in environment and f"{n}=" in flags}
    if not given.pop("YES", ""):
        check_saved(here)
    source = Path(given.pop("FROM")).expanduser() if "FROM" in given else None
    if source:
        if not (source / "_config.yml").is_file():
            raise NotDoneError(f"{source} has no _config.yml, as a site of al-folio has")
        given = {**alfolio.answers(source), **given}
    account, repository, address = conf_check.github_pages(here) or ("", "", "")
    if f'github = "{account}"' in (here / "conf.py").read_text(encoding="utf-8"):
        account, repository, address = "", "", ""  # A clone of the former owner's repository.
    said = ask(given, {"ADDRESS": address, "PAGES": _DEFAULT_PAGES})
    if not said["NAME"]:
        raise NotDoneError("a name is needed")
    wanted = read_pages(said["PAGES"])
    site = re.sub(r"^(?=\w)(?!https?://)", "https://", said["ADDRESS"])
    owner = Owner(
        *split_name(said["NAME"]), said["POSITION"], said["AFFILIATION"], said["EMAIL"],
        site, account, repository, read_profiles(said["PROFILES"]),
    )  # fmt: skip
    removed = make_site(here, owner, wanted, source)
    print(f"Removed: {', '.join(removed)}")
    print(f"Written: conf.py, refs.bib, index.md, {', '.join(f'{name}.md' for name in wanted)}")
    if source and (others := alfolio.left(source)):
        print(f"Left in {source}, for you to copy: {', '.join(others)}")
    print("Read docs/your-year.md for what comes next.")


if __name__ == "__main__":
    try:
        main(Path(), os.environ)
    except NotDoneError as error:
        sys.exit(f"make new: {error}")
    except KeyboardInterrupt:
        sys.exit("make new: nothing was changed")

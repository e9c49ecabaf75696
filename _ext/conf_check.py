"""Check the owner's part of ``conf.py``; report each mistake in one line with place and remedy.

The file is parsed but not run, because a mistake may prevent Python from running it. ``conf.py``
itself calls `check_conf`; ``python _ext/conf_check.py`` prints the same before a build.
"""

from __future__ import annotations

import ast
import builtins
import difflib
import re
import subprocess
import symtable
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from sphinx.errors import ConfigError

_TEXTS = ("github", "repository", "address", "accent")
_DICTIONARIES = ("profiles", "person")
_SCHEMES = ("http://", "https://", "mailto:")
_OF_SPHINX = ("tags", "__file__", "__name__")
"""Names that Sphinx defines in ``conf.py``."""
_CODE = re.compile(r"[a-z]{2,3}([-_@][A-Za-z0-9]+)*")
"""The code of a language, as Sphinx names its catalogues."""
_EXAMPLE = '("https://…", "github")'
_THEME = "theme/pydata_sphinx_theme/static/styles/pydata-sphinx-theme.css"
_GITHUB = re.compile(r"github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?\s*$")
_PAGES = re.compile(r"https?://([\w-]+)\.github\.io(?:/|$)", re.IGNORECASE)
Slip = tuple[int, str]
"""A line number, from 1, and a message."""


def check_conf(path: Path) -> None:
    """Raise `ConfigError` with a line for each mistake in the file `path`."""
    if errors := lines(path):
        raise ConfigError("\n".join(errors))


def lines(path: Path) -> list[str]:
    """Return the mistakes in the file `path`, formatted like compiler errors."""
    found = sorted(slips(path.read_text(encoding="utf-8")))
    return [f"{path.name}:{line}: ERROR: {message}" for line, message in found]


def notes(path: Path) -> list[str]:
    """Return a line if `address` is of another account than the repository's remote `origin`.

    Canonical links and the sitemap of a fork would send search engines to the other site.
    """
    found = github_pages(path.parent)
    address = dict(_assigned(ast.parse(path.read_text(encoding="utf-8")))).get("address")
    if found is None or not isinstance(address, ast.Constant):
        return []
    owner, name, own = found
    pages = _PAGES.match(str(address.value))
    if pages is None or pages[1].lower() == owner.lower():
        return []
    return [
        f"{path.name}:{address.lineno}: NOTE: address is that of {pages[1]}'s site, and this "
        f'repository is {owner}/{name}; write address = "{own}", or "" for none'
    ]


def github_pages(folder: Path) -> tuple[str, str, str] | None:
    """Return account, repository and address on GitHub Pages of a folder's remote `origin`."""
    remote = _GITHUB.search(_remote(folder))
    if remote is None:
        return None
    owner, name = remote.groups()
    host = f"{owner.lower()}.github.io"
    address = f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
    return owner, name, address


def _remote(folder: Path) -> str:
    command = ["git", "-C", str(folder), "config", "--get", "remote.origin.url"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""  # git is not installed.


def slips(text: str) -> Iterator[Slip]:
    """Yield the mistakes in the text of a ``conf.py``."""
    try:
        tree = ast.parse(text)
        table = symtable.symtable(text, "conf.py", "exec")
    except SyntaxError as error:
        message = error.msg[:1].lower() + error.msg[1:]
        what = f"Python cannot read this line, or the one above it: {message}"
        yield error.lineno or 1, f"{what}; look for a comma, a quote or a bracket that is missing"
        return
    yield from _unknown(tree, table)
    values = dict(_assigned(tree))
    if (names := values.get("family, given")) is None or not _are_texts(names, 2):
        line = names.lineno if names else 1
        yield line, 'write your name as family, given = "Lovelace", "Ada"'
    for name in (*_TEXTS, *_DICTIONARIES):
        if name not in values:
            yield 1, f"{name} is missing; write {name} = {_empty(name)} for none"
    for name in _TEXTS:
        if name in values and _is_no(values[name], str):
            yield values[name].lineno, f'{name} is no text; write it in quotes: {name} = "…"'
    for name in _DICTIONARIES:
        if name in values and _is_no(values[name], dict):
            yield values[name].lineno, f"{name} is no dictionary; write {name} = {{…}} with names"
    if isinstance(accent := values.get("accent"), ast.Constant):
        yield from _colour(accent)
    yield from _address(values.get("address"))
    yield from _language(values.get("language"))
    yield from _extensions(values.get("extensions"))
    if isinstance(profiles := values.get("profiles"), ast.Dict):
        for key, value in zip(profiles.keys, profiles.values, strict=True):
            if key is not None:
                yield from _profile(ast.unparse(key), value)


def _unknown(tree: ast.Module, table: symtable.SymbolTable) -> Iterator[Slip]:
    """Yield each undefined name: usually a string without quotes."""
    nodes = list(ast.walk(tree))
    if any(isinstance(node, ast.alias) and node.name == "*" for node in nodes):
        return  # Its names are unknown here.
    tables = [table]
    for each in tables:
        tables += each.get_children()
    symbols = [s for t in tables for s in t.get_symbols() if s.is_global() or t is table]
    known = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported()}
    used = {s.get_name() for s in symbols if s.is_referenced()}
    lines = {n.id: n.lineno for n in reversed(nodes) if isinstance(n, ast.Name)}
    for name in lines.keys() & used - known - {*dir(builtins), *_OF_SPHINX}:
        yield lines[name], f'{name} is unknown; a text stands in quotes: "{name}"'


def _assigned(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield the target and the value of each assignment at module level."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            yield ast.unparse(node.targets[0]).strip("()"), node.value


def _empty(name: str) -> str:
    return "{}" if name in _DICTIONARIES else '""'


def _are_texts(value: ast.expr, count: int) -> bool:
    return (
        isinstance(value, ast.Tuple)
        and len(value.elts) == count
        and not any(_is_no(part, str) for part in value.elts)
    )


def _is_no(value: ast.expr, kind: type) -> bool:
    """Return whether an expression certainly has a value of another type."""
    displays: dict[type, type] = {dict: ast.Dict, str: ast.JoinedStr}
    if isinstance(value, displays[kind]):
        return False
    if isinstance(value, ast.Constant):
        return not isinstance(value.value, kind)
    return isinstance(value, ast.Dict | ast.List | ast.Set | ast.Tuple | ast.JoinedStr)


def _colour(value: ast.Constant) -> Iterator[Slip]:
    """Yield the mistakes in the colour of links, "" for none."""
    text = value.value
    if not isinstance(text, str) or not text:
        return
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        yield value.lineno, f'the accent {text!r} is no colour of the form "#7a1f3d"'
    elif (contrast := _contrast_with_white(text)) < 4.5:
        message = (
            f"links in {text} are hard to read on white, since their contrast is {contrast:.1f}; "
            "write a darker accent, whose contrast is at least 4.5"
        )
        yield value.lineno, message


def _contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between white and a colour ``#rrggbb``."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _address(value: ast.expr | None) -> Iterator[Slip]:
    """Yield the mistake in the address of the site, "" for none."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        text = value.value
        if text and not text.startswith(("http://", "https://")):
            message = f'write address = "https://{text.partition("://")[2] or text}"'
            yield value.lineno, f"the address {text!r} does not begin with https://; {message}"


def _language(value: ast.expr | None) -> Iterator[Slip]:
    """Yield the mistake in the language of the site."""
    if isinstance(value, ast.Constant) and not _CODE.fullmatch(str(value.value)):
        message = f"{value.value!r} is no code of a language"
        yield value.lineno, f'{message}; write one, such as language = "fr" or "pt_BR"'


def _extensions(value: ast.expr | None) -> Iterator[Slip]:
    """Yield each extension that Python does not find."""
    for part in value.elts if isinstance(value, ast.List) else ():
        if isinstance(part, ast.Constant) and not _is_found(str(part.value)):
            message = (
                f"the extension {part.value!r} is not installed; correct its name, or write its "
                "package in requirements.in and run make lock and make html"
            )
            yield part.lineno, message


def _is_found(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):
        return False  # It is in a package that is not there.


def _profile(name: str, value: ast.expr) -> Iterator[Slip]:
    """Yield the mistakes in a profile; `name` includes its quotes."""
    if not _is_no(value, str):
        if isinstance(value, ast.Constant | ast.JoinedStr):
            message = (
                f"the profile {name} is one text; write its address and its icon, "
                f"with a comma between them: {name}: {_EXAMPLE},"
            )
            yield value.lineno, message
        return
    if not _are_texts(value, 2):
        yield value.lineno, f"the profile {name} is no pair; write {name}: {_EXAMPLE},"
        return
    assert isinstance(value, ast.Tuple)
    address, icon = value.elts
    if isinstance(address, ast.Constant) and not str(address.value).startswith(_SCHEMES):
        message = (
            f"the profile {name} leads to {address.value!r}, which is no address; "
            "write it with https:// in front"
        )
        yield address.lineno, message
    if isinstance(icon, ast.Constant) and (message := _wrong_icon(str(icon.value))):
        yield icon.lineno, message


def _wrong_icon(icon: str) -> str:
    """Return what is wrong with the icon of a profile; "" if it is right, or a picture."""
    style, _, name = icon.rpartition(" ")
    among = "icons" if style else "brands"
    known = icons(only_brands=not style)
    name = name.removeprefix("fa-") if style else name
    if not name or "." in name or not known or name in known:
        return ""
    close = difflib.get_close_matches(name, sorted(known), n=1)
    found = f"{style} fa-{close[0]}" if close and style else "".join(close)
    remedy = f'did you mean "{found}"?' if close else 'write another, such as "github"'
    return f"there is no icon '{name}' among the {among} of Font Awesome; {remedy}"


def icons(*, only_brands: bool) -> set[str]:
    """Return the names of the theme's icons, or its brands; an empty set if they are not found."""
    spec = find_spec("pydata_sphinx_theme")
    folder = next(iter(spec.submodule_search_locations or ()), "") if spec else ""
    try:
        css = (Path(folder) / _THEME).read_text(encoding="utf-8")
    except OSError:
        return set()
    # Brands follow the rules of their font.
    start = css.rfind(".fa-brands") if only_brands else 0
    return set(re.findall(r"\.fa-([a-z0-9-]+)[,{]", css[start:])) - {"brands"}


if __name__ == "__main__":
    conf = Path(__file__).parent.parent / "conf.py"
    sys.path.append(str(conf.parent / "sphinx-publications" / "src"))  # As conf.py does.
    errors = lines(conf)
    told = errors or notes(conf)
    print(*told, sep="\n", end="\n" if told else "")
    sys.exit(bool(errors))

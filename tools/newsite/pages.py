"""The first text of each page of a new site; docs/your-year.md shows how they grow."""

from __future__ import annotations

import json

TITLES = {
    "publications": "Publications",
    "talks": "Talks",
    "projects": "Projects",
    "people": "People",
    "teaching": "Teaching",
    "code": "Code",
    "news": "News",
    "cv": "CV",
}
"""The pages that a site may have, in the order of the menu."""
BODIES = {
    "publications": "```{publications}\n```\n",
    "talks": "- **A talk**, where it was, 1 March 2026\n",
    "projects": (
        "{.resources}\n"
        "- [A project](projects/first.md) What it is about, in a sentence.\n\n"
        "```{toctree}\n:hidden:\n:glob:\n\nprojects/*\n```\n"
    ),
    "people": "```{people}\n```\n",
    "teaching": "- A course, spring 2026\n",
    "code": "{.resources}\n- [A program](https://example.org/code) What it does, in a sentence.\n",
    "news": "- **March 2026**: what is new.\n- **January 2026**: what was new.\n\n% older\n",
    "cv": (
        "LINES\n\n{{ profiles }}\n\n## Positions\n\n- 2026: where, as what\n\n"
        "## Education\n\n- 2020: a degree, where\n\n## Publications\n\n```{publications}\n```\n"
    ),
}
"""The text of each page, without its heading."""
PROJECT = """# A project

What it is about.

```{publications}
:filter: keywords % "first-project"
:group-by: none
```
"""
PEOPLE = """
publications_people = {
    "Ben Sample": {"role": "PhD student", "url": "https://example.org/ben"},
}
"""
ENTRIES = """% Two invented entries, which show how an entry is written; replace them by yours.

@article{{first2026,
  author    = {{{author} and Sample, Ben}},
  author+an = {{1=equal; 2=equal}},
  title     = {{A first invented paper}},
  journal   = {{Journal of Examples}},
  year      = {{2026}},
  url       = {{https://example.org/first}},
  keywords  = {{first-project}},
}}

@inproceedings{{second2025,
  author    = {{Sample, Ben and {author}}},
  title     = {{A second invented paper}},
  booktitle = {{Proceedings of the Conference on Examples}},
  year      = {{2025}},
  url       = {{https://example.org/second}},
}}
"""
FAVICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="7" fill="{colour}"/>
  <text x="16" y="22.5" font-family="sans-serif" font-size="18" font-weight="700" fill="#fff" \
text-anchor="middle">{letter}</text>
</svg>
"""
_HEAD = """---
myst:
  html_meta:
    description: {description}
---

"""
_FRONT = """# {name}

::::{{container}} hero
```{{portrait}}
:alt: Photo
:class: dark-light
```

{lines}

{{.profiles}}
{links}
::::

::::::{{container}} columns
::::{{container}} words
[Write here in a sentence what you work on.]{{.lead}} And here more.
::::

:::::{{only}} html or text
::::{{container}} papers
{lists}::::
:::::
::::::

```{{toctree}}
:hidden:

{menu}
```
"""
_NEWS = """```{rubric} News
:heading-level: 2
```

```{include} news.md
:start-after: "# News"
:end-before: "% older"
```

[All news](news.md){.more}

"""
_NEWEST = """```{rubric} Newest publications
:heading-level: 2
```

```{publications}
:group-by: none
:limit: 5
```

[All publications](publications.md){.more}
"""


def described(text: str, *facts: str) -> str:
    """Return the text of a page with a head, in which search engines are told the facts."""
    return _HEAD.format(description=json.dumps(", ".join(facts), ensure_ascii=False)) + text


def front_page(name: str, lines: list[str], email: str, pages: list[str]) -> str:
    """Return the text of the front page."""
    others = [email, "[CV](cv.md)" if "cv" in pages else ""]
    # Profiles alone would be paragraphs of their own, without the class.
    profiles = "{{ profiles }}" if any(others) else "[{{ profiles }}]{.links}"
    links = [others[0], profiles, others[1]]
    lists = (_NEWS if "news" in pages else "") + (_NEWEST if "publications" in pages else "")
    text = _FRONT.format(
        name=name,
        lines="\\\n".join(lines),
        links=" ".join(filter(None, links)),
        lists=lists,
        menu="\n".join(f"{TITLES[page]} <{page}>" for page in pages),
    )
    return described(text, name, *lines)

"""Configuration of a homepage: its owner, its publications, and each output format.

Another owner only has to change the section "Whose page this is".
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from docutils.nodes import make_id

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "sphinx-publications" / "src"), str(HERE / "_ext")]

from conf_check import check_conf  # noqa: E402

check_conf(Path(__file__))

# Whose page this is

family, given = "Bellec", "Guillaume"
owner = f"{given} {family}".strip()
github = "guillaumeBellec"
repository = "guillaumeBellec.github.io"
address = "https://guillaumebellec.github.io/"
profiles = {
    # name: (address, icon); {{ profiles }} on a page shows them
    "Google Scholar": ("https://scholar.google.fr/citations?user=fSXUVvAAAAAJ", "google-scholar"),
    "GitHub": (f"https://github.com/{github}", "github"),
}
person = {
    # properties of schema.org's Person
    "jobTitle": "Postdoc",
    "affiliation": "Ecole Polytechnique Fédérale de Lausanne (EPFL)",
    "alumniOf": "TU Graz",
}
accent = "" # colour of links and previews, such as "#7a1f3d"; else ink blue
publications_marks = {
    # word in author+an: (symbol, text of the legend)
    "equal": ("*", "comparable contributions and team work"),
}

# The site

project = author = copyright = html_title = owner
version = "1"
language = "en"

extensions = [
    "myst_parser",
    "notfound.extension",
    "sphinx_publications",
    "laterbuilds",
    "sitemap",
    "fixedfiles",
    "smallpictures",
    "mathml",
    "searchsummaries",
    "languages",
    "schemes",
    "lightweight",
    "security",
    "linebreaks",
    "reproducible",
    "book",
    "boldtitles",
    "tagged",
]
include_patterns = ["*.md", "*/*.md"]
exclude_patterns = [
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "files", "_*", ".*"),
    *("docs", "sphinx-publications", "tests", "tools"),
]
templates_path = ["_templates"]
nitpicky = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "html_image", "substitution"]
myst_substitutions = {"profiles": " ".join(f"[{name}]({url})" for name, (url, _) in profiles.items())}

# Publications

bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_venue"
publications_pictures = accent # the previews have the colour of links
publications_opengraph = True # every page has a preview in social networks, and links to the feed
publications_owner = ", ".join(filter(None, (family, given)))
publications_feed_title = f"Publications of {owner}"
publications_person = {
    "name": owner,
    **person,
    "sameAs": [url for url, _ in profiles.values()],
}

# Web pages

html_theme = "pydata_sphinx_theme"
html_baseurl = os.environ.get("READTHEDOCS_CANONICAL_URL", address)
html_static_path = ["_static"]
html_extra_path = ["files"] if (HERE / "files").is_dir() else [] # goes to the root of the site
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_favicon = "_static/favicon.svg"
html_sidebars = {"**": []}
html_copy_source = False
html_scaled_image_link = False
html_use_index = False
html_show_search_summary = False
html_context = {
    "accent": accent,
    "default_mode": "auto",
    "github_user": github,
    "github_repo": repository,
    "github_version": "master",
    "doc_path": "",
}
html_theme_options = {
    "use_edit_page_button": bool(github and repository),
    "search_bar_text": "Search this site",
    "header_links_before_dropdown": 4,
    "icon_links": [
        {"name": name, "url": url, "icon": icon, "type": "local"} if "." in icon
        else {"name": name, "url": url, "icon": icon if " " in icon else f"fa-brands fa-{icon}"}
        for name, (url, icon) in list(profiles.items())[:3]
    ],
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "article_header_start": [],
    "secondary_sidebar_items": [],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": ["edit-this-page"],
}
notfound_template = "404.html"
notfound_context = {
    "title": "Page not found",
    "words": "This page does not exist, or has moved. These do:",
}
if "READTHEDOCS" not in os.environ:
    notfound_urls_prefix = urlsplit(html_baseurl).path.rstrip("/") + "/"

# PDF and EPUB

latex_engine = "lualatex"
latex_documents = [("index", f"{make_id(owner) or 'homepage'}.tex", project, author, "howto")]
# One colour, for links; headings are black.
link = f"{{HTML}}{{{accent[1:] or '1d4e89'}}}"
colours = f"TitleColor={{gray}}{{0}}, InnerLinkColor={link}, OuterLinkColor={link}"
latex_elements = {
    "papersize": "a4paper",
    "sphinxsetup": colours,
    "extraclassoptions": "oneside",
    # Omit the identifier, which depends on the file's path, for reproducible PDFs.
    "preamble": r"""
\setcounter{secnumdepth}{0}
\pdfvariable suppressoptionalinfo 512
\AtBeginDocument{\hypersetup{pdftitle={OWNER}, pdfauthor={OWNER}}}
""".replace("OWNER", owner),
    "maketitle": rf"{{\Huge\sffamily\bfseries {owner}\par}}\bigskip",
    "tableofcontents": "",
    "printindex": "",
}
if "cv" in tags: # `make cv`: the page cv.md if there is one, else only the publications
    has_page = (HERE / "cv.md").is_file()
    latex_documents = [("cv" if has_page else "publications", "cv.tex", project, author, "howto")]
    latex_elements["maketitle"] = rf"{{\Large\sffamily\bfseries {owner}\par}}\smallskip"
    # Years are beside the entries; other headings (`make cv BY=type`) are above them.
    is_beside = not any(tag.startswith("by_") for tag in tags)
    left = "3.2cm" if is_beside else "1.8cm"
    bottom = "2cm" if has_page else "1.5cm"
    latex_elements["sphinxsetup"] = f"{colours}, hmargin={{{left}, 1.8cm}}, vmargin={{1.8cm, {bottom}}}, marginpar=1cm"
    latex_elements["preamble"] += r"""
\usepackage{enumitem}
\setlist[itemize,1]{label={}, leftmargin=0pt, itemsep=0.8ex, topsep=0pt}
\titleformat{\LEVEL}[block]{\normalsize\sffamily\bfseries}{}{0pt}{}
\titlespacing*{\LEVEL}SPACING
\AtBeginDocument{\small\pagestyle{PAGES}\thispagestyle{PAGES}}
""".replace("SPACING", r"{-1.5cm}{1.6ex}{-1.15\baselineskip}" if is_beside else "{0pt}{1.6ex}{0.6ex}"
    ).replace("LEVEL", "subsection" if has_page else "section").replace("PAGES", "plain" if has_page else "empty")
    if has_page:
        latex_elements["preamble"] += r"""
\titleformat{\section}{\large\sffamily\bfseries}{}{0pt}{}
\titlespacing*{\section}{0pt}{2.4ex}{0.8ex}
"""
latex_domain_indices = False
epub_identifier = address or make_id(owner) or "homepage"
epub_scheme = "URL" if address else "ID"
epub_uid = "address"
epub_description = f"The homepage of {owner}, with all publications."
epub_contributor = owner
epub_show_urls = "no"
epub_tocscope = "includehidden"
epub_cover = ("_static/cover.png", "epub-cover.html")
epub_css_files = ["book.css"]
epub_exclude_files = ["_static/site.css", "_static/site.js"]
# By default, Sphinx writes its doctrees beside the book, and then warns about them.
suppress_warnings = ["epub.unknown_project_files"]

"""A homepage as it was in 2026, frozen: the tests of the package stand on it."""

from pathlib import Path

project = "Guillaume Bellec"
author = "Guillaume Bellec"
copyright = "Guillaume Bellec"
version = "1"
language = "en"

extensions = [
    "myst_parser",
    "notfound.extension",
    "sphinx_publications",
]
include_patterns = ["*.md"]
exclude_patterns = ["_*", ".*"]
templates_path = ["_templates"]
nitpicky = True
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence"]

# Publications

bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_venue"
publications_opengraph = True  # every page is the owner's
publications_owner = "Bellec, Guillaume"
publications_marks = {"equal": ("*", "comparable contributions and team work")}
publications_feed_title = "Publications of Guillaume Bellec"
publications_person = {
    "name": "Guillaume Bellec",
    "jobTitle": "Postdoc",
    "affiliation": "Ecole Polytechnique Fédérale de Lausanne (EPFL)",
    "alumniOf": "TU Graz",
    "sameAs": [
        "https://github.com/guillaumeBellec",
        "https://scholar.google.fr/citations?user=fSXUVvAAAAAJ",
    ],
}

# Web pages

html_theme = "pydata_sphinx_theme"
html_title = "Guillaume Bellec"
html_baseurl = "https://guillaumebellec.github.io/"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_favicon = "_static/favicon.svg"
html_sidebars = {"**": []}
html_copy_source = False
html_scaled_image_link = False
html_use_index = False
html_context = {
    "default_mode": "auto",
    "github_user": "guillaumeBellec",
    "github_repo": "guillaumeBellec.github.io",
    "github_version": "master",
    "doc_path": "",
}
html_theme_options = {
    "use_edit_page_button": True,
    "search_bar_text": "Search this site",
    "header_links_before_dropdown": 6,
    "icon_links": [
        {
            "name": "GitHub",
            "url": "https://github.com/guillaumeBellec",
            "icon": "fa-brands fa-github",
        },
        {
            "name": "Google Scholar",
            "url": "https://scholar.google.fr/citations?user=fSXUVvAAAAAJ",
            "icon": "fa-brands fa-google-scholar",
        },
    ],
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "article_header_start": [],
    "secondary_sidebar_items": [],
    "show_prev_next": False,
    "footer_start": ["copyright"],
    "footer_end": ["edit-this-page"],
}
notfound_context = {
    "title": "Page not found",
    "body": (
        "<h1>Page not found</h1>"
        "<p>This page does not exist, or has moved. The navigation and the search "
        "above lead to those that do.</p>"
    ),
}
notfound_urls_prefix = "/"

# PDF and EPUB

latex_engine = "lualatex"
latex_documents = [("index", "guillaume-bellec.tex", project, author, "howto")]
latex_elements = {
    "papersize": "a4paper",
    "extraclassoptions": "oneside",
    # Without the identifier, which is made of the file's path, the same source makes the same PDF.
    "preamble": r"""
\setcounter{secnumdepth}{0}
\pdfvariable suppressoptionalinfo 512
\AtBeginDocument{\hypersetup{pdftitle={Guillaume Bellec}, pdfauthor={Guillaume Bellec}}}
""",
    "maketitle": r"{\Huge\sffamily\bfseries Guillaume Bellec\par}\bigskip",
    "tableofcontents": "",
    "printindex": "",
}
if "cv" in tags:  # `make cv`: the publications alone, on one page
    latex_documents = [("publications", "cv.tex", project, author, "howto")]
    latex_elements["maketitle"] = r"{\Large\sffamily\bfseries Guillaume Bellec\par}\smallskip"
    latex_elements["sphinxsetup"] = "hmargin={3.2cm, 1.8cm}, vmargin={1.8cm, 1.5cm}, marginpar=1cm"
    latex_elements["preamble"] += r"""
\usepackage{enumitem}
\setlist[itemize,1]{label={}, leftmargin=0pt, itemsep=0.8ex, topsep=0pt}
\titleformat{\section}[block]{\normalsize\sffamily\bfseries}{}{0pt}{}
\titlespacing*{\section}{-1.5cm}{1.6ex}{-1.15\baselineskip}
\AtBeginDocument{\small\pagenumbering{gobble}}
"""
latex_domain_indices = False
epub_show_urls = "no"
epub_css_files: list[str] = []
# Sphinx keeps these beside the pages unless it is told otherwise, and then warns of them.
epub_exclude_files = [
    "_static/site.css",
    ".doctrees/environment.pickle",
    *(f".doctrees/{page.stem}.doctree" for page in Path(__file__).parent.glob("*.md")),
]

"""A small documentation that cites and lists papers; `html_theme` is given from outside."""

project = "Example"
author = "The authors"
copyright = "The authors"
version = "1"
language = "en"

extensions = ["myst_parser", "sphinx_publications"]
include_patterns = ["*.md"]
nitpicky = True

bibtex_bibfiles = ["refs.bib"]
bibtex_reference_style = "author_venue"
publications_owner = "Example, Ada"
publications_files = "files"
publications_filter_from = 6
publications_pictures = False

html_title = "Example"
html_copy_source = False

if tags.has("immaterial"):
    extensions.append("sphinx_immaterial")
    # Fonts would be asked for of other hosts.
    html_theme_options = {"font": False, "palette": {"scheme": "default"}}

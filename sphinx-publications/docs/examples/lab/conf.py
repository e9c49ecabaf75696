"""The site of a lab: its people, a page for each, and all their papers."""

project = html_title = "Invented Lab"
author = copyright = project
extensions = ["myst_parser", "sphinx_publications"]
bibtex_bibfiles = ["refs.bib"]
nitpicky = True

publications_people = "people.yml"
publications_people_pages = "people"

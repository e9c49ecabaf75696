"""Web pages: the list with its filter, pages of papers, cards, the head of a page, files."""

"""Web pages: lists with filters, pages of papers, cards, the head of a page, files."""

"""A Sphinx project: configuration, what is remembered, lists, filters, citations."""

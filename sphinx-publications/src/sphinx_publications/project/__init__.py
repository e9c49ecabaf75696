"""The Sphinx side: configuration, domain, lists, filters and citations."""

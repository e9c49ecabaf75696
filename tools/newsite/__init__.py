"""Make the site another person's: conf.py, pages and an empty bibliography (``make new``)."""

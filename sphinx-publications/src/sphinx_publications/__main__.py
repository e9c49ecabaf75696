"""``python -m sphinx_publications``: the same as ``sphinx-publications``."""

import sys

from sphinx_publications.project.cli import main

if __name__ == "__main__":
    sys.exit(main())

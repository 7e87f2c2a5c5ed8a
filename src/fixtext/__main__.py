"""`python -m fixtext`."""

from __future__ import annotations

import sys

from fixtext.cli import main

if __name__ == "__main__":
    sys.exit(main())

"""``python -m wijkaanzet`` is the same as ``wijkaanzet``."""

from wijkaanzet.cli import main

main()

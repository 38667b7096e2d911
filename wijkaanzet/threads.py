"""How many threads a web process has: so many for requests, and one more for each stream that stays open."""

REQUESTS = 8
"""At work at once. More would wait for one another: for Python's lock, and for SQLite's."""
STREAMS = 24
"""Screens that follow the ja-mits table, of one process; see `docs/decisions/0007-live-table.md`."""
STREAM_PATH = "/tafel/stroom"

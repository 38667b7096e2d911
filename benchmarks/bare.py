"""The peer of the voting benchmark: the least that Flask can do, a page that says one word."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def word() -> str:
    """Say it."""
    return "dag"

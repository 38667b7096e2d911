"""The evaluation as HTML: a part of the organiser's page, and one file that stands on its own."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from letters.document import Block, Document
from wijkaanzet.folders import STATIC, TEMPLATES
from wijkaanzet.mail_text import RIGHT_TO_LEFT

CSS = "css/report.css"


def report_part(document: Document) -> Markup:
    """The sections, for a page that has a frame and links our sheet."""
    made = _environment().get_template("report/blocks.html").render(document=document)
    return Markup(made)  # noqa: S704 - rendered with escaping just above


def report_file(document: Document) -> bytes:
    """One file with our sheet inside: it asks nothing of any server, and can be kept for years."""
    css = Markup((STATIC / CSS).read_text("utf-8"))  # noqa: S704 - our own sheet
    direction = "rtl" if document.language in RIGHT_TO_LEFT else "ltr"
    template = _environment().get_template("report/file.html")
    return template.render(document=document, css=css, direction=direction).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["kind_of"] = _kind_of
    return environment


def _kind_of(block: Block) -> str:
    return type(block).__name__

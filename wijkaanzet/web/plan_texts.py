"""The names of a plan's parts, on its form, in its versions and on its page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from phases.plan_audiences import AUDIENCES
from phases.plan_draft import Step
from wijkaanzet.web import texts

STEPS = {
    Step.IDEA: _l("Idee"),
    Step.PLACE: _l("Plek"),
    Step.COSTS: _l("Kosten"),
    Step.PEOPLE: _l("Mensen"),
    Step.PICTURES: _l("Foto’s"),
}
CHECK = _l("Nakijken")

FIELDS = {
    "title": _l("Titel"),
    "summary": _l("Het plan in één zin"),
    "description": _l("Wat en waarom"),
    "theme": _l("Thema"),
    "area": _l("Wijk"),
    "place": _l("Plek"),
    "map": _l("Plek op de kaart"),
    "audience": _l("Voor wie"),
    "costs": _l("Kosten"),
    "rough_estimate": _l("Geschatte kosten"),
    "carried_out_by": _l("Wie het uitvoert"),
    "help_wanted": _l("Hulp die wordt gezocht"),
    "pictures": _l("Foto’s"),
}


def audience(stored: str) -> str:
    """For whom a plan is, in the visitor's language; what an imported file says stays as it is."""
    parts = [part.strip() for part in stored.split(",")]
    if all(part in AUDIENCES for part in parts):
        return ", ".join(str(texts.AUDIENCES[part]) for part in parts)
    return stored

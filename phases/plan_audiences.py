"""For whom a plan is: a fixed set, so that people find what is for them whatever words a submitter uses."""

from __future__ import annotations

import re

AUDIENCES = ("iedereen", "kinderen", "jongeren", "gezinnen", "ouderen", "nieuwkomers", "ondernemers")
"""What is stored, in the order in which it is offered; the words on the screen are in ``web/texts.py``."""

_WORD = re.compile(r"\w+")


def audiences_in(text: str) -> frozenset[str]:
    """The audiences that a plan names: one stored key, several, or a sentence of an imported file that holds them."""
    return frozenset(AUDIENCES).intersection(_WORD.findall(text.casefold()))

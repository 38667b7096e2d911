"""The languages of the site beside Dutch, and which sentences a page asked for in vain."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from babel.support import Translations

from wijkaanzet.folders import TRANSLATIONS

OTHERS = sorted(po.parent.parent.name for po in TRANSLATIONS.glob("*/LC_MESSAGES/*.po"))


@contextmanager
def noting_untranslated(patch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The sentences that are asked of a catalog and are not in it, from now on."""
    noted: set[str] = set()
    one, many = Translations.ugettext, Translations.ungettext

    def gettext(self: Translations, message: str) -> str:
        if message not in self._catalog:
            noted.add(message)
        return str(one(self, message))

    def ngettext(self: Translations, singular: str, plural: str, count: int) -> str:
        if (singular, 0) not in self._catalog:
            noted.add(singular)
        return str(many(self, singular, plural, count))

    with patch.context() as patched:
        patched.setattr(Translations, "ugettext", gettext)
        patched.setattr(Translations, "ungettext", ngettext)
        yield noted


def plain(text: str) -> str:
    """A text without addresses, so that only its words are compared."""
    return re.sub(r"https?://\S+", "", text)

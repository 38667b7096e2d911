"""A page as a browser reads it: its elements and forms, with what would be sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSENT = {"submit", "button", "reset", "image", "file"}


@dataclass
class Form:
    """A form and the fields that it would send without anybody touching it."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    @property
    def token(self) -> str:
        """The CSRF token in it; empty when there is none."""
        return dict(self.fields).get("csrf_token", "")

    def filled(self, **values: object) -> dict[str, list[str]]:
        """What is sent when a person fills in these fields; a list ticks several boxes, None empties a field."""
        sent: dict[str, list[str]] = {}
        for name, value in self.fields:
            sent.setdefault(name, []).append(value)
        for name, wanted in values.items():
            many = wanted if isinstance(wanted, list | tuple | set) else [] if wanted is None else [wanted]
            sent[name] = [str(one) for one in many]
        return sent


class Page(HTMLParser):
    """A parsed page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.forms: list[Form] = []
        self.texts: list[str] = []
        self.inline: list[str] = []
        self.unclosed: list[str] = []
        self._open: list[str] = []
        self._select = self._textarea = ""
        self._chosen: list[str] = []
        self.feed(html)
        self.close()
        self.unclosed += self._open

    @property
    def text(self) -> str:
        """The words on the page, spaces folded."""
        return " ".join(" ".join(self.texts).split())

    def all(self, *tags: str) -> Iterator[dict[str, str]]:
        """The attributes of every element with one of these names."""
        return (attributes for tag, attributes in self.elements if tag in tags)

    def form(self, action: str) -> Form:
        """The form whose address ends like this."""
        found = [one for one in self.forms if one.action.partition("#")[0].endswith(action)]
        assert found, f"no form to {action}; there are {[one.action for one in self.forms]}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(found.get("action", ""), found.get("method", "get").lower()))
        elif self.forms and "form" in self._open:
            self._field(tag, found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element that closes itself, as in SVG."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close an element."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        elif tag not in VOID:
            self.unclosed.append(tag)
        if tag == "select" and self._select:
            self.forms[-1].fields += [(self._select, value) for value in self._chosen[:1]]
            self._select, self._chosen = "", []
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        """Take in text."""
        inside = self._open[-1] if self._open else ""
        if inside in ("script", "style"):
            self.inline.append(f"<{inside}> {data.strip()[:60]}") if data.strip() else None
            return
        self.texts.append(data)
        if self._textarea:
            name, value = self.forms[-1].fields.pop()
            # Browsers leave out a line break right after the tag.
            kept = data if value else data.removeprefix("\r").removeprefix("\n")
            self.forms[-1].fields.append((name, value + kept))

    def _field(self, tag: str, found: dict[str, str]) -> None:
        name, fields = found.get("name", ""), self.forms[-1].fields
        if tag == "input" and name and found.get("type", "text") not in UNSENT:
            box = found.get("type") in ("checkbox", "radio")
            if not box or "checked" in found:
                fields.append((name, found.get("value", "on" if box else "")))
        elif tag == "textarea":
            self._textarea = name
            fields.append((name, ""))
        elif tag == "select":
            self._select, self._chosen = name, []
        elif tag == "option" and self._select:
            value = found.get("value", "")
            self._chosen = [value, *self._chosen] if "selected" in found else [*self._chosen, value]

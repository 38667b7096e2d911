"""How somebody works a page: with a pointer, or with nothing but a keyboard, and what is checked on every page they see."""

import re

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 150

# What is wrong for who sees only the colours of the system: a control without an edge, or a focus that does not show.
EDGELESS = """
() => [...document.querySelectorAll('button, input:not([type=hidden]), select, textarea')]
  .filter((one) => one.offsetParent && !['checkbox', 'radio', 'file'].includes(one.type))
  .filter((one) => { const s = getComputedStyle(one);
    return s.borderStyle === 'none' && s.outlineStyle === 'none' && s.textDecorationLine === 'none'; })
  .map((one) => one.outerHTML.slice(0, 120))
"""
HIDDEN_FOCUS = """
() => { const one = document.activeElement, s = getComputedStyle(one), box = one.getBoundingClientRect();
  const marked = [one, one.parentElement, one.nextElementSibling, one.closest('article, li, label')].filter(Boolean)
    .some((part) => { const t = getComputedStyle(part);
      return (t.outlineStyle !== 'none' && parseFloat(t.outlineWidth) > 0) || t.boxShadow !== 'none'; });
  if (!marked) return 'its focus does not show';
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height, innerHeight) / 2, 0), innerHeight - 1);
  const over = document.elementFromPoint(x, y);
  if (box.bottom <= 0 || box.top >= innerHeight) return 'it is out of view';
  if (over && !one.contains(over) && !over.contains(one) && !over.closest('label')) return `it lies under ${over.outerHTML.slice(0, 80)}`;
  return ''; }
"""


class Pointer:
    """Somebody with a mouse or a finger."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []

    def look(self) -> None:
        """Nothing sticks out at the side of the page in front of them."""
        beyond = self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            self.problems.append(f"{self.page.url}: {beyond} px stick out at the side")

    def goto(self, address: str) -> None:
        """Type an address into the browser's own bar."""
        self.page.goto(address)
        self.look()

    def press(self, name: str | re.Pattern[str], role: str = "button") -> None:
        """Use a button or a link, and see what comes."""
        target = self.page.get_by_role(role, name=name, exact=isinstance(name, str)).first  # type: ignore[arg-type]
        with self.page.expect_navigation():
            self._use(target)
        self.look()

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Fill in a field."""
        self.page.get_by_label(label).first.fill(text)

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Choose a box or a round one."""
        self.page.get_by_label(label).first.check()

    def unfold(self, name: str) -> None:
        """Open what is folded away under these words."""
        self._use(self.page.locator("summary", has_text=name).first)
        self.look()

    def _use(self, target: Locator) -> None:
        target.click()


class Keyboard(Pointer):
    """Somebody who never touches a pointer: every control is reached by tab, shows that it is, and is used by a key."""

    def _reach(self, target: Locator) -> None:
        expect(target).to_be_visible()
        aim = target.element_handle()
        for _ in range(MOST_TABS):
            if self.page.evaluate("(aim) => document.activeElement === aim", aim):
                wrong = self.page.evaluate(HIDDEN_FOCUS)
                if wrong:
                    self.problems.append(f"{self.page.url}: {target}: {wrong}")
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{target} on {self.page.url} is not reached by tab")

    def _use(self, target: Locator) -> None:
        self._reach(target)
        self.page.keyboard.press("Enter")

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Fill in a field."""
        self._reach(self.page.get_by_label(label).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label: str | re.Pattern[str]) -> None:
        """Choose a box or a round one. A group of round ones is one stop for tab; arrows move in it."""
        target = self.page.get_by_label(label).first
        if target.get_attribute("type") != "radio":
            self._reach(target)
            self.page.keyboard.press("Space")
        else:
            name = target.get_attribute("name")
            self._reach(self.page.locator(f'input[type="radio"][name="{name}"]').first)
            self.page.keyboard.press("Space")
            while not target.is_checked():
                self.page.keyboard.press("ArrowDown")
        expect(target).to_be_checked()


class SystemColours(Pointer):
    """Somebody whose system paints everything in a few colours of its own."""

    def look(self) -> None:
        """Every control has an edge that does not come from a colour."""
        super().look()
        self.problems += [f"{self.page.url}: no edge: {one}" for one in self.page.evaluate(EDGELESS)]

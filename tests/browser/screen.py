"""A visitor's window that is looked at: every page accessible, nothing scrolls sideways, a picture.

``Screen`` also counts what a hand does: clicks (also of choices and files), typed fields and the
keys for them, files, and the pages that it waits for.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from re import Pattern

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Locator, Page, expect

from tests.keystrokes import Counted, keys_for
from tests.live import DESKTOP, PHONE, Live

PICTURES = Path(os.environ.get("SCREENSHOTS", "build/screenshots"))
#: What axe is asked: everything it knows about WCAG 2.2 A and AA, and its best practice.
_AXE = Axe()
# Two cores are shared by the whole run: patience costs nothing where all goes well.
expect.set_options(timeout=15_000)
_ONLY_VIOLATIONS = {"resultTypes": ["violations"]}


@dataclass
class Screen:
    """One person's window on the site."""

    live: Live
    page: Page
    person: str
    counted: Counted = field(default_factory=Counted)
    watched: bool = True
    javascript: bool = True
    _looks: int = 0

    @classmethod
    def opened(
        cls,
        live: Live,
        person: str,
        *,
        size: tuple[int, int] = DESKTOP,
        javascript: bool = True,
    ) -> "Screen":
        """A new window for this person; ``person`` names the pictures."""
        page = live.visitor(size=size, javascript=javascript).new_page()
        found = cls(live, page, person, javascript=javascript)
        page.on("load", lambda _: found.has_waited())
        return found

    def has_waited(self) -> None:
        """A page has come."""
        self.counted.pages += 1

    def starts_counting(self) -> None:
        """What was done up to now is not counted."""
        self.counted = Counted()

    @property
    def with_mouse(self) -> bool:
        """A desk, not a phone."""
        return self.page.viewport_size["width"] > PHONE[0]

    def goes(self, path: str) -> None:
        """Type an address."""
        self.page.goto(path)

    def clicks_on(self, name: str, *, inside: Locator | None = None, nth: int = 0) -> None:
        """Press the button or the link of this name; wait for the page that follows."""
        where = inside or self.page
        both = where.get_by_role("button", name=name).or_(where.get_by_role("link", name=name))
        self.presses(both.nth(nth))

    def presses(self, what: Locator) -> None:
        """Click on this."""
        self.counted.clicks += 1
        what.click()

    def goes_back(self) -> None:
        """The browser's own button."""
        self.counted.clicks += 1
        self.page.go_back()

    def chooses(self, name: str | Pattern[str], *, inside: Locator | None = None) -> None:
        """Choose one of several, or tick."""
        self.counted.clicks += 1
        (inside or self.page).get_by_label(name).first.check()

    def ticks(self, selector: str) -> None:
        """Tick a box of a page that has only just opened.

        A browser drops what is clicked before it has painted a page once; a person clicks again.
        """
        self.counted.clicks += 1
        self.page.wait_for_load_state()
        try:
            self.page.check(selector)
        except Error:
            self.page.check(selector)

    def selects(self, label: str, option: str) -> None:
        """Choose from a list that folds out."""
        self.counted.clicks += 1
        self.page.get_by_label(label).select_option(label=option)

    def types(self, label: str | Pattern[str], text: str, *, exact: bool = False) -> None:
        """Type into a field."""
        self.fills(self.page.get_by_label(label, exact=exact).last, text)

    def fills(self, what: Locator, text: str) -> None:
        """Type into this."""
        self.counted.typed += 1
        self.counted.keys += keys_for(text)
        what.fill(text)

    def gives_files(self, field_id: str, *files: Mapping[str, object]) -> None:
        """Choose files, as (name, mimeType, buffer), for one material."""
        self.counted.clicks += 1
        self.counted.uploads += 1
        self.counted.files += len(files)
        self.counted.sent += sum(len(bytes(one["buffer"])) for one in files)
        self.page.set_input_files(f"#{field_id}", list(files))

    def waits_for_the_worker(self) -> None:
        """The worker does what is queued; without a script one looks again oneself."""
        self.live.work()
        if not self.javascript:
            self.clicks_on("刷新")

    def reads(self, text: str | Pattern[str]) -> None:
        """The page says this (waits for it)."""
        expect(self.page.locator("main")).to_contain_text(text)

    def heading(self, text: str | Pattern[str]) -> None:
        """The page is headed like this (waits for it)."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(text)

    def looks(self, name: str, *, new: bool = False) -> None:
        """Hold the page to what every page must hold, and keep a picture of it.

        A ``new`` page is looked at where the others are not, having been seen elsewhere.
        """
        if not self.watched and not new:
            return
        found = _AXE.run(self.page, options=_ONLY_VIOLATIONS).response["violations"]
        problems = [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found]
        assert problems == [], (name, problems)
        width = self.page.viewport_size["width"]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} is {wide} px wide on a screen of {width} px"
        self._looks += 1
        picture = f"{self.person}-{self._looks:02d}-{name}.png"
        folder = PICTURES / ("phone" if width == PHONE[0] else "desktop")
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / picture, full_page=True)


def picture_file(name: str, content: bytes, kind: str = "image/jpeg") -> dict[str, object]:
    """A file as a browser is given it."""
    return {"name": name, "mimeType": kind, "buffer": content}

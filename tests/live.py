"""A running site and its visitors: each visitor has cookies and a screen of their own."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from anzhu.kernel import jobs

DESKTOP = (1280, 900)
PHONE = (360, 740)


@dataclass
class Live:
    """``live.visit("/")`` opens a page as a new visitor; ``live.work()`` runs the queued jobs."""

    url: str
    browser: Browser
    troubles: list[str] = field(default_factory=list)
    _visitors: list[BrowserContext] = field(default_factory=list)

    def visitor(
        self, *, size: tuple[int, int] = DESKTOP, javascript: bool = True
    ) -> BrowserContext:
        """A browser of one's own; its relative addresses lead to this site."""
        width, height = size
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            # Colours are judged as they stay, not half-way from one to another.
            reduced_motion="reduce",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
        context.on("weberror", lambda error: self.troubles.append(str(error.error)))
        context.on("console", self._heard)
        self._visitors.append(context)
        return context

    def visit(
        self, path: str = "/", *, size: tuple[int, int] = DESKTOP, javascript: bool = True
    ) -> Page:
        """A new visitor on this page."""
        page = self.visitor(size=size, javascript=javascript).new_page()
        page.goto(path)
        return page

    def work(self) -> int:
        """Run every queued job, as the worker would; how many there were."""
        return jobs.run_all()

    def close(self) -> None:
        for visitor in self._visitors:
            visitor.close()

    def _heard(self, message: ConsoleMessage) -> None:
        # The browser notes every refused answer (404, 409, 422 …); those are the tests' business.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.troubles.append(f"{message.location.get('url', '')}: {message.text}")

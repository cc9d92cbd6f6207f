#!/usr/bin/env python3
"""Opens the daemon's pages in a headless Chromium as a person would, and says what it saw.

    Tests/Browser/pages.py https://127.0.0.1:PORT KEY [SCREENSHOTS]

KEY is an API key with the scope `read`. Fails when a page does not show what it should, when the
console tells of an error, or when anything is asked of another host. Needs Chromium (Debian's
`chromium`) and the PyPI package in requirements.txt; see Tests/Browser/run, which has both.
"""

import shutil
import sys

from playwright.sync_api import Page, expect, sync_playwright


class Pages:
    """One browser, and everything that was amiss in it."""

    def __init__(self, browser, place, key, screenshots):
        self.place = place
        self.key = key
        self.screenshots = screenshots
        self.amiss = []
        self.context = browser.new_context(
            ignore_https_errors=True, viewport={"width": 1280, "height": 900})

    def open(self, path) -> Page:
        page = self.context.new_page()
        page.on("console", lambda message: self.hear(path, message))
        page.on("pageerror", lambda error: self.amiss.append(f"{path}: {error}"))
        page.on("request", lambda request: self.see(path, request))
        page.on(
            "requestfailed",
            lambda request: self.amiss.append(f"{path}: {request.url}: {request.failure}"))
        page.goto(self.place + path)
        return page

    def hear(self, path, message):
        if message.type in ("error", "warning"):
            self.amiss.append(f"{path}: {message.type}: {message.text}")

    def see(self, path, request):
        own = (self.place, "data:", "blob:" + self.place)
        if not request.url.startswith(own):
            self.amiss.append(f"{path}: asks {request.url}")

    def shoot(self, page, name):
        if self.screenshots:
            page.screenshot(path=f"{self.screenshots}/{name}.png")

    def docs(self):
        page = self.open("/docs")
        expect(page.locator(".opblock").first).to_be_visible()
        count = page.locator(".opblock").count()
        assert count > 20, f"/docs shows {count} operations"
        self.shoot(page, "docs")
        page.locator(".btn.authorize").first.click()
        page.locator(".auth-container input").first.fill(self.key)
        page.locator(".auth-btn-wrapper .authorize").first.click()
        page.locator(".auth-btn-wrapper .btn-done").first.click()
        block = page.locator("#operations-service-status")
        block.locator(".opblock-summary").click()
        block.locator(".try-out__btn").click()
        block.locator(".execute").click()
        answer = block.locator(".live-responses-table .response-col_status").last
        expect(answer).to_contain_text("200")
        expect(block.locator(".live-responses-table")).to_contain_text("uptime_s")
        block.scroll_into_view_if_needed()
        self.shoot(page, "docs-tried")
        print(f"/docs: {count} operations, one tried with a key")

    def redoc(self):
        page = self.open("/redoc")
        expect(page.get_by_role("heading", name="Submit scenarios as one job")).to_be_visible()
        count = page.locator("[id^='tag/'][id*='/operation/'], [id^='operation/']").count()
        assert count > 20, f"/redoc shows {count} operations"
        page.locator("input[aria-label='Search']").fill("cancel")
        expect(page.locator("[data-role='search:results'] li").first).to_be_visible()
        self.shoot(page, "redoc")
        print(f"/redoc: {count} operations, searched")

    def graphiql(self):
        page = self.open("/graphql")
        page.locator("#key input").fill(self.key)
        page.locator("#key button").click()
        editor = page.locator(".graphiql-query-editor .CodeMirror")
        expect(editor).to_be_visible()
        editor.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("{ health }")
        page.locator(".graphiql-execute-button").click()
        expect(page.locator(".result-window")).to_contain_text("healthy")
        page.locator("[aria-label='Show Documentation Explorer']").click()
        expect(page.locator(".graphiql-doc-explorer")).to_contain_text("Query")
        self.shoot(page, "graphiql")
        print("/graphql: asked with a key, documentation shown")


def main():
    place, key = sys.argv[1].rstrip("/"), sys.argv[2]
    screenshots = sys.argv[3] if len(sys.argv) > 3 else None
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        pages = Pages(browser, place, key, screenshots)
        for look in (pages.docs, pages.redoc, pages.graphiql):
            look()
        browser.close()
    for line in pages.amiss:
        print("amiss: " + line)
    sys.exit(1 if pages.amiss else 0)


if __name__ == "__main__":
    main()

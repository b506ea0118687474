"""The system's headless Chromium, and when a page of the site is ready to be looked at."""

import shutil
from contextlib import contextmanager

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# No sandbox for a root user in a container; and nothing that a browser asks of the net on its own account.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LIMIT = 120_000  # milliseconds for whatever is waited for: a busy machine is slow, not wrong
LOOKS = {
    "desktop": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}


def find():
    """The path of a Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def running():
    """The browser, for as long as the block runs."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=LIMIT)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=find(), args=ARGUMENTS)
        yield browser
        browser.close()


def go(page, address):
    """Open a page of the site and wait until its scripts have done their first work."""
    page.goto("about:blank")
    page.goto(address, wait_until="load")
    for selector in ("#grid", ".canvas", "#results"):
        for found in page.query_selector_all(selector):
            found.wait_for_selector("xpath=self::*[@data-ready]", state="attached", timeout=LIMIT)

"""Sites of small releases, and a real Chromium that looks at them."""

import threading
from collections import defaultdict

import chromium
import pytest
from hostile import hostile_tables


@pytest.fixture(scope="session")
def site(published):
    """The site of the small tables, on disk; tests only read it."""
    from pipeline.site import replace_site

    return replace_site(published, published.parent / "site", base="https://example.org/data")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory):
    """The site of a release whose every free text tries to be markup or script."""
    from pipeline.publish import publish
    from pipeline.site import add_site

    output = tmp_path_factory.mktemp("hostile") / "output"
    publish(hostile_tables(), output, finish=add_site)
    return output / "site"


@pytest.fixture
def served(site):
    """The address of the site on a server of this machine, below a path, as on GitHub Pages."""
    from pipeline.site.serve import make_server

    with make_server(site.parent) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/{site.name}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium of the system; without one these tests are skipped."""
    if chromium.find() is None:
        pytest.skip("no Chromium on this machine: on Debian, `apt-get install chromium`")
    with chromium.running() as running:
        yield running


class Tab:
    """A page in the browser, with what went wrong on it: console, errors, dialogs, requests that leave the folder."""

    def __init__(self, browser, site, **options):
        self.root = site if isinstance(site, str) else site.as_uri()
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(chromium.LIMIT)
        self.page = self.context.new_page()
        self.wrong = defaultdict(list)
        self.page.on("console", lambda message: self.wrong["console"].append(f"{message.type}: {message.text}"))
        self.page.on("pageerror", lambda error: self.wrong["error"].append(str(error)))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._watch)
        self.page.on("dialog", self._dismiss)

    def _failed(self, request):
        # what was given up because the page was left, its icon as a rule, may well be there; a file that is not is told on the console
        if request.failure != "net::ERR_ABORTED":
            self.wrong["failed"].append(request.url)

    def _watch(self, request):
        if not request.url.startswith((f"{self.root}/", "data:", "blob:")):
            self.wrong["left"].append(request.url)

    def _dismiss(self, dialog):
        self.wrong["dialog"].append(dialog.message)
        dialog.dismiss()

    def open(self, address):
        """Open a page of the site and wait until its scripts have done their first work."""
        chromium.go(self.page, f"{self.root}/{address}")
        return self.page


@pytest.fixture
def tab(browser):
    """Call it with the folder or the address of a site to open pages of it; what went wrong on them fails the test."""
    tabs = []

    def make(site, **options):
        tabs.append(Tab(browser, site, **options))
        return tabs[-1]

    yield make
    for made in tabs:
        made.context.close()
    assert [dict(made.wrong) for made in tabs if made.wrong] == []

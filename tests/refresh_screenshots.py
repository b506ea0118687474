"""Take the screenshots of docs/site.md from a site: `python tests/refresh_screenshots.py output/site`.

Needs a Chromium of the system, as the tests of the site do.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests" / "site"))

import chromium  # noqa: E402

SHOTS = {
    "home": "index.html",
    "dyad": "dyads/AZE-ISR.html",
    "document": "documents/000_0c935ddaa7b0f05a.html",
    "console": "console.html",
}


def main(site: Path) -> None:
    """Take them all, light and as wide as a desktop, and a dark document on a phone."""
    with chromium.running() as browser:
        for look, names in (("desktop", SHOTS), ("phone", ["document"])):
            page = browser.new_page(**chromium.LOOKS[look])
            for name in names:
                chromium.go(page, f"{site.resolve().as_uri()}/{SHOTS[name]}")
                suffix = "" if look == "desktop" else f"-{look}"
                page.screenshot(path=ROOT / "docs" / "site" / f"{name}{suffix}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

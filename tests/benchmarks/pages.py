"""What the pages of a site weigh and when they can be used: `python -m tests.benchmarks.pages output/site`.

Of each kind of page the largest, opened from disk in a headless Chromium with nothing kept from before. A page weighs all that it
loads, uncompressed. It can be used when what it is for is there: the grid, the pictures, the search, the answer to the console's first
question; else when it has loaded. The grid is then scrolled, so many pixels a frame.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "site"))

import chromium  # noqa: E402

ROUNDS = 3
STEP, FRAMES = 400, 100  # pixels a frame, frames
# What a page tells of itself once it can be used, where that is later than its loading.
MARKS = ("grid-ready", "pictures-ready", "search-ready", "console-ready")
USABLE = """() => {
  const mark = performance.getEntriesByType("mark").find(({ name }) => %s.includes(name));
  return mark ? mark.startTime : performance.getEntriesByType("navigation")[0].loadEventEnd;
}"""
SCROLL = """async ([step, frames]) => {
  const grid = document.querySelector("#grid .grid");
  const frame = () => new Promise(requestAnimationFrame);
  const times = [];
  let last = await frame();
  for (let count = 0; count < frames; count++) {
    grid.scrollTop += step;
    const now = await frame();
    times.push(now - last);
    last = now;
  }
  return times;
}"""


def pages(site: Path) -> Iterator[tuple[str, str]]:
    """What is opened: the kind of page and its address."""
    yield "home", "index.html"
    yield "a table", f"tables/{_largest(site / 'rows').stem}.html"
    for kind, folder in (("a document", "documents"), ("a pair of countries", "dyads")):
        yield kind, f"{folder}/{_largest(site / folder).name}"
    yield from (("pictures", "pictures.html"), ("search", "search.html"), ("console", "console.html"))


def _largest(folder: Path) -> Path:
    return max(folder.iterdir(), key=lambda path: (path.stat().st_size, path.name))


def opened(browser, site: Path, address: str) -> tuple[int, float, list[float]]:
    """Bytes that a page loads, seconds until it can be used, and milliseconds of each frame of its grid if it has one."""
    page = browser.new_page(**chromium.LOOKS["desktop"])
    loaded = set()
    page.on("request", lambda request: loaded.add(unquote(urlsplit(request.url).path)))
    chromium.go(page, f"{site.resolve().as_uri()}/{address}")
    if address == "console.html":
        page.wait_for_function("performance.getEntriesByName('console-ready').length", timeout=chromium.LIMIT)
    usable = page.evaluate(USABLE % list(MARKS))
    frames = []
    if address.startswith("tables/"):
        page.wait_for_timeout(2_000)  # for the columns that are read last
        frames = page.evaluate(SCROLL, [STEP, FRAMES])
    page.close()
    return sum(Path(path).stat().st_size for path in loaded if Path(path).is_file()), usable / 1000, frames


def main() -> None:
    """Measure and show."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("site", type=Path)
    site = parser.parse_args().site
    console, shown, scrolled = Console(), Table("page", "address", "kB", "usable after, s"), []
    for kind, address in pages(site):
        rounds = []
        for _ in range(ROUNDS):
            with chromium.running() as browser:
                rounds.append(opened(browser, site, address))
        shown.add_row(kind, address, f"{rounds[0][0] / 1000:,.0f}", f"{median(usable for _, usable, _ in rounds):.1f}")
        scrolled += [frames for _, _, frames in rounds if frames]
    console.print(shown)
    each = ", ".join(f"{median(frames):.0f} (worst {max(frames):.0f})" for frames in scrolled)
    console.print(f"a frame of the grid scrolled by {STEP} pixels, ms, median: {each}; load {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()

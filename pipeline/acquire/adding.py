"""Sources into the folder of the seeds, one after another: a bad one costs itself alone.

A document that would be of no use is not kept: one in another language, or one that is held already. All that is found is
told as it happens, for pages come slowly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from pipeline.acquire.draft import Draft
from pipeline.acquire.drafting import draft_of_bytes, draft_of_fetched, draft_of_file
from pipeline.acquire.feed import read_feed
from pipeline.acquire.fetching import Fetched, Limits, check_address, fetch
from pipeline.acquire.held import Held
from pipeline.acquire.keeping import keep
from pipeline.ingest.bulk import Columns
from pipeline.ingest.language import not_english
from pipeline.ingest.problems import UnreadableError, problem, unreadable
from pipeline.records import Document, Finding
from pipeline.settings import is_address

STDIN = "-"
ALREADY_HELD = "already_held"
_LONGEST = 200  # characters of a source that are shown: somebody may give the text itself


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What holds for all sources of a call.

    Attributes:
        folder: where the documents go.
        today: the day on which pages are fetched.
        given: checked metadata that stand above what a document says of itself.
        copies: keep a text too that is nearly the same as one held.
        most: articles to take from a feed.
        limits: of every fetch.
        columns: how bulk files of the folder name their columns.
    """

    folder: Path
    today: date
    given: Mapping[str, Any] = field(default_factory=dict)
    copies: bool = False
    most: int = 50
    limits: Limits = field(default_factory=Limits)
    columns: Columns | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was added: its file, and what the file says."""

    path: Path
    draft: Draft


@dataclass(frozen=True, slots=True)
class FeedRead:
    """The end of a feed: how many articles it names, how many were held already, were added, were left for another time."""

    source: str
    items: int
    held: int
    added: int
    left: int


Outcome = Kept | FeedRead | Finding


def add(
    sources: list[str], arrangement: Arrangement, stdin: Callable[[], bytes], *, feeds: bool = False
) -> Iterator[Outcome]:
    """Put documents into the folder of the seeds.

    Args:
        sources: files, addresses, `-` for standard input.
        arrangement: what holds for all of them.
        stdin: gives what standard input holds.
        feeds: the sources are feeds, whose articles are added, and not documents.

    Yields:
        What became of each source, in their order.
    """
    work = _Work(arrangement, stdin, Held(arrangement.folder, arrangement.columns))
    for source in sources:
        try:
            yield from work.add_feed(source) if feeds else [work.add_one(source)]
        except UnreadableError as error:
            yield error.finding
        except OSError as error:
            message = f"the file cannot be opened: {error.strerror or error}"
            yield problem("no_such_file", source[:_LONGEST], message, "check the path; an address begins with https://")


@dataclass(frozen=True, slots=True)
class _Work:
    arrangement: Arrangement
    stdin: Callable[[], bytes]
    held: Held

    def add_one(self, source: str, stated: Mapping[str, Any] | None = None) -> Kept:
        """Add one document; `stated` is what a feed says of it."""
        draft = self._draft(source)
        draft.complete(stated or {}, self.arrangement.given)
        if is_address(source):
            draft.fetched_on(self.arrangement.today)
        self._want(draft)
        if "published" not in draft.values:
            message = "no day of publication is known: relative dates (“on Sunday”) will stay open"
            draft.note("no_day", message, "add a line published: YYYY-MM-DD to the file", column="published")
        try:
            path = keep(draft, self.arrangement.folder, self.held.has_name)
        except OSError as error:
            message = f"it could not be written into {self.arrangement.folder}: {error.strerror or error}"
            raise unreadable("not_written", source, message, "make the folder writable, with room left") from None
        self.held.take(_as_document(draft, path))
        return Kept(path, draft)

    def add_feed(self, source: str) -> Iterator[Outcome]:
        """Add the articles of a feed that are not held, as many as are wanted."""
        feed = read_feed(self._bytes(source), source)
        if feed.fault:
            message = f"the feed's XML is broken; what could be read of it was: {feed.fault}"
            yield problem("broken_feed", source, message, "tell its publisher", severity="warning")
        new = [item for item in feed.items if item.address is None or self.held.at(item.address) is None]
        held, added = len(feed.items) - len(new), 0
        for item in new[: self.arrangement.most]:
            try:
                if item.address is None:
                    message = f"an article without an address: {item.values.get('title', 'no title either')}"
                    raise unreadable("no_address", source, message, "look for it on the publisher's site")
                yield self.add_one(item.address, item.values)
                added += 1
            except UnreadableError as error:
                if error.finding.rule == ALREADY_HELD:
                    held += 1  # under another address, or from another paper: no news, and nobody's fault
                else:
                    yield error.finding
        yield FeedRead(source, len(feed.items), held, added, len(new[self.arrangement.most :]))

    def _draft(self, source: str) -> Draft:
        if source == STDIN:
            return draft_of_bytes(self.stdin(), "standard input")
        if not is_address(source):
            return draft_of_file(Path(source).expanduser())
        check_address(source)
        self._not_at(source, source)
        fetched = fetch(source, self.arrangement.limits)
        draft = draft_of_fetched(fetched, source)
        for address in (fetched.address, draft.values["url"]):
            self._not_at(address, source)
        return draft

    def _bytes(self, source: str) -> Fetched:
        if is_address(source):
            return fetch(source, self.arrangement.limits)
        data = self.stdin() if source == STDIN else Path(source).expanduser().read_bytes()
        return Fetched(data, "", "", None)

    def _want(self, draft: Draft) -> None:
        """Refuse what no build would read, or would read twice."""
        language = not_english(draft.values.get("language"), draft.text)
        if language is not None:
            message = f"the text is in another language than English ({language})"
            remedy = "give an English text; if it is English, say --meta language=en"
            raise unreadable("other_language", draft.source, message, remedy, column="language", value=language)
        document = _as_document(draft, Path())
        both = "to keep both, give --copies: a build counts a copy and what it copies as one source"
        path = self.held.twin(document)
        if path is not None:
            raise _held(draft.source, f"{self._shown(path)} is the same document", "nothing is to be done")
        if self.arrangement.copies:
            return
        path = self.held.same(document)
        if path is not None:
            raise _held(draft.source, f"{self._shown(path)} has the same text", both)
        path = self.held.alike(document)
        if path is not None:
            raise _held(draft.source, f"{self._shown(path)} has nearly the same text", both)

    def _not_at(self, address: str, source: str) -> None:
        path = self.held.at(address)
        if path is not None:
            remedy = "to fetch it anew, remove that file first"
            raise _held(source, f"{self._shown(path)} is from this address", remedy)

    def _shown(self, path: str) -> str:
        return (self.arrangement.folder / path).as_posix()


def _held(source: str, message: str, remedy: str) -> UnreadableError:
    return UnreadableError(problem(ALREADY_HELD, source, f"held already: {message}", remedy, severity="warning"))


def _as_document(draft: Draft, path: Path) -> Document:
    """The document that the read stage will make of a draft, but for the front matter before its text."""
    digest = hashlib.sha256(draft.text.encode("utf-8")).hexdigest()
    return Document(path.stem, path.name, draft.text, digest, **draft.values)

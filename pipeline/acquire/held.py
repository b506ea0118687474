"""What the folder of the seeds holds already: addresses, ids, and texts, also those that are only nearly the same.

Texts are compared as a build does that looks for copies (`pipeline.resolve.copies`), but all of their words: to leave
boilerplate out they would have to be cut into sentences, which takes longer than all the rest.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.ingest import slugify, stream_all
from pipeline.ingest.bulk import Columns
from pipeline.records import Document
from pipeline.resolve.copies import Fingerprint, Originals, fingerprint_of


class Held:
    """The documents of a folder, which need not exist yet, and those taken in since."""

    def __init__(self, folder: Path, columns: Columns | None = None) -> None:
        self._addresses: dict[str, str] = {}
        self._urls: list[tuple[str, str]] = []  # not yet among the addresses: whoever adds files alone needs none
        self._texts: dict[str, str] = {}
        self._twins: dict[str, str] = {}
        self._names: set[str] = set()
        self._originals = Originals()
        if folder.is_dir():
            # a sidecar that waits for its document, or a file that cannot be read, has its name as well
            self._names = {slugify(path.name.split(".")[0]) for path in folder.iterdir() if path.name[0] != "."}
            for document in stream_all(folder, columns):
                self.take(document)

    def take(self, document: Document) -> None:
        """Remember a document."""
        self._names.add(document.document_id)
        self._texts.setdefault(_digest(document), document.path)
        self._twins.setdefault(_identity(document), document.path)
        text = _fingerprint(document)
        if text is not None and self._originals.find(text) is None:
            self._originals.add(text)
        if document.url:
            self._urls.append((document.url, document.path))

    def has_name(self, name: str) -> bool:
        """Whether a document of this name would share its id or its sidecar with another."""
        return name in self._names

    def at(self, address: str) -> str | None:
        """The path of the document that was published at an address."""
        for url, path in self._urls:
            self._addresses.setdefault(_key(url), path)
        self._urls.clear()
        return self._addresses.get(_key(address))

    def twin(self, document: Document) -> str | None:
        """The path of the document with the same text from the same place, of which a build would leave one out."""
        return self._twins.get(_identity(document))

    def same(self, document: Document) -> str | None:
        """The path of the document with the same text."""
        return self._texts.get(_digest(document))

    def alike(self, document: Document) -> str | None:
        """The path of the document with nearly the same text."""
        text = _fingerprint(document)
        return None if text is None else self._originals.find(text)


def _key(address: str) -> str:
    """An address in one spelling, without what counts visitors; one that is none stays as it is."""
    from courlan import normalize_url

    try:
        return normalize_url(address).partition("#")[0]
    except ValueError:
        return address


def _body(document: Document) -> str:
    return document.text[document.body_start :]


def _fingerprint(document: Document) -> Fingerprint | None:
    return fingerprint_of(_body(document), document.path)


def _digest(document: Document) -> str:
    return hashlib.sha256(" ".join(_body(document).split()).encode("utf-8")).hexdigest()


def _identity(document: Document) -> str:
    return f"{_digest(document)} {document.publisher} {document.url}"

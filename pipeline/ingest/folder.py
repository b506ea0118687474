"""The folder of seeds: which files are documents, in which order, under which ids, with which sidecars."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.ingest.bulk import read_bulk
from pipeline.ingest.encoding import decode
from pipeline.ingest.front_matter import split_front_matter
from pipeline.ingest.html import read_html
from pipeline.ingest.metadata import Metadata, check_values, parse_yaml
from pipeline.ingest.problems import UnreadableError, problem, unreadable
from pipeline.ingest.slug import short_hash, slugify
from pipeline.records import Document, Finding

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm")
BULK_SUFFIXES = (".jsonl", ".jsonl.gz", ".parquet")
DOCUMENT_SUFFIXES = (*BULK_SUFFIXES, *TEXT_SUFFIXES, *HTML_SUFFIXES)
SIDECAR = ".meta.yaml"
CORRECTIONS = "corrections"
# what the folder says of itself and of the release that is made from it
ABOUT = ("README.md", "publication.yaml")
# labels for scoring lie beside the documents they label
LABELS = ".gold.json"
DONT_READ = "save the text as .txt, .md or .html, or many texts as .jsonl or .parquet"


def read_seeds(folder: Path) -> tuple[list[Document], list[Finding]]:
    """Read every document under a folder, sorted by path.

    Args:
        folder: the seeds; `corrections/`, `README.md` and `publication.yaml` at the top, sidecars, labels and hidden
            files are not documents.

    Returns:
        The documents, each with an id of its own, and findings for all that was left out or looked wrong.
    """
    if not folder.is_dir():
        remedy = "name the folder that holds the articles: bilateral build --seeds FOLDER"
        return [], [problem("no_seeds", str(folder), "there is no such folder", remedy)]
    read: list[Document] = []
    findings: list[Finding] = []
    for name in _document_files(folder, findings):
        documents, found = read_file(folder, name)
        read += documents
        findings += found
    kept = _without_copies(_in_english(_with_own_ids(read, folder, findings), folder, findings), folder, findings)
    if not kept and not findings:
        remedy = "put articles as .txt, .md or .html files into it"
        findings.append(problem("no_documents", str(folder), "the folder has no documents", remedy))
    return kept, findings


def read_file(folder: Path, name: str) -> tuple[list[Document], list[Finding]]:
    """The documents of one file (`name` is its path under `folder`, with `/`): one, or many of a bulk file."""
    file = (folder / name).as_posix()
    try:
        sidecar = _sidecar(folder, name)
        if _has(name, BULK_SUFFIXES):
            documents, findings = _bulk_documents(folder, name, sidecar)
        else:
            documents, findings = _one_document(folder, name, sidecar)
    except UnreadableError as error:
        return [], [error.finding]
    except OSError as error:
        remedy = "make the file readable or remove it"
        return [], [problem("unreadable_file", file, f"the file cannot be opened: {error.strerror}", remedy)]
    return documents, findings


def _document_files(folder: Path, findings: list[Finding]) -> Iterator[str]:
    """Paths of documents under the folder, sorted; files that nobody will read are reported on the way."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    known = {_stem(name) for name in names if _has(name, DOCUMENT_SUFFIXES)}
    for name in names:
        parts = PurePosixPath(name).parts
        if any(part.startswith(".") for part in parts) or parts[0] == CORRECTIONS or name.endswith(LABELS):
            continue
        if name in ABOUT:
            continue
        if not name.isprintable():
            message, remedy = f"unprintable characters in the file's name: {name!a}", "rename the file"
            findings.append(problem("bad_file_name", ascii(_place(folder, name)), message, remedy))
        elif name.endswith(SIDECAR):
            if name.removesuffix(SIDECAR) not in known:
                message, remedy = (
                    "a sidecar without its document",
                    "name it as the document, with .meta.yaml for its ending",
                )
                findings.append(problem("lonely_sidecar", _place(folder, name), message, remedy, severity="warning"))
        elif _has(name, DOCUMENT_SUFFIXES):
            yield name
        else:
            message = f"files of kind {PurePosixPath(name).suffix or '(no ending)'} are not read"
            findings.append(problem("unknown_kind", _place(folder, name), message, DONT_READ, severity="warning"))


def _one_document(folder: Path, name: str, sidecar: Metadata) -> tuple[list[Document], list[Finding]]:
    file = _place(folder, name)
    data = (folder / name).read_bytes()
    if _has(name, HTML_SUFFIXES):
        if not data.strip():
            decode(data, file)
        text, stated = read_html(data, file)
        start = 0
    else:
        text = decode(data, file)
        stated, start = split_front_matter(text, file)
        if not text[start:].strip():
            message, remedy = "there is front matter but no text after it", "put the article's text below it"
            raise unreadable("empty_file", file, message, remedy)
    metadata = stated.updated(sidecar)
    if metadata.broken:
        return [], metadata.findings
    return [_document(_stem(name), name, text, start, metadata.values)], metadata.findings


def _bulk_documents(folder: Path, name: str, sidecar: Metadata) -> tuple[list[Document], list[Finding]]:
    if sidecar.broken:
        return [], sidecar.findings
    rows, findings = read_bulk(folder / name, _place(folder, name))
    documents = [
        _document(
            f"{_stem(name)}/{row.key}", f"{name}#{row.key}", row.text, 0, {**sidecar.values, **row.metadata.values}
        )
        for row in rows
    ]
    return documents, [*sidecar.findings, *findings]


def _document(stem: str, path: str, text: str, start: int, values: dict[str, Any]) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(slugify(stem), path, text, digest, body_start=start, **values)


def _sidecar(folder: Path, name: str) -> Metadata:
    path = folder / (_stem(name) + SIDECAR)
    if not path.is_file():
        return Metadata()
    file = path.as_posix()
    return check_values(parse_yaml(decode(path.read_bytes(), file), file, what="the sidecar"), file)


def _stem(name: str) -> str:
    """The path without the ending that says what kind of file it is (`a.b.txt` → `a.b`)."""
    for suffix in DOCUMENT_SUFFIXES:
        if _has(name, (suffix,)):
            return name[: -len(suffix)]
    return name


def _has(name: str, suffixes: tuple[str, ...]) -> bool:
    """Whether a name ends so, capital letters or not (`REPORT.TXT`)."""
    return name.casefold().endswith(suffixes)


def _place(folder: Path, name: str) -> str:
    return (folder / name).as_posix()


def _with_own_ids(read: Iterable[Document], folder: Path, findings: list[Finding]) -> list[Document]:
    """Give the second document of an id one with a hash of its path: the first keeps its id, and so do all others."""
    taken: dict[str, str] = {}
    named: list[Document] = []
    for document in read:
        key = document.document_id
        if key in taken:
            own = f"{key}-{short_hash(document.path)}"
            message = f"would have the id {key} of {taken[key]}; its id is {own}"
            place = _place(folder, document.path)
            findings.append(problem("same_id", place, message, "rename one of the two", severity="warning", value=key))
            if own in taken:
                continue
            document = dataclasses.replace(document, document_id=own)
        taken[document.document_id] = document.path
        named.append(document)
    return named


def _in_english(documents: Iterable[Document], folder: Path, findings: list[Finding]) -> list[Document]:
    """Leave out what its metadata calls another language: the rules know English constructions only."""
    kept = []
    for document in documents:
        if document.language is None or document.language.casefold().split("-")[0] in ("en", "eng"):
            kept.append(document)
            continue
        message = f"the text is in another language than English ({document.language}) and was left out"
        remedy = "give an English text, or correct the field language"
        place = _place(folder, document.path)
        findings.append(problem("other_language", place, message, remedy, column="language", value=document.language))
    return kept


def _without_copies(documents: Iterable[Document], folder: Path, findings: list[Finding]) -> list[Document]:
    """Leave out a second file of the same text.

    The same words from another publisher or address are a wire copy: a document of its own, which later stages count as
    one independent source.
    """
    seen: dict[tuple[str, str | None, str | None], str] = {}
    kept = []
    for document in documents:
        body = hashlib.sha256(document.text[document.body_start :].strip().encode("utf-8")).hexdigest()
        key = (body, document.publisher, document.url)
        if key in seen:
            message = f"the same text as {seen[key]}; left out"
            place = _place(folder, document.path)
            findings.append(problem("duplicate_document", place, message, "remove one of the two", severity="warning"))
            continue
        seen[key] = document.path
        kept.append(document)
    return kept

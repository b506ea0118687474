"""The folder of seeds: which files are documents, in which order, under which ids, with which sidecars."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.ingest.archives import ARCHIVE_SUFFIXES, unpacked
from pipeline.ingest.bulk import Columns, parse_columns, read_bulk
from pipeline.ingest.encoding import decode
from pipeline.ingest.front_matter import split_front_matter
from pipeline.ingest.html import read_html
from pipeline.ingest.language import not_english
from pipeline.ingest.metadata import Metadata, check_values, parse_yaml
from pipeline.ingest.problems import Listing, UnreadableError, problem, unreadable
from pipeline.ingest.seen import Seen
from pipeline.ingest.slug import short_hash, slugify
from pipeline.records import Document, Finding

TEXT_SUFFIXES = (".txt", ".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm")
BULK_SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst", ".csv", ".csv.gz", ".csv.zst", ".parquet")
DOCUMENT_SUFFIXES = (*BULK_SUFFIXES, *ARCHIVE_SUFFIXES, *TEXT_SUFFIXES, *HTML_SUFFIXES)
SIDECAR = ".meta.yaml"
CORRECTIONS = "corrections"
# what the folder says of itself and of the release that is made from it
ABOUT = ("README.md", "publication.yaml")
# labels for scoring lie beside the documents they label
LABELS = ".gold.json"
DONT_READ = (
    "save the text as .txt, .md or .html, or many texts as .jsonl, .csv or .parquet, or pack files as .zip or .tar"
)


@dataclass(frozen=True, slots=True)
class _Common:
    """What holds for all documents of a file: how its columns are named, and metadata that a document may override."""

    columns: Columns
    values: dict[str, Any] = field(default_factory=dict)


def read_seeds(
    source: Path, columns: Columns | None = None, held: Callable[[Document], bool] = lambda document: False
) -> tuple[list[Document], list[Finding]]:
    """Read every document of the seeds, sorted by path.

    Args:
        source: a folder, or one file of many documents; a `Path`, or a `UPath` for another file system. At the top of a
            folder `corrections/`, `README.md` and `publication.yaml`, and anywhere sidecars, labels and hidden files are
            not documents.
        columns: how the columns of bulk files are named, where they are not named as ours.
        held: says of a document whether it was taken for English before, for to ask that takes longer than to read it.

    Returns:
        The documents, each with an id of its own, and findings for all that was left out or looked wrong.
    """
    findings = Listing()
    return list(stream_seeds(source, findings, columns, held)), list(findings)


def stream_seeds(
    source: Path,
    findings: Listing,
    columns: Columns | None = None,
    held: Callable[[Document], bool] = lambda document: False,
) -> Iterator[Document]:
    """The documents of `read_seeds` one at a time: memory holds the names of the files and one document.

    Args:
        source: as for `read_seeds`.
        findings: takes in what is found on the way; it is complete when the last document has been taken.
        columns: as for `read_seeds`.
        held: as for `read_seeds`.
    """
    one_file = source.is_file()
    folder = source.parent if one_file else source
    if not one_file and not source.is_dir():
        remedy = "name the folder that holds the articles: bilateral build --seeds FOLDER"
        findings.note(problem("no_seeds", str(source), "there is no such folder", remedy))
        return
    kept = 0
    names = [source.name] if one_file else _document_files(folder, findings)
    every = _every_document(folder, names, findings, columns)
    for document in _without_copies(_in_english(every, folder, findings, held), folder, findings):
        kept += 1
        yield document
    if not kept and not findings:
        remedy = "put articles as .txt, .md or .html files into it"
        findings.note(problem("no_documents", str(source), "the folder has no documents", remedy))
    findings.close()


def stream_all(folder: Path, columns: Columns | None = None) -> Iterator[Document]:
    """Every document of a folder, also those that `stream_seeds` leaves out: copies, and texts in other languages."""
    unread = Listing()
    return _every_document(folder, _document_files(folder, unread), unread, columns)


def read_file(folder: Path, name: str, columns: Columns | None = None) -> tuple[list[Document], list[Finding]]:
    """The documents of one file (`name` is its path under `folder`, with `/`): one, or many of a bulk file."""
    findings = Listing()
    return list(_read_files(folder, [name], findings, _Common(columns or {}))), list(findings)


def _every_document(
    folder: Path, names: Iterable[str], findings: Listing, columns: Columns | None
) -> Iterator[Document]:
    return _with_own_ids(_read_files(folder, names, findings, _Common(columns or {})), folder, findings)


def _read_files(folder: Path, names: Iterable[str], findings: Listing, common: _Common) -> Iterator[Document]:
    for name in names:
        try:
            sidecar, renamed = _sidecar(folder, name)
            nearer = _Common({**common.columns, **renamed}, {**common.values, **sidecar.values})
            if _has(name, (*BULK_SUFFIXES, *ARCHIVE_SUFFIXES)):
                for finding in sidecar.findings:
                    findings.note(finding)
                if not sidecar.broken:
                    read = _archive_documents if _has(name, ARCHIVE_SUFFIXES) else _bulk_documents
                    yield from read(folder, name, findings, nearer)
            else:
                yield from _one_document(folder, name, Metadata(common.values), sidecar, findings)
        except UnreadableError as error:
            findings.note(error.finding)
        except OSError as error:
            remedy = "make the file readable or remove it"
            message = f"the file cannot be opened: {error.strerror or error}"
            findings.note(problem("unreadable_file", _place(folder, name), message, remedy))


def _archive_documents(folder: Path, name: str, findings: Listing, common: _Common) -> Iterator[Document]:
    """The documents of an archive, named and told of as if it were a folder."""
    inner = Listing()
    with unpacked(folder / name, _place(folder, name)) as members:
        for document in _read_files(members, _document_files(members, inner), inner, common):
            own = slugify(f"{_stem(name)}/{document.document_id}")
            yield dataclasses.replace(document, path=f"{name}/{document.path}", document_id=own)
        for finding in inner:
            shown = (finding.file or "").replace(members.as_posix(), _place(folder, name))
            findings.note(dataclasses.replace(finding, file=shown))


def _document_files(folder: Path, findings: Listing) -> Iterator[str]:
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
            findings.note(problem("bad_file_name", ascii(_place(folder, name)), message, remedy))
        elif name.endswith(SIDECAR):
            if name.removesuffix(SIDECAR) not in known:
                message, remedy = (
                    "a sidecar without its document",
                    "name it as the document, with .meta.yaml for its ending",
                )
                findings.note(problem("lonely_sidecar", _place(folder, name), message, remedy, severity="warning"))
        elif _has(name, DOCUMENT_SUFFIXES):
            yield name
        else:
            message = f"files of kind {PurePosixPath(name).suffix or '(no ending)'} are not read"
            findings.note(problem("unknown_kind", _place(folder, name), message, DONT_READ, severity="warning"))


def _one_document(
    folder: Path, name: str, common: Metadata, sidecar: Metadata, findings: Listing
) -> Iterator[Document]:
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
    metadata = common.updated(stated).updated(sidecar)
    for finding in metadata.findings:
        findings.note(finding)
    if not metadata.broken:
        yield _document(_stem(name), name, text, start, metadata.values)


def _bulk_documents(folder: Path, name: str, findings: Listing, common: _Common) -> Iterator[Document]:
    for row in read_bulk(folder / name, _place(folder, name), common.columns):
        if isinstance(row, Finding):
            findings.note(row)
        else:
            values = {**common.values, **row.metadata.values}
            yield _document(f"{_stem(name)}/{row.key}", f"{name}#{row.key}", row.text, 0, values)


def _document(stem: str, path: str, text: str, start: int, values: dict[str, Any]) -> Document:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Document(slugify(stem), path, text, digest, body_start=start, **values)


def _sidecar(folder: Path, name: str) -> tuple[Metadata, dict[str, str]]:
    """What the file's sidecar says, and how it says that the columns of a bulk file are named."""
    path = folder / (_stem(name) + SIDECAR)
    if not path.is_file():
        return Metadata(), {}
    file = path.as_posix()
    written = parse_yaml(decode(path.read_bytes(), file), file, what="the sidecar")
    columns = written.pop("columns", None) if _has(name, (*BULK_SUFFIXES, *ARCHIVE_SUFFIXES)) else None
    try:
        renamed = parse_columns(columns.text) if columns else {}
    except ValueError as error:
        remedy = "write columns: [text=body, published=date]"
        raise unreadable("bad_columns", file, str(error), remedy, line=columns.line if columns else None) from None
    return check_values(written, file), renamed


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


def _with_own_ids(read: Iterable[Document], folder: Path, findings: Listing) -> Iterator[Document]:
    """Give the second document of an id one with a hash of its path: the first keeps its id, and so do all others."""
    taken = Seen()
    for document in read:
        key, path = document.document_id, document.path
        other = taken.first(key, path)
        if other is not None:
            own = f"{key}-{short_hash(path)}"
            message = f"would have the id {key} of {other}; its id is {own}"
            place = _place(folder, path)
            findings.note(problem("same_id", place, message, "rename one of the two", severity="warning", value=key))
            if taken.first(own, path) is not None:
                continue
            document = dataclasses.replace(document, document_id=own)
        yield document


def _in_english(
    documents: Iterable[Document], folder: Path, findings: Listing, held: Callable[[Document], bool]
) -> Iterator[Document]:
    """Leave out another language: the rules know English constructions only."""
    for document in documents:
        stated = document.language
        found = None if held(document) else not_english(stated, document.text[document.body_start :])
        if found is None:
            yield document
            continue
        message = f"the text is in another language than English ({found}) and was left out"
        remedy = (
            "give an English text, or correct the field language" if stated else "if it is English, say language: en"
        )
        place = _place(folder, document.path)
        findings.note(problem("other_language", place, message, remedy, column="language", value=found))


def _without_copies(documents: Iterable[Document], folder: Path, findings: Listing) -> Iterator[Document]:
    """Leave out a second file of the same text.

    The same words from another publisher or address are a wire copy: a document of its own, which later stages count as
    one independent source.
    """
    seen = Seen()
    for document in documents:
        body = hashlib.sha256(document.text[document.body_start :].strip().encode("utf-8")).hexdigest()
        other = seen.first(f"{body} {document.publisher} {document.url}", document.path)
        if other is None:
            yield document
            continue
        message = f"the same text as {other}; left out"
        place = _place(folder, document.path)
        findings.note(problem("duplicate_document", place, message, "remove one of the two", severity="warning"))

"""From bytes to text: UTF-8 or a finding that says what the file probably is and how to convert it.

Nothing is guessed silently: a wrong guess would put wrong letters into names, and offsets would point at them.
"""

from __future__ import annotations

import codecs
import re
import shlex

from pipeline.ingest.problems import UnreadableError, unreadable

MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (a .docx, .odt or .epub is one too)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "gzip data"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a rich text (RTF) document"),
    (b"SQLite format 3", "an SQLite database"),
)
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes, file: str) -> str:
    """The text of a file's bytes, newlines and a byte order mark as they stand.

    Raises:
        UnreadableError: the file is empty, binary or in another encoding than UTF-8.
    """
    if not data.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
        raise unreadable(
            "empty_file", file, "the file has no text", "put the article's text into it, or remove the file"
        )
    wide = _wide_encoding(data)
    if wide:
        raise _wrong_encoding(file, wide, None, None)
    kind = _binary_kind(data)
    if kind:
        raise unreadable(
            "binary_file",
            file,
            f"the file is {kind}, not text",
            "save the article as plain text in UTF-8 (.txt), Markdown (.md) or a web page (.html)",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        encoding = _single_byte_encoding(data)
        around = data[max(0, error.start - 12) : error.start + 12].decode(encoding or "latin-1", "replace")
        raise _wrong_encoding(file, encoding, line, around) from None


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark, or UTF-16 without one: every second byte of western text is zero."""
    for mark, name in WIDE_MARKS:
        if data.startswith(mark):
            return name
    head = data[:4096]
    for first, name in ((0, "UTF-16BE"), (1, "UTF-16LE")):
        high, low = head[first::2], head[1 - first :: 2]
        if len(high) > 3 and high.count(0) > 0.8 * len(high) and low.count(0) < 0.1 * len(low):
            return name
    return None


def _binary_kind(data: bytes) -> str | None:
    for magic, kind in MAGIC:
        if data.startswith(magic):
            return kind
    head = data[:65536]
    if b"\x00" in data or len(CONTROLS.findall(head)) > 0.02 * len(head):
        return "binary"
    return None


def _single_byte_encoding(data: bytes) -> str | None:
    """The likeliest western encoding; None where most letters are outside ASCII (Cyrillic, Greek, Asian encodings)."""
    high = [byte for byte in data if byte >= 0x80]
    letters = sum(byte < 0x80 and chr(byte).isalpha() for byte in data)
    if len(high) > 0.4 * (letters + 1) and len(high) > 3:
        return None
    # 0x80-0x9F are control characters in Latin-1 and curly quotes, dashes and the euro sign in Windows-1252
    return "windows-1252" if any(byte < 0xA0 for byte in high) else "iso-8859-1"


def _wrong_encoding(file: str, encoding: str | None, line: int | None, around: str | None) -> UnreadableError:
    name = encoding.upper() if encoding else "an 8-bit encoding of another script or a mixture of encodings"
    reading = f"; read so, the place says {around.strip()!r}" if around and encoding else ""
    command = f"iconv -f {name} -t UTF-8 {shlex.quote(file)} > new.txt" if encoding else "a text editor"
    return unreadable(
        "wrong_encoding",
        file,
        f"the file is not UTF-8; it is probably {name}{reading}",
        f"convert it to UTF-8: {command}, then put the new file in its place",
        line=line,
        value=around if encoding else None,
    )

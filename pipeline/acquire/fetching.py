"""One page or feed over http(s): within limits of time and size, and from no address that is not public unless it is allowed.

What an address is, is asked of the very socket that is about to connect, at every redirect: a name that means one machine when
it is checked and another when it is used gains nothing. Proxies are not used, for behind one nobody knows the address.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.acquire.addresses import is_public
from pipeline.ingest.problems import UnreadableError, first_line, unreadable

if TYPE_CHECKING:
    from aiohttp import ClientResponse

ACCEPTED = (
    "text/html, application/xhtml+xml, text/plain;q=0.9, application/rss+xml, application/atom+xml, "
    "application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1"
)
_LONGEST_HEADER = 65536  # the library's own 8 kB is less than the security policies that some newspapers send
_MEGABYTE = 1_000_000
_REDIRECTS = 10
_GATED = (401, 402, 403, 407, 451)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a fetch may take in all, how much it may bring (unpacked), and whether private networks are allowed."""

    seconds: float = 30
    megabytes: float = 10
    private: bool = False


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: the bytes, unpacked; the address after redirects; media type and charset as the server states them."""

    data: bytes
    address: str
    media_type: str
    charset: str | None


@dataclass
class _Gate:
    """Makes the sockets: it is asked with the address, and remembers what it refused."""

    limits: Limits
    refused: list[str] = field(default_factory=list)

    def open(self, info: tuple[Any, ...]) -> socket.socket:
        family, kind, protocol, _, place = info
        if not self.limits.private and not is_public(place[0]):
            self.refused.append(place[0])
            raise PermissionError(f"{place[0]} is not public")
        return socket.socket(family, kind, protocol)


def check_address(address: str) -> None:
    """Whether an address can be fetched at all.

    Raises:
        UnreadableError: it is no http(s) address, holds a password, or what fetches is not installed.
    """
    try:
        parts = urlsplit(address)
        usable = parts.scheme.casefold() in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable:
        message, remedy = "no address that can be fetched", "write the whole address, with http:// or https://"
        raise unreadable("bad_address", address, message, remedy)
    if parts.username or parts.password:
        message = "the address holds a name and a password, which would be published with the document"
        raise unreadable("bad_address", parts.hostname or "", message, "save the page and add the file")
    if find_spec("aiohttp") is None:
        message, remedy = "fetching needs packages that are not installed", 'pip install "bilateral[web]"'
        raise unreadable("no_web_reader", address, message, remedy)


def fetch(address: str, limits: Limits) -> Fetched:
    """Fetch one address, following redirects.

    Raises:
        UnreadableError: whatever went wrong, as a finding that says what to do.
    """
    check_address(address)
    gate = _Gate(limits)
    with _explained(address, gate):
        return asyncio.run(_fetch(address, limits, gate))


async def _fetch(address: str, limits: Limits, gate: _Gate) -> Fetched:
    import aiohttp

    async with (
        aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(socket_factory=gate.open, resolver=aiohttp.ThreadedResolver()),
            timeout=aiohttp.ClientTimeout(total=limits.seconds),
            headers={"User-Agent": _name(), "Accept": ACCEPTED},
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        ) as session,
        session.get(address, max_redirects=_REDIRECTS) as response,
    ):
        if response.status != 200:
            raise _refusal(address, response.status, response.reason)
        data = await _read(response, limits)
        final = str(response.url.with_fragment(None).with_user(None))  # a redirect may hold a password, too
        return Fetched(data, final, response.content_type, response.charset)


async def _read(response: ClientResponse, limits: Limits) -> bytes:
    """The body as it comes out of its compression: what is counted is what would fill the memory."""
    most = int(limits.megabytes * _MEGABYTE)
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > most:
            message = f"more than {limits.megabytes:g} MB came"
            remedy = "if it is an article, allow more with --max-size MB"
            raise unreadable("too_large", str(response.url), message, remedy)
    return bytes(data)


@contextmanager
def _explained(address: str, gate: _Gate) -> Iterator[None]:
    """Turn what the library raises into a finding."""
    import aiohttp

    elsewhere = "open it in a browser, save the page and add the file"
    try:
        yield
    except TimeoutError:
        message = f"it had not come after {gate.limits.seconds:g} seconds"
        raise unreadable("too_slow", address, message, "try again, or allow more with --timeout SECONDS") from None
    except aiohttp.TooManyRedirects:
        raise unreadable("redirect_loop", address, f"more than {_REDIRECTS} redirects", elsewhere) from None
    except aiohttp.RedirectClientError as error:
        message = f"it redirects to what is no http(s) address: {first_line(error)}"
        raise unreadable("bad_redirect", address, message, elsewhere) from None
    except aiohttp.ClientSSLError as error:
        message = f"no safe connection: {first_line(error)}"
        raise unreadable("not_secure", address, message, elsewhere) from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        if gate.refused:
            message = f"it leads to {gate.refused[-1]}, an address of this machine, of a private network or reserved"
            remedy = "if you know what is there and trust it, give --allow-private"
            raise unreadable("private_address", address, message, remedy) from None
        message, remedy = f"nothing came: {first_line(error)}", "check the address and the connection, and try again"
        raise unreadable("no_answer", address, message, remedy) from None


def _refusal(address: str, status: int, reason: str | None) -> UnreadableError:
    """What a status other than 200 means for whoever wants the article."""
    if status in _GATED:
        rule, remedy = "gated", "the publisher asks for a login: if you may read it, save its text and add the file"
    elif status == 429 or status >= 500:
        rule, remedy = "not_now", "try again later"
    else:
        rule, remedy = "not_there", "check the address"
    return unreadable(rule, address, f"the server answers {status} {reason or ''}".rstrip(), remedy)


def _name() -> str:
    """How we introduce ourselves."""
    try:
        return f"bilateral/{version('bilateral')}"
    except PackageNotFoundError:
        return "bilateral"

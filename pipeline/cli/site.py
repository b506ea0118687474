"""`bilateral site` and `bilateral open`: the pages of a package, written for the web or looked at here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.package import Output, find_package
from pipeline.cli.screen import complain, print_text
from pipeline.report import ExitCode
from pipeline.settings import Settings


def site(
    output: Output = None,
    base: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the site will stand: gives canonical addresses, sitemap and feed."),
    ] = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Folder of the site; `site` in the package without it.")
    ] = None,
) -> None:
    """Write the pages of a package anew, ready to be put on the web.

    `bilateral build` writes them too, without an address. The folder holds all it needs: put it anywhere.
    """
    from pipeline.site import replace_site
    from pipeline.site.wording import web_link

    if base is not None and not web_link(base):
        complain(f"{base!r} is no address of the web", "give one such as https://example.org/data/")
        raise typer.Exit(ExitCode.USAGE)
    print_text(f"Site: {replace_site(find_package(output), to, base=base, releases=Settings.load().releases)}")


def show(
    output: Output = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 = any that is free.")] = 0,
    browser: Annotated[bool, typer.Option(help="Open a browser.")] = True,
) -> None:
    """Look at the pages of a package in a browser; Ctrl-C ends it.

    They are served on this machine alone (127.0.0.1).
    """
    import webbrowser

    from pipeline.publish.release import SITE
    from pipeline.site import replace_site
    from pipeline.site.serve import make_server

    package = find_package(output)
    folder = package / SITE
    if not (folder / "index.html").is_file():
        replace_site(package, releases=Settings.load().releases)
    try:
        server = make_server(folder, port)
    except OSError as error:
        complain(f"port {port} cannot be used: {error.strerror or error}", "name another with --port, or none")
        raise typer.Exit(ExitCode.USAGE) from None
    with server:
        address = f"http://{server.server_address[0]!s}:{server.server_address[1]}/"
        print_text(f"{folder} at {address}", ("   Ctrl-C ends it", "dim"))
        if browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print_text("ended")

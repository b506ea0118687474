"""A web server whose pages a test writes: as awkward as the test wants them."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GRAIN = (
    "Norway imports 40 percent of its wheat from Portugal, said a clerk in Bergen who has counted the ships of this season.",
    "The foreign minister of Norway visited Portugal on Friday and signed an agreement on the storage of grain in both ports.",
)
CORK = (
    "Portugal exports cork to Iceland, where a brewery has closed its bottles with nothing else for longer than anybody knows.",
    "On Tuesday the ambassador opened a hall in Reykjavik in which the bark is dried, cut and looked over by eleven people.",
)
FRENCH = (
    "Le ministre des affaires étrangères de Norvège a visité le Portugal vendredi pour signer un accord sur les céréales.",
    "Les deux pays veulent construire ensemble un entrepôt dans le port de Setúbal, a déclaré un porte-parole du gouvernement.",
)


def page(paragraphs, title="Norway buys grain", head="", lang="en"):
    """A page with an article; `head` is added to what its head says of it."""
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="{lang}"><head><title>{title}</title>{head}</head>'
        f"<body><nav><a href=/>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    )


def feed(*items, title="The Example Courier"):
    """An RSS feed of pairs of title and address."""
    entries = "".join(
        f"<item><title>{name}</title><link>{link}</link><pubDate>Mon, 06 May 2024 09:00:00 GMT</pubDate></item>"
        for name, link in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{entries}</channel></rss>'


class Site:
    """Answers on 127.0.0.1 with what has been put there; `asked` are the paths that somebody asked for."""

    def __init__(self):
        self.asked = []
        self.over = threading.Event()
        self._answers = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self._server.server_port

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def put(self, path, body=b"", kind="text/html; charset=utf-8", status=200, drip=False, **headers):
        """Put something at a path and return its address; what drips comes a byte and then never more."""
        data = body.encode("utf-8") if isinstance(body, str) else body
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._answers[path] = (status, {"Content-Type": kind, **named}, data, drip)
        return self.address(path)

    def redirect(self, path, to):
        """Put a redirect at a path and return its address."""
        return self.put(path, status=302, Location=to)

    def address(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def _handler(self):
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                status, headers, data, drip = site._answers.get(self.path, (404, {}, b"", False))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data[:1] if drip else data)
                if drip:
                    self.wfile.flush()
                    site.over.wait()

            def log_message(self, *anything):
                pass

        return Handler

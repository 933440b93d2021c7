"""Serve a preview: on the loopback interface alone, under an address with a token, to nobody who calls it otherwise."""

import json
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from carsi_analysis.batch.formats import ENDINGS
from carsi_analysis.batch.preview.page import frame_page
from carsi_analysis.batch.preview.shown import Board, Shown

LOOPBACK = "127.0.0.1"
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "highlights": "application/pdf"}
_STILL_THERE = 15
"""Seconds without news after which a line is sent all the same: it fails where the reader has gone."""


@dataclass(frozen=True)
class Site:
    """What is served: the document that a board shows, its name and format, and the token in the address."""

    board: Board
    document_id: str
    format: str
    token: str

    @property
    def file_name(self) -> str:
        """What the document is called at the address."""
        return f"{self.document_id}.{ENDINGS[self.format]}"


@contextmanager
def serving(board: Board, document_id: str, format: str) -> Iterator[str]:
    """Serve until the context ends.

    Yields:
        The address.
    """
    site = Site(board, document_id, format, secrets.token_urlsafe(24))
    server = _Server((LOOPBACK, 0), _handler_of(site))
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="preview", daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}/{site.token}/"
    finally:
        board.close()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a browser that has gone amid an answer."""


def _handler_of(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Answers for one site."""

        server_version, sys_version = "carsi", ""

        def do_GET(self) -> None:
            """Answer with the page, the document or the news; with an error to whoever may not have them."""
            if not self._called_by_name():
                # A page of another site can lead a browser here under a name of its own; it must not read a word.
                self.send_error(HTTPStatus.FORBIDDEN, "This preview answers to its own address alone")
                return
            name = self._name_after_token()
            if name == "":
                page = frame_page(site.document_id, site.file_name).encode("utf-8")
                self._send(page, TYPES["html"], "frame-ancestors 'none'")
            elif name == "news":
                self._send_news()
            elif name == site.file_name and site.board.shown.version:
                self._send(site.board.shown.content, TYPES[site.format], "frame-ancestors 'self'")
            else:
                self.send_error(HTTPStatus.NOT_FOUND)

        def _called_by_name(self) -> bool:
            port = self.connection.getsockname()[1]
            return self.headers.get("Host") in (f"{LOOPBACK}:{port}", f"localhost:{port}")

        def _name_after_token(self) -> str | None:
            """Give the name that is asked for; None to whoever does not know the token."""
            token, slash, name = urlsplit(self.path).path.removeprefix("/").partition("/")
            known = slash and secrets.compare_digest(token.encode(), site.token.encode())
            return name if known else None

        def _send(self, content: bytes, type_: str, policy: str) -> None:
            self._begin(type_, {"Content-Length": str(len(content)), "Content-Security-Policy": policy})
            self.wfile.write(content)

        def _begin(self, type_: str, more: dict[str, str]) -> None:
            self.send_response(HTTPStatus.OK)
            fixed = {
                "Cache-Control": "no-store",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Referrer-Policy": "no-referrer",  # the address holds the token
                "X-Content-Type-Options": "nosniff",
            }
            for name, value in ({"Content-Type": type_} | fixed | more).items():
                self.send_header(name, value)
            self.end_headers()

        def _send_news(self) -> None:
            self._begin("text/event-stream", {})
            seen: Shown | None = None
            with suppress(OSError):  # the reader has gone
                while (shown := site.board.next_after(seen, _STILL_THERE)) or not site.board.closed:
                    seen = shown or seen
                    line = f"data: {json.dumps(_news(shown))}" if shown else ": still there"
                    self.wfile.write(f"{line}\n\n".encode())

        def log_message(self, format: str, *arguments: Any) -> None:
            """Write no log."""

    return Handler


def _news(shown: Shown) -> dict[str, Any]:
    told = {"building": "building …", "ready": f"built in {shown.seconds:.1f} s", "failed": "could not be built"}
    news: dict[str, Any] = {"version": shown.version, "status": shown.status, "told": told[shown.status]}
    if (problem := shown.problem) is not None:
        where = "What is wrong" if problem.cell is None else f"What is wrong in cell [{problem.cell}]"
        news["problem"] = {"where": where, "message": problem.message, "source": problem.source}
    return news

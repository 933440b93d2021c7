"""Who may read a preview: this machine alone, by its own name, with the token; and how its page stays strict."""

import base64
import hashlib
import http.client
import json
import re
import socket
import threading
from contextlib import closing
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from carsi_analysis.batch.preview.server import serving
from carsi_analysis.batch.preview.shown import Board, Problem, Shown

DOCUMENT = b"<!DOCTYPE html><p>one</p>"


@pytest.fixture
def board():
    board = Board()
    board.put(Shown().after(DOCUMENT, 1.0))
    return board


@pytest.fixture
def address(board):
    with serving(board, "report-en", "html") as address:
        yield address


def answer(address, path=None, host=None, method="GET"):
    parts = urlsplit(address)
    with closing(http.client.HTTPConnection("127.0.0.1", parts.port)) as connection:
        connection.request(method, parts.path if path is None else path, headers={"Host": host or parts.netloc})
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def test_whoever_has_the_address_gets_page_and_document_as_it_is(address):
    status, headers, page = answer(address)
    assert status == 200 and headers["Content-Type"].startswith("text/html")
    status, headers, document = answer(address, urlsplit(address).path + "report-en.html")
    assert (status, document) == (200, DOCUMENT)
    assert headers["Referrer-Policy"] == "no-referrer" and headers["Cache-Control"] == "no-store"
    assert b"report-en.html" in page


@pytest.mark.parametrize(
    "path", ["/", "/report-en.html", "/news", "/wrong/", "/wrong/report-en.html", "//", "/%2e%2e/"]
)
def test_without_the_token_nothing_is_told(address, path):
    status, _, content = answer(address, path)
    assert status == 404 and b"one" not in content and b"report-en" not in content


@pytest.mark.parametrize("name", ["..%2f", "../../etc/passwd", "other.html", "report-en.pdf", "report-en.html/"])
def test_nothing_else_is_served(address, name):
    assert answer(address, urlsplit(address).path + name)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil"])
def test_a_name_that_another_site_gave_this_machine_is_refused(address, host):
    """A page of another site whose name leads here would otherwise be of one origin with the preview."""
    status, _, content = answer(address, host=host.format(port=urlsplit(address).port))
    assert status == 403 and b"report-en" not in content


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_only_reading_is_answered(address, method):
    status, headers, _ = answer(address, method=method)
    assert status == 501 and "Access-Control-Allow-Origin" not in headers


def test_only_this_machine_can_connect(address):
    outside = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with closing(outside):
        outside.connect(("192.0.2.1", 9))  # sends nothing: it only tells which of our addresses leads out
        own = outside.getsockname()[0]
    if own.startswith("127."):
        pytest.skip("this machine has no other address")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((own, urlsplit(address).port), timeout=5)


def test_two_previews_have_two_addresses(board, address):
    with serving(board, "report-en", "html") as other:
        assert urlsplit(other).path != urlsplit(address).path
        assert len(urlsplit(other).path) > 30
        assert answer(other, urlsplit(address).path)[0] == 404


def test_the_page_runs_its_own_script_and_nothing_else(address):
    page = answer(address)[2].decode()
    policy = re.search(r'content="(default-src[^"]+)"', page)[1]
    script = re.search(r"<script>(.*)</script>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "*" not in policy


def test_news_come_as_they_happen_and_end_with_the_preview(board, address):
    heard = []
    with urlopen(f"{address}news") as news:
        heard.append(json.loads(news.readline()[6:]))
        news.readline()
        board.put(board.shown.after(Problem("wrong", 3, "x = 1"), 0.5))
        heard.append(json.loads(news.readline()[6:]))
        news.readline()
        board.close()
        assert news.read() == b""
    assert [told["status"] for told in heard] == ["ready", "failed"]
    assert heard[0]["version"] == heard[1]["version"] == 1, "the last document that could be built stays"
    assert heard[1]["problem"] == {"where": "What is wrong in cell [3]", "message": "wrong", "source": "x = 1"}


def test_before_the_first_build_there_is_a_page_and_no_document():
    with serving(Board(), "report-en", "html") as address:
        assert answer(address)[0] == 200
        assert answer(address, urlsplit(address).path + "report-en.html")[0] == 404


def test_a_board_wakes_all_who_wait(board):
    seen, heard = board.shown, []
    waiting = [threading.Thread(target=lambda: heard.append(board.next_after(seen, 30))) for _ in range(3)]
    for thread in waiting:
        thread.start()
    newer = seen.after(b"two", 1.0)
    board.put(newer)
    for thread in waiting:
        thread.join(30)
    assert heard == [newer] * 3 and board.next_after(newer, 0) is None

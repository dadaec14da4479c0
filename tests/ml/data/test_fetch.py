"""Archives from their publishers: resumed, checked, refused."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ml.data.fetch import fetch
from ml.data.photo import DataError
from ml.data.sources import Source
from tests.ml.data.small_sets import put

CONTENT = bytes(range(256)) * 400
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def server():
    """A publisher's server; `asked` are the ranges that were asked for, `resumes` may be switched off."""

    class Publisher(BaseHTTPRequestHandler):
        asked = []
        resumes = True
        url = ""

        def do_GET(self):
            if self.path != "/set.tar.gz":
                self.send_error(404)
                return
            asked = self.headers.get("Range")
            self.asked.append(asked)
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked and self.resumes else 0
            if start >= len(CONTENT):
                self.send_error(416)
                return
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(CONTENT) - start))
            self.end_headers()
            self.wfile.write(CONTENT[start:])

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Publisher) as http:
        Publisher.url = f"http://127.0.0.1:{http.server_port}/set.tar.gz"
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield Publisher
        http.shutdown()


def source(url, sha256=SHA256):
    return Source("set", (), "set", "Set", url, sha256, None, 10, "MIT", "any", "someone", "no note")


def get(one, folder, accept_unverified=False):
    return fetch(one, folder, accept_unverified=accept_unverified, progress=lambda what, done, total: None)


def test_an_archive_is_fetched_once(server, tmp_path):
    path, found = get(source(server.url), tmp_path)
    assert path.read_bytes() == CONTENT
    assert found == SHA256
    get(source(server.url), tmp_path)
    assert server.asked == [None]


def test_what_was_broken_off_goes_on(server, tmp_path):
    put(tmp_path / "set.tar.gz.partial", CONTENT[:5000])
    assert get(source(server.url), tmp_path)[0].read_bytes() == CONTENT
    assert server.asked == ["bytes=5000-"]


def test_what_was_complete_but_not_named_yet_is_taken(server, tmp_path):
    put(tmp_path / "set.tar.gz.partial", CONTENT)
    assert get(source(server.url), tmp_path)[0].read_bytes() == CONTENT


def test_a_server_that_does_not_resume_sends_it_all(server, tmp_path):
    server.resumes = False
    put(tmp_path / "set.tar.gz.partial", b"x" * 5000)
    assert get(source(server.url), tmp_path)[0].read_bytes() == CONTENT


def test_an_archive_with_another_hash_is_put_aside(server, tmp_path):
    with pytest.raises(DataError, match="the table says 0000; not to be used"):
        get(source(server.url, "0000"), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["set.tar.gz.partial.refused"]


def test_without_a_known_hash_it_is_asked_for_first(server, tmp_path):
    with pytest.raises(DataError, match="--accept-unverified"):
        get(source(server.url, ""), tmp_path)
    assert server.asked == []
    assert get(source(server.url, ""), tmp_path, accept_unverified=True)[0].read_bytes() == CONTENT


def test_without_a_network_it_says_so(tmp_path):
    with pytest.raises(DataError, match="Is there a network"):
        get(source("http://127.0.0.1:9/set.tar.gz"), tmp_path)


def test_an_address_that_is_gone_says_so(server, tmp_path):
    with pytest.raises(DataError, match="404"):
        get(source(server.url.replace("set.tar", "other")), tmp_path)


def test_a_set_without_an_address_says_so(tmp_path):
    with pytest.raises(DataError, match="no address to fetch it from"):
        get(source(""), tmp_path)

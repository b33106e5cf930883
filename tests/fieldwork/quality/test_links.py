"""Links are opened without leading anybody into a network that is not public."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest
from django.conf import LazySettings

from fieldwork.quality.links import checking
from fieldwork.quality.links.addresses import Refused, is_public, may_be_opened, read_target
from fieldwork.quality.links.checking import check_links, state_of
from fieldwork.quality.links.fetching import Opener, Resolve
from surveys.models import Evidence, LinkState, Response, Round

OURS = "127.0.0.2"  # the machine itself, by an address that only these tests allow


class Handler(BaseHTTPRequestHandler):
    """Answers by its path; remembers what it was asked."""

    asked: list[tuple[str, str]] = []

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path))
        kind, _slash, rest = self.path.lstrip("/").partition("/")
        if kind == "to":
            self.send_response(302)
            self.send_header("Location", rest)
        elif kind == "get-only":
            self.send_response(405 if self.command == "HEAD" else 200)
        else:
            self.send_response(int(kind or 200))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    found = ThreadingHTTPServer((OURS, 0), Handler)
    Handler.asked.clear()
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield f"example.org:{found.server_port}"
    found.shutdown()
    found.server_close()


def resolve(host: str, port: int) -> list[str]:
    """One name leads to the local server; every other host is its own address."""
    return [OURS if host == "example.org" else host]


def opener_for(server: str, resolver: Resolve = resolve) -> Opener:
    return Opener("test", resolver, OURS.__eq__, frozenset([int(server.rpartition(":")[2])]))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "64:ff9b:1::1",
        "::127.0.0.1", "2001:db8::1", "192.0.0.1", "198.18.0.1", "203.0.113.1", "nonsense", "",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_a_site_may_name_networks_of_its_own() -> None:
    networks = (ip_network("10.20.0.0/16"), ip_network("fd00:20::/32"))
    opened = [address for address in ("10.20.3.4", "fd00:20::1", "8.8.8.8") if may_be_opened(address, networks)]
    assert opened == ["10.20.3.4", "fd00:20::1", "8.8.8.8"]
    for address in ("10.21.0.1", "127.0.0.1", "169.254.169.254", "::ffff:10.21.0.1", "fd00:21::1", "nonsense", ""):
        assert not may_be_opened(address, networks)
    assert not may_be_opened("10.20.3.4")


def test_the_opener_knows_the_networks_of_the_site(settings: LazySettings) -> None:
    settings.CHECK_LINKS_NETWORKS = (ip_network("10.20.0.0/16"),)
    opener = checking.make_opener()
    assert opener.allows("10.20.0.1")
    assert not opener.allows("127.0.0.1")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_outside_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/",
        "http://user@example.org/", "http://example.org@127.0.0.1/", "http://example.org:22/", "http://example.org:0/",
        "http://example.org:99999/", "http:///path", "http://[::1", "",
    ],
)  # fmt: skip
def test_urls_that_are_no_public_pages_are_refused(url: str) -> None:
    with pytest.raises(Refused):
        read_target(url)


def test_a_path_and_a_name_in_cyrillic_become_fit_for_a_request() -> None:
    target = read_target("https://мысал.қаз/бет?a=б#part")
    assert target.host.startswith("xn--")
    assert target.path == "/%D0%B1%D0%B5%D1%82?a=%D0%B1"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:7f00:1]"]
)
def test_every_way_of_writing_this_machine_is_refused(host: str) -> None:
    assert state_of(f"http://{host}/", Opener("test")) is LinkState.REFUSED


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("200", LinkState.ALIVE),
        ("401", LinkState.ALIVE),  # it is there, for those who sign in
        ("404", LinkState.DEAD),
        ("410", LinkState.DEAD),
        ("500", LinkState.DEAD),
        ("get-only", LinkState.ALIVE),
        ("to//200", LinkState.ALIVE),
        ("to//to//to//200", LinkState.ALIVE),
        ("to//to//to//to//200", LinkState.DEAD),
        ("to/http://127.0.0.1/", LinkState.REFUSED),
        ("to/http://[::ffff:7f00:1]/", LinkState.REFUSED),
        ("to/http://example.org@127.0.0.1/", LinkState.REFUSED),
        ("to/http://169.254.169.254/latest/", LinkState.REFUSED),
        ("to/ftp://example.org/", LinkState.REFUSED),
        ("to/http://example.org:22/", LinkState.REFUSED),
    ],
)
def test_a_link_is_followed_to_its_end(server: str, path: str, state: LinkState) -> None:
    assert state_of(f"http://{server}/{path}", opener_for(server)) is state


def test_one_address_inside_among_several_is_enough_to_refuse() -> None:
    opener = Opener("test", lambda host, port: ["8.8.8.8", "10.0.0.1"])
    assert state_of("http://example.org/", opener) is LinkState.REFUSED


def test_a_name_is_resolved_once_and_the_checked_address_is_used(server: str) -> None:
    asked: list[str] = []

    def remember(host: str, port: int) -> list[str]:
        asked.append(host)
        return resolve(host, port)

    assert state_of(f"http://{server}/get-only", opener_for(server, remember)) is LinkState.ALIVE
    assert asked == ["example.org"]
    assert [method for method, _path in Handler.asked] == ["HEAD", "GET"]


def test_nothing_listens_and_no_such_name_are_dead() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    assert state_of("http://example.org/", Opener("test", unknown)) is LinkState.DEAD
    assert state_of("http://example.org:1/", opener_for("example.org:1")) is LinkState.DEAD


@pytest.fixture
def evidence(response: Response) -> list[Evidence]:
    urls = ["https://example.org/a", "https://example.org/a", "ftp://example.org/b"]
    return [Evidence.objects.create(response=response, items=["F1.1.a"], url=url) for url in urls]


def test_each_address_is_opened_once_and_not_again_the_same_week(
    survey_round: Round, evidence: list[Evidence], settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CHECK_LINKS = True
    waits: list[float] = []
    monkeypatch.setattr(checking, "state_of", lambda url, opener: LinkState.DEAD)
    assert check_links(survey_round, wait=waits.append) == 2
    assert len(waits) == 1  # the second asks the same host
    assert {one.link_state for one in Evidence.objects.all()} == {LinkState.DEAD}
    assert check_links(survey_round, wait=waits.append) == 0


def test_a_site_may_forbid_it(survey_round: Round, evidence: list[Evidence], settings: LazySettings) -> None:
    settings.CHECK_LINKS = False
    assert check_links(survey_round) == 0
    assert set(Evidence.objects.values_list("link_state", flat=True)) == {LinkState.UNCHECKED}

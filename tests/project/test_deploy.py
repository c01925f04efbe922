"""How it runs for real: the service's unit, both proxies, up and down."""

import asyncio
import configparser
import re
import shlex
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import websockets

from beside.project import command, environment, unsafe
from tests.house.sizes import ROOT
from tests.project.fronts import Caddy, Front, Nginx
from tests.running import House
from tests.throwaway import free_port


@pytest.fixture(scope="module")
def pages(house: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `beside front-door` wrote."""
    folder = tmp_path_factory.mktemp("front") / "door"
    done = house.run("front-door", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module", params=[Caddy, Nginx])
def before_nothing(request: pytest.FixtureRequest, pages: Path) -> Iterator[Front]:
    """Each proxy before a Beside that is down."""
    front: Front = request.param(free_port(), pages).start()
    yield front
    front.stop()


@pytest.fixture(scope="module", params=[Caddy, Nginx])
def before_beside(request: pytest.FixtureRequest, house: House, pages: Path) -> Iterator[Front]:
    """Each proxy before a Beside that answers."""
    front: Front = request.param(house.port, pages).start()
    yield front
    front.stop()


def test_the_page_says_that_we_are_down(before_nothing: Front) -> None:
    english, french = before_nothing.ask("/talk"), before_nothing.ask("/", tongue="fr-CA,fr;q=0.8")
    assert english.status == french.status == 503
    assert "We can’t answer at this moment." in english.body
    assert "Nous ne pouvons pas répondre" in french.body
    assert "default-src 'none'" in english.headers["content-security-policy"]
    assert english.headers["cache-control"] == "no-store"


def test_the_numbers_are_there_while_we_are_down(before_nothing: Front) -> None:
    for path in ("/now", "/now/fr", "/now?country=FR"):
        answer = before_nothing.ask(path)
        assert answer.status == 200 and "tel:" in answer.body
    assert "tel:3114" in before_nothing.ask("/now?country=FR", tongue="fr").body
    assert before_nothing.ask("/now?country=../../etc").status in (200, 503)


def test_the_style_is_there_while_we_are_down(before_nothing: Front) -> None:
    style = re.search(r'href="(/static/web/tokens\.[^"]+)"', before_nothing.ask("/now").body)
    assert style
    answer = before_nothing.ask(style[1])
    assert answer.status == 200 and answer.headers["content-type"].startswith("text/css")


def test_what_is_sent_while_we_are_down_gets_the_page_too(before_nothing: Front) -> None:
    assert "We can’t answer" in before_nothing.ask("/talk", method="POST").body
    left = before_nothing.ask("/leave", method="POST")
    assert left.status == 303 and left.headers["location"] == "https://www.wikipedia.org/"


def test_pages_pass_while_we_are_up(before_beside: Front) -> None:
    answer = before_beside.ask("/")
    assert answer.status == 200 and "data-leave" in answer.body
    assert before_beside.ask("/nowhere").status == 404


def test_sockets_pass_while_we_are_up(before_beside: Front) -> None:
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    port = before_beside.port

    async def knock() -> int:
        origin = f"https://localhost:{port}"
        async with websockets.connect(f"wss://localhost:{port}/live", ssl=anybody, origin=origin) as line:  # type: ignore[arg-type]
            await line.wait_closed()
            return line.close_code or 0

    try:
        assert asyncio.run(knock()) >= 1000
    except websockets.InvalidStatus as refused:
        assert refused.response.status_code == 403  # nobody has signed in: Beside itself said no


def test_nothing_about_a_visitor_is_written_down(before_nothing: Front) -> None:
    before_nothing.ask("/wait/a-very-private-place")
    assert "private-place" not in before_nothing.said()


def unit() -> configparser.SectionProxy:
    """The [Service] part of the unit, each name once with all its lines."""
    lines: dict[str, list[str]] = {}
    for line in (ROOT / "deploy" / "beside.service").read_text().split("[Service]")[1].splitlines():
        name, has_value, value = line.partition("=")
        if has_value and not line.startswith("#"):
            lines.setdefault(name, []).append(value)
    reader = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    reader.optionxform = str  # type: ignore[assignment, method-assign]
    reader["Service"] = {name: "\n".join(values) for name, values in lines.items()}
    return reader["Service"]


def unit_environment() -> dict[str, str]:
    """What the unit sets."""
    return dict(row.split("=", 1) for row in unit()["Environment"].splitlines())


def test_the_unit_starts_a_safe_installation() -> None:
    settings = environment.read(unit_environment())
    assert settings.production and unsafe.reasons(settings) == []
    for line in (unit()["ExecStart"], unit()["ExecStartPost"]):
        words = shlex.split(line.lstrip("-"))
        assert words[0].endswith("/.venv/bin/beside")
        command.parser().parse_args(words[1:])


def test_the_unit_keeps_its_promises() -> None:
    part = unit()
    assert part["LoadCredential"].startswith("root-key:")
    wanted = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "LimitCORE": "0", "Restart": "always"}
    assert {name: part[name] for name in wanted} == wanted


def test_the_units_environment_serves(new_house: Callable[..., House], tmp_path: Path) -> None:
    (tmp_path / "root-key").write_bytes(b"0123456789abcdef" * 2)
    (tmp_path / "root-key").chmod(0o440)
    given = unit_environment() | {"CREDENTIALS_DIRECTORY": str(tmp_path), "BESIDE_DEMO_PASSPHRASE": ""}
    for own in ("BESIDE_DATA", "BESIDE_STATIC", "BESIDE_PORT"):
        given.pop(own)
    running = new_house(BESIDE_HOSTS="localhost", **given)
    assert "https://help.example.org/" in running.said()
    assert running.get("/now").status == 200

"""Without scripts: in a browser that runs none, and from a shell, with the very lines of the docs."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.actors import Actor, Listener, Seeker
from tests.running import House

pytestmark = pytest.mark.browser

GUIDE = Path(__file__).resolve().parents[2] / "docs/without-scripts.md"


def blocks() -> list[str]:
    """The shell lines of the guide, part by part."""
    return re.findall(r"```sh\n(.*?)```", GUIDE.read_text(), flags=re.DOTALL)


def test_the_whole_path_without_scripts(cast: Callable[..., Actor], house: House, maya: Listener) -> None:
    person = cast(Seeker, house, java_script_enabled=False)
    assert isinstance(person, Seeker)
    person.arrives().asks_to_talk().writes_while_waiting("no scripts here").sees("no scripts here")
    person.page.locator("#words").fill("half a thought")
    maya.takes_next().sees("no scripts here").says("I can read you.")
    person.page.wait_for_timeout(7000)
    assert person.page.locator("#words").input_value() == "half a thought", "a half-written message was lost"
    person.page.locator("[data-first-words] button").click()
    person.is_met()
    frame = person.page.frame_locator("iframe.log-frame")
    expect(frame.get_by_text("I can read you.")).to_be_visible()
    expect(frame.get_by_text("half a thought")).to_be_visible()
    person.says("good")
    maya.sees("good").says("Take your time.")
    person.page.locator("#say").fill("not yet sent")
    expect(frame.get_by_text("Take your time.")).to_be_visible(timeout=15000)
    assert person.page.locator("#say").input_value() == "not yet sent", "a half-written message was lost"
    person.ends().sees("Did you feel heard?")
    person.page.locator("button[value=yes]").click()
    person.sees("Thank you")


def test_a_way_in_that_needs_scripts_is_found(cast: Callable[..., Actor], house: House) -> None:
    """The check above, seen red: a page whose buttons do nothing by themselves leads nowhere."""
    person = cast(Seeker, house, java_script_enabled=False)
    assert isinstance(person, Seeker)
    person.page.set_default_timeout(3000)
    person.page.route("**/talk", _for_scripts_only)
    with pytest.raises(PlaywrightTimeout):
        person.arrives().asks_to_talk()
    assert person.page.url.endswith("/talk")


def _for_scripts_only(route: Route) -> None:
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace("<button", '<button type="button"'))


def test_leaving_without_scripts_ends_the_visit(cast: Callable[..., Actor], house: House) -> None:
    person = cast(Seeker, house, java_script_enabled=False)
    assert isinstance(person, Seeker)
    person.arrives().asks_to_talk()
    place = person.page.url
    person.page.route("**/*wikipedia*/**", lambda route: route.fulfill(body="elsewhere"))
    person.leaves_now()
    person.sees("elsewhere")
    person.goes(place)
    assert "/talk" in person.page.url or "/wait" not in person.page.url


def test_the_guide_for_the_shell_works(house: House, maya: Listener) -> None:
    begin, first_words, talk, end = blocks()
    script = "\n".join(["set -eu", begin, first_words, "echo WAITING >&2", talk, "echo ---", end])
    shell = subprocess.Popen(
        ["bash", "-c", script],
        env={"BESIDE": house.url, "PATH": "/usr/bin:/bin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert shell.stderr is not None
    while (line := shell.stderr.readline()) and "WAITING" not in line:
        raise AssertionError(line + shell.stderr.read())
    maya.takes_next().sees("it is loud tonight")
    said, complaints = shell.communicate(timeout=60)
    assert shell.returncode == 0, complaints
    log, copy = said.split("---")
    assert log.count("thank you for being here") == 1
    assert "thank you for being here" in copy

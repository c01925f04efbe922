"""Icons, landscapes, components."""

import re
from xml.etree import ElementTree

import pytest
from django import forms
from django.template import Context, Engine, Template

from beside.web import avatar, icons
from tests.web.sheets import ROOT

THE_40 = [
    "lamp",
    "send",
    "plus",
    "more",
    "exit",
    "save",
    "key",
    "swap",
    "moon",
    "globe",
    "phone",
    "check",
    "clock",
    "wind",
    "stones",
    "hand",
    "user",
    "users",
    "eye",
    "note",
    "book",
    "triangle",
    "diamond",
    "pause",
    "inbox",
    "chat",
    "chevron",
    "x",
    "shield",
    "back",
    "calendar",
    "camera",
    "mic",
    "flag",
    "lock",
    "chart",
    "sliders",
    "flask",
    "pulse",
    "bell",
]
SCENES = ("window", "shore", "path", "cups", "tide", "dawn")


def written(source: str, **facts: object) -> str:
    """A piece of template, rendered with the components loaded."""
    return Template("{% load beside %}" + source, engine=Engine.get_default()).render(Context(facts))


def test_the_icons_are_the_forty() -> None:
    assert sorted(icons.PATHS) == sorted(THE_40)
    assert len(icons.PATHS) == 40


@pytest.mark.parametrize("name", THE_40)
def test_an_icon_is_well_formed_small_and_decorative(name: str) -> None:
    svg = icons.icon(name)
    drawn = ElementTree.fromstring(svg)
    assert len(svg) < 420
    assert drawn.get("aria-hidden") == "true"
    assert all(child.get("fill") is None for child in drawn.iter())


def test_an_icon_with_words_says_them_and_escapes_them() -> None:
    drawn = ElementTree.fromstring(icons.icon("x", label='Close "this" <now>'))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-label") == 'Close "this" <now>'


def test_an_unknown_icon_is_refused() -> None:
    with pytest.raises(KeyError):
        icons.icon("brain")


def test_directional_icons_turn_round() -> None:
    assert "ic-dir" in icons.icon("send")
    assert "ic-dir" not in icons.icon("lamp")


def test_every_icon_that_a_template_asks_for_exists() -> None:
    asked = {
        name
        for path in (ROOT / "src/beside").rglob("templates/**/*.html")
        for name in re.findall(r"""{% icon ["']([\w-]+)["']""", path.read_text())
    }
    assert asked - set(icons.PATHS) == set()


def test_a_landscape_is_the_same_for_ever() -> None:
    assert avatar.avatar("grey fern") == avatar.avatar("grey fern")
    assert avatar.avatar("grey fern", 48) == (
        '<svg class="av" width="48" height="48" viewBox="0 0 40 40" aria-hidden="true">'
        '<g transform="matrix(-1 0 0 1 40 0)"><path fill="#d9cea6" d="M0 0h40v40H0z"/>'
        '<circle cx="24" cy="17" r="7" fill="#ffe8c0"/>'
        '<path fill="#8ba176" d="M0 23c7 3 11 8 19 6s12-9 21-6v17H0Z"/>'
        '<path fill="#3b664b" d="M0 33c9-5 17-4 24-1s11 1 16-1v9H0Z"/></g></svg>'
    )


def test_landscapes_differ_and_are_small() -> None:
    drawn = {avatar.avatar(f"person {n}") for n in range(300)}
    assert len(drawn) > 285
    assert max(map(len, drawn)) < 430
    assert all(ElementTree.fromstring(svg) is not None for svg in drawn)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_small_and_drawn_in_the_tokens(name: str) -> None:
    svg = written(f'{{% scene "{name}" %}}')
    assert len(svg) < 2048
    assert ElementTree.fromstring(svg).get("aria-hidden") == "true"
    assert not re.search(r"#[0-9a-f]{6}", svg)
    ids = re.findall(r'id="([\w-]+)"', svg)
    assert all(each.startswith(name) for each in ids)


def test_buttons_and_links_are_written() -> None:
    assert written('{% button "primary" name="safe" value="no" %}No{% endbutton %}') == (
        '<button class="btn btn-primary" name="safe" value="no">No</button>'
    )
    link = written('{% button href="/talk" icon="chat" aria_label="Talk" %}Talk{% endbutton %}')
    assert link.startswith('<a class="btn btn-quiet" href="/talk" aria-label="Talk"><svg')
    assert 'title="&quot;&gt;"' in written("{% button title=bad %}x{% endbutton %}", bad='">')


def test_components_escape_what_they_are_given() -> None:
    bad = "<script>"
    for source in (
        "{% chip %}{{ bad }}{% endchip %}",
        "{% card title=bad %}x{% endcard %}",
        "{% reveal bad %}x{% endreveal %}",
        "{% phone bad %}",
        "{% notice %}{{ bad }}{% endnotice %}",
    ):
        assert "<script>" not in written(source, bad=bad)


def test_a_number_is_dialled_without_its_spaces() -> None:
    assert 'href="tel:+33145394000"' in written('{% phone "+33 1 45 39 40 00" %}')


class Words(forms.Form):
    words = forms.CharField(label="Your words", help_text="A few are enough.")


def test_a_field_ties_its_hint_and_error_to_its_control() -> None:
    html = written("{% field form.words %}", form=Words({"words": ""}))
    assert 'aria-describedby="id_words-hint id_words-error"' in html
    assert 'aria-invalid="true"' in html
    assert '<label for="id_words">Your words</label>' in html
    assert 'id="id_words-error"' in html


def test_the_summary_links_each_field_and_is_silent_when_all_is_well() -> None:
    html = written("{% errors form %}", form=Words({"words": ""}))
    assert 'role="alert"' in html
    assert 'href="#id_words"' in html
    assert written("{% errors form %}", form=Words({"words": "hello"})).strip() == ""


def test_a_scale_has_eleven_steps_and_words_at_both_ends() -> None:
    html = written('{% scale "distress" "How hard?" "calm" "unbearable" 4 %}')
    assert html.count('type="radio"') == 11
    assert 'value="4" checked' in html
    assert 'aria-label="10, unbearable"' in html


def test_choices_are_submit_buttons() -> None:
    html = written('{% choices "safe" options urgent="no" %}', options=[("yes", "Yes"), ("no", "No")])
    assert html.count("<button") == 2
    assert re.search(r'class="choice choice-urgent" name="safe" value="no"', html)

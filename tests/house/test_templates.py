"""Every template compiles, and what it names exists: read from the compiled nodes, so no page needs data."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template import Engine, TemplateSyntaxError
from django.template.base import FilterExpression, Node, Template
from django.template.defaulttags import URLNode
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.templatetags.static import StaticNode
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.sizes import ROOT, files

ALL = [path for pattern in ("*.html", "*.txt") for path in files("src", pattern) if "templates" in path.parts]


@pytest.mark.parametrize("path", ALL, ids=lambda path: str(path.relative_to(ROOT / "src/beside")))
def test_a_template_compiles_and_names_what_exists(path: Path) -> None:
    name = path.as_posix().split("/templates/", 1)[1]
    assert list(faults(get_template(name).template)) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{% url 'nowhere:page' %}", "url nowhere:page"),
        ("{% load static %}{% static 'no/such.css' %}", "static no/such.css"),
        ("{% if a %}{% include 'no/such.html' %}{% endif %}", "template no/such.html"),
    ],
)
def test_a_wrong_name_is_found(source: str, fault: str) -> None:
    assert list(faults(Template(source, engine=Engine.get_default()))) == [fault]


def test_a_broken_template_is_found() -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% if %}", engine=Engine.get_default())


def test_no_template_has_inline_script_or_style() -> None:
    wrong = (" style=", "<style", " onclick=", " onsubmit=", " onload=", " onchange=", "javascript:")
    pages = {path.name: re.sub(r"{[%#].*?[%#]}", "", path.read_text(), flags=re.DOTALL) for path in ALL}
    assert [f"{name}: {each.strip()}" for name, page in pages.items() for each in wrong if each in page] == []


def faults(template: Template) -> Iterator[str]:
    """What a template names that is not there."""
    for node in every_node(template.nodelist):
        if isinstance(node, URLNode) and (view := literal(node.view_name)) and view not in pages():
            yield f"url {view}"
        if isinstance(node, StaticNode) and (file := literal(node.path)) and not finders.find(file):
            yield f"static {file}"
        if isinstance(node, IncludeNode) and (other := literal(node.template)):
            yield from missing(other)
        if isinstance(node, ExtendsNode) and (other := literal(node.parent_name)):
            yield from missing(other)


def every_node(nodes: list[Node]) -> Iterator[Node]:
    """All nodes, however deep."""
    for node in nodes:
        yield node
        for inner in node.child_nodelists:
            yield from every_node(getattr(node, inner, None) or [])


def literal(expression: FilterExpression) -> str:
    """A name written out in the template; an empty string for a computed one."""
    return expression.var if isinstance(expression.var, str) else ""


def missing(name: str) -> Iterator[str]:
    """A fault when there is no template of this name. `file#part` names a part of one."""
    try:
        get_template(name)
    except Exception:
        yield f"template {name}"


def pages() -> set[str]:
    """The names of all pages, with their namespaces."""
    return set(named(get_resolver().url_patterns, ""))


def named(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    """The names below a prefix."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from named(pattern.url_patterns, inner)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"

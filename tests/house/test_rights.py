"""Nobody adds a page or a frame without saying who may: the table of rights knows every one of them."""

from django.urls import get_resolver, path

from beside.project import wiring
from tests.rights import faults, routes, table


def test_the_table_of_rights_is_whole() -> None:
    assert routes.unlisted() == []


def test_a_page_that_nobody_reviewed_is_found() -> None:
    patterns = get_resolver().url_patterns
    patterns.append(path("all/words", faults.anything, name="all_words"))
    try:
        (found,) = routes.unlisted()
    finally:
        patterns.pop()
    assert found.startswith("The page all_words is not in tests/rights/table.toml")


def test_a_frame_that_nobody_reviewed_is_found(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(wiring.DOORS, "everything", faults.anything)
    (found,) = routes.unlisted()
    assert found.startswith("The frame everything is not in tests/rights/table.toml")


def test_a_line_whose_page_is_gone_is_found(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setitem(
        dict(table.written())["web"], "web:gone", {"at": "all", "methods": "GET", "who": "all"}
    )
    (found,) = routes.unlisted()
    assert found.startswith("The page web:gone of tests/rights/table.toml is no more")


def test_every_line_names_roles_and_objects_that_exist() -> None:
    roles = {"all", "seeker", "before", "collector", *" ".join(table.written()["groups"].values()).split()}  # type: ignore[arg-type]
    things = {"", *" ".join(table.written()["objects"].values()).split()}  # type: ignore[arg-type]
    for row in [*table.pages().values(), *table.frames().values()]:
        assert set(row.may) <= roles, row.name
        assert frozenset().union(*row.may.values()) <= things, row.name
        assert row.methods <= set(table.METHODS), row.name

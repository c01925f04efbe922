"""The settings in groups: every area once, everybody only what is theirs, every way leads somewhere."""

from collections import Counter

import pytest
from django.test import Client
from django.utils import translation

from beside.desk import setting_groups
from beside.desk.models import Service, ServiceWords
from beside.desk.queries import forget_service
from beside.desk.views.settings import AREAS, OF_EACH
from beside.people.models import Role
from tests.desk.conftest import Cast
from tests.world import make_colleague, sign_in

SOME = {"words": ("Words", "globe"), "brand-new": ("Brand new", "plus")}


def test_an_area_that_stands_in_no_group_is_not_lost(db: None) -> None:
    groups = setting_groups.grouped(SOME, "?service=young", None)
    assert [(str(group.title), [one.path for one in group.entries]) for group in groups] == [
        ("What people see first", ["/settings/words?service=young"]),
        ("More", ["/settings/brand-new?service=young"]),
    ]


def test_every_area_stands_in_one_group(cast: Cast) -> None:
    for forms, person in ((AREAS, cast.odile), (OF_EACH, None)):
        areas = {slug: (form.title, form.icon) for slug, form in forms.items()}
        groups = setting_groups.grouped(areas, "", person)
        paths = Counter(one.path for group in groups for one in group.entries)
        assert {f"/settings/{slug}" for slug in forms} <= set(paths)
        assert [path for path, times in paths.items() if times > 1] == []
        assert "More" not in [str(group.title) for group in groups]
        assert [str(one.title) for group in groups for one in group.entries if not one.hint] == []


def test_every_way_leads_somewhere(cast: Cast) -> None:
    areas = {slug: (form.title, form.icon) for slug, form in AREAS.items()}
    client = sign_in(Client(), cast.odile)
    for group in setting_groups.grouped(areas, "", cast.odile):
        assert [one.path for one in group.entries if client.get(one.path).status_code != 200] == []


def test_a_manager_alone_sees_nothing_of_the_administrators(cast: Cast) -> None:
    alone = make_colleague("Paul", Role.MANAGER)
    shown = sign_in(Client(), alone).get("/settings").content.decode()
    assert "/health" not in shown and 'href="/board"' in shown
    assert 'href="/health/kept"' in sign_in(Client(), cast.odile).get("/settings").content.decode()


@pytest.mark.parametrize(("slug", "house"), [("", True), ("young", False)])
def test_a_second_service_has_its_own_areas_only(cast: Cast, slug: str, house: bool) -> None:
    young = Service.objects.create(pk=2, slug="young", chat_minutes=45)
    ServiceWords.objects.create(service=young, language="en", name="Young", headline="h", lead="l")
    forget_service()
    shown = sign_in(Client(), cast.odile).get(f"/settings?service={slug}").content.decode()
    assert ('href="/settings/works"' in shown) is house
    assert ("?service=young" in shown) is not house
    assert ("The house" in shown) is house


def test_the_groups_in_french(cast: Cast) -> None:
    with translation.override("fr"):
        groups = setting_groups.grouped(SOME, "", cast.odile)
        assert [str(group.title) for group in groups][:2] == [
            "Ce que l’on voit d’abord",
            "Quand vous êtes ouverts",
        ]

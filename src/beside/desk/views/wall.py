"""The board: on a desk, on a phone, on a wall. It names nobody who writes, and lists no colleague."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from beside.desk import queries, wording_wall
from beside.desk.models import Service
from beside.desk.queries.service import name_of
from beside.desk.queries.wall import wall_of
from beside.people.doors import staff_only
from beside.people.models import Person, Role

MAY_LOOK = (Role.LISTENER, Role.COUNSELLOR, Role.SUPERVISOR, Role.MANAGER)
TABLE = "table"


@require_safe
@staff_only(*MAY_LOOK)
def page(request: HttpRequest, person: Person) -> HttpResponse:
    """The board among the other pages."""
    return render(request, "desk/wall/board.html", _context(request))


@require_safe
@staff_only(*MAY_LOOK)
def screen(request: HttpRequest, person: Person) -> HttpResponse:
    """The same for a screen on the wall: large, and with no way to other pages."""
    return render(request, "desk/wall/screen.html", _context(request))


@require_safe
@staff_only(*MAY_LOOK)
def now(request: HttpRequest, person: Person) -> HttpResponse:
    """What is live of it, fetched again and again. 404 for a service that is not offered any more."""
    return render(request, "desk/wall/_now.html", _context(request))


def _context(request: HttpRequest) -> dict[str, Any]:
    """`?service=` narrows it to one service, `?view=table` shows the same as tables."""
    slug, is_table = request.GET.get("service", ""), request.GET.get("view") == TABLE
    wall = wall_of(queries.current(slug) if slug else None)
    return {
        "wall": wall,
        "see": wording_wall.board(wall),
        "is_table": is_table,
        "again": _query(slug, is_table),
        "other": _query(slug, not is_table),
        "choices": _choices(slug, is_table),
    }


def _query(slug: str, is_table: bool) -> str:
    """How the address goes on."""
    parts = {**({"service": slug} if slug else {}), **({"view": TABLE} if is_table else {})}
    return f"?{urlencode(parts)}" if parts else "?"


def _choices(chosen: str, is_table: bool) -> list[tuple[str, str, bool]]:
    """(name, end of the address, whether chosen) of each service, where there are several."""
    offered = queries.services()
    return [_choice(one, chosen, is_table) for one in offered] if len(offered) > 1 else []


def _choice(one: Service, chosen: str, is_table: bool) -> tuple[str, str, bool]:
    return name_of(one), _query(one.slug, is_table), one.slug == chosen

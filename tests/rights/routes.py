"""Every page the house has, as its URLconf says it, and every frame it answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from beside.project import wiring
from tests.rights import table


@dataclass(frozen=True)
class Page:
    """A pattern of the URLconf by its full name. `parameter` is what its address names, or ""."""

    name: str
    address: str
    parameter: str
    pattern: URLPattern


def pages() -> list[Page]:
    """Every pattern, in the order in which addresses are looked up."""
    return list(_walk(get_resolver(), "", ""))


def frames() -> list[str]:
    """Every frame that has a door."""
    return list(wiring.DOORS)


def unlisted() -> list[str]:
    """What the table does not know, and what it knows that is no more, in sentences."""
    return [
        *_compared("page", {page.name for page in pages()}, set(table.pages())),
        *_compared("frame", set(frames()), set(table.frames())),
    ]


def _compared(what: str, there: set[str], listed: set[str]) -> Iterator[str]:
    for name in sorted(there - listed):
        yield f"The {what} {name} is not in tests/rights/table.toml: say who may."
    for name in sorted(listed - there):
        yield f"The {what} {name} of tests/rights/table.toml is no more: take its line out."


def _walk(resolver: URLResolver, before: str, space: str) -> Iterator[Page]:
    for one in resolver.url_patterns:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _walk(one, address, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            parameters = "/".join(one.pattern.converters)
            yield Page(f"{space}{one.name or address}", address, parameters, one)

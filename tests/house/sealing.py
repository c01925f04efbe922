"""What is sealed, and which verbs take words: found in the program, not remembered."""

import inspect
import pkgutil
from collections.abc import Callable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

from django.apps import apps
from django.db.models import BinaryField

WORDS = ("words", "note")
"""What a verb calls the words of a person."""


def binary_columns() -> set[str]:
    """Every column of our tables that holds bytes, as "room.model.field"."""
    return {
        f"{model._meta.label_lower}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("beside.")
        for field in model._meta.local_fields
        if isinstance(field, BinaryField)
    }


def wordy_verbs() -> dict[str, Callable[..., Any]]:
    """Every verb of a room that is handed somebody's words, as "room.name"."""
    return {f"{room}.{name}": verb for room in rooms() for name, verb in _verbs(room)}


def rooms() -> list[str]:
    """The rooms with tables, as "conversations"."""
    return [each.label for each in apps.get_app_configs() if each.name.startswith("beside.")]


def _verbs(room: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in _modules(f"beside.{room}.actions"):
        for name, verb in vars(module).items():
            is_own = inspect.isfunction(verb) and verb.__module__ == module.__name__
            if is_own and not name.startswith("_") and _takes_words(verb):
                yield name, verb


def _modules(name: str) -> Iterator[ModuleType]:
    try:
        whole = import_module(name)
    except ModuleNotFoundError:
        return
    yield whole
    for each in pkgutil.iter_modules(getattr(whole, "__path__", [])):
        yield import_module(f"{name}.{each.name}")


def _takes_words(verb: Callable[..., Any]) -> bool:
    given = inspect.signature(verb).parameters
    return any(name in given and given[name].annotation in (str, "str") for name in WORDS)

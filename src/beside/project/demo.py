"""The made-up helpline: four people on its staff, hours, words. Never in production."""

from beside.project.environment import Environment


def seed_when_empty(installation: Environment) -> None:
    """Put the made-up helpline into an empty database."""

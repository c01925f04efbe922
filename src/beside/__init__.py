"""Beside: someone beside you, at any hour."""

from datetime import date

RELEASED = date(2026, 11, 22)
"""The day of this release. Whatever has a last day (`safety/data`) is judged on it by the tests."""

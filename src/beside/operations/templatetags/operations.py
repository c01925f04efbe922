"""What only these pages need."""

from datetime import timedelta

from django import template

from beside.web.lengths import in_words

register = template.Library()


@register.filter
def as_length(span: timedelta) -> str:
    """A length in words: "24 hours", "30 days", "3 years"."""
    return in_words(span)

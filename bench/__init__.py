"""Measuring Beside: `python -m bench`. See docs/performance.md."""

"""Promises, proven by breaking things: `python -m proofs P1 P2 …`. See docs/promises.md."""

"""The voice of a seat as the ledger asks for it: whoever is slowed speaks, but slowly. Still one column."""

SLOWLY = "slowly"
"""Speaks, one message at a time (see `slowing`)."""

VOICE = f"CASE WHEN slow_until IS NULL OR voice <> 'speaks' THEN voice ELSE '{SLOWLY}' END"

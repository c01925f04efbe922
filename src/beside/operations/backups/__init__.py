"""Copies of everything, taken while the house is open, and the way back from them.

A folder of backups holds `main/<moment>/`, `keys/<moment>/` and `keys/tombstones.json`. The key store lies
apart and lives shorter: once its copies are gone, what was erased cannot be read from any copy of the tables.
The root key is in none of them.
"""

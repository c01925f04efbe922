"""A day at the desk with nobody in it: the line's own rules, a clock that jumps, and people made of chance.

Pure: no tables. The same scenario and seed give the same day, to the last digit.
"""

from beside.desk.simulation.day import simulate
from beside.desk.simulation.results import Results, as_json
from beside.desk.simulation.scenario import Scenario, Turn, named, read

__all__ = ["Results", "Scenario", "Turn", "as_json", "named", "read", "simulate"]

"""The numbers of a week, counted so that nobody can be found in them. Pure: no tables, no clock."""

from beside.desk.figures.hiding import FEWEST, hidden_in
from beside.desk.figures.tally import BY, Contact, Tally, tallies_of

__all__ = ["BY", "FEWEST", "Contact", "Tally", "hidden_in", "tallies_of"]

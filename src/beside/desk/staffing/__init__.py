"""How many people are needed, and when. Pure: no tables, no clock. Rates per hour, times in minutes."""

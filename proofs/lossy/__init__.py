"""A disk that forgets what was not flushed when the power goes."""

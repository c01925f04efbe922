"""The desk's pages: the door and the wait for seekers, the shift and the console for staff."""

"""Other systems doing the same work on the same wire, for comparison."""

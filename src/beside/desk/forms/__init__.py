"""What the desk's pages ask: one module per page."""

"""Who may do what with whose things: every role, page, frame, object and method, tried for real."""

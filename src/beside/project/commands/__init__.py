"""What each `beside` command does: one module each, with `run(options) -> exit code`."""

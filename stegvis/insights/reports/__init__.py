"""One module for each kind of report: it makes it, and registers itself."""

"""Forms of companies and people."""

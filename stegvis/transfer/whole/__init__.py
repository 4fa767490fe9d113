"""A whole workspace as one file: every table of it that is not excused, its files, and what reads them back in."""

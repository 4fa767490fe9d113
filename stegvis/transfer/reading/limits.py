"""What a file may cost us before we refuse it."""

# Python's csv module stops at this many characters, which also ends a quotation mark that was never closed.
MAX_CELL_CHARS = 131_072
MAX_COLUMNS = 1_000
# A workbook is held in memory as a whole, about 40 bytes a cell: 5 million cells are 200 MB.
MAX_XLSX_CELLS = 5_000_000
MAX_XLSX_UNPACKED_BYTES = 600_000_000
MAX_XLSX_PARTS = 5_000
# Honest sheets pack about 10:1, sheets of one repeated value 60:1.
MAX_XLSX_PACKING = 250
MAX_HEADER_SEARCH_ROWS = 30
# Rows read before anything is asked; columns still undecided then are looked through to the end.
SAMPLE_ROWS = 2_000
# Lines between two bookmarks of a CSV file.
BOOKMARK_ROWS = 1_000

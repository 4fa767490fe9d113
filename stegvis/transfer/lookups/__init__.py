"""From their words to our records: members, companies, people, products, tags, reasons. Each asks once a chunk."""

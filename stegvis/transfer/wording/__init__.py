"""What the screens of an import say: names of fields, reasons of suggestions, remarks about a file."""

"""Exports: every kind as rows under the keys of its fields, which the import knows, in three formats."""

"""Backups: one zip file that holds the database as it was at one moment, the uploaded files, and what made them."""

from stegvis.core.backups.restoring import restore_backup
from stegvis.core.backups.writing import write_backup

__all__ = ["restore_backup", "write_backup"]

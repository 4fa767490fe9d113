"""Stegvis: a CRM in which the sales process is the product."""

__version__ = "0.1.0"

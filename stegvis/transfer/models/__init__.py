"""Imports and what they did."""

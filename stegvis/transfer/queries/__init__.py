"""What the screens of imports and exports read."""

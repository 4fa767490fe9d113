"""Forms of deals: single facts, products, people, and a new deal."""

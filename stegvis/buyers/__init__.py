"""What is shared with the buyer: a plan for both sides, behind secret links."""

"""A process as a flowchart: what leads where, and where the boxes lie."""

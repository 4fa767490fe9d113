"""The drawings of a process as pictures: measured, laid out and written without a browser."""

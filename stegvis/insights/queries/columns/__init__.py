"""Stays and deals as columns of whole numbers, for reports of workspaces with many. Brings numpy: imported late."""

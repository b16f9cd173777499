"""The reading side: everything that answers."""

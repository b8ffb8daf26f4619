"""Command's own tracking: everything that waits in its area, for whom, since when, what is late."""

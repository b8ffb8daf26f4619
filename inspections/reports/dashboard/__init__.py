"""The dashboard: is what one answers for under control? Every figure leads to its list."""

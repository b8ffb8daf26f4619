"""A district from a file: its areas and organisations, read with every error, laid at once."""

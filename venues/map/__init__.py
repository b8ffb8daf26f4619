"""The map: venues by colour, gathered by the database, and a community on paper."""

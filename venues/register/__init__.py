"""The import of a register from a spreadsheet: reading, planning, applying (R-VENUE-3)."""

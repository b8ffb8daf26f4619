"""The two checks: checklists, duties and inspections."""

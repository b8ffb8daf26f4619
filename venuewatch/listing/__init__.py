"""List pages, once: a table, its filter, a pager that clamps, and an export of the same columns."""

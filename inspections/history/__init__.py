"""Taking over the ledger of another portal: real inspections through the same rules (scheme.md §8).

`reading` parses, `city` lays the ground, `one_by_one` files each visit by the real actions, and
`simulation` with `bulk` does the same for whole files. A test holds both paths to the same rows.
"""

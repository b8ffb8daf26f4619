"""Taking over the ledger of another portal: real inspections through the same rules (scheme.md §8).

`reading` parses, `city` lays the ground, `one_by_one` files each visit by the real actions.
`simulation` and `plate_simulation` work out the same for whole files, `packing` puts it into what
the database is sent, in the process of `ahead`; `bulk` and `plate_rows` write it. `plating` says
for both paths what hangs a plate and takes it down. A test holds both to the same rows.
"""

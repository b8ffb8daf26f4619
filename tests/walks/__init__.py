"""Random walks: all acts by all roles in one district, the clock moving, the rules holding.

`machine` is what hypothesis drives; `deeds` says what can be done, by area; `passing` lets time go
by; `watching` holds the invariants; `tally` counts which transitions were taken.
"""

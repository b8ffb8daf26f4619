"""The workflow kernel: transition tables, move(), events, follow-ups, outbox, counters.

It knows no word of the domain. `rules` is pure data and pure functions, `models` the tables,
`actions` the one function that changes a state, `followups` what happens later.
"""

"""`manage.py verify`: every rule that data can break, over the whole database (R-TRACK-5).

Each check is one set-based statement that finds the rows which break a rule; the checks stand in
`of_issues`, `of_visits`, `of_ground`, `of_reports` and `of_events`, and `running` asks them all.
"""

"""`manage.py verify`: every rule that data can break, over the whole database (R-TRACK-5).

Each check is one set-based statement that finds the rows which break a rule; the checks stand in
the modules `of_…`, by what they are about, and `running` asks them all. What events say is read
through `reading`, so that no text, however tampered with, stops a check or hides its culprit.
"""

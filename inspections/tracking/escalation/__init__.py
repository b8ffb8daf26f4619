"""The ladder of what is late: who is told of it, and when (R-ISSUE-7)."""

"""Duties 排查任务: which side owes which venue a check on which day, and why."""

"""One tracking 一跟踪: what command itself sees to, so that problems do not return.

Look-backs, the ladder of what is late and its inbox, notices and the intake desk.
"""

"""What is supervised and who answers for it: areas, organisations, officers, venues, standing.

This app knows nothing of inspections; what it must show of them lies in `Standing`, written by
the app that knows.
"""

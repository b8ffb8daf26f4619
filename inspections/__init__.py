"""The 2+2+1 scheme: one folder per word of it.

ledger (issues and their evidence) and checks (the two checks); plates, enforcement, tracking and
reports stand above them. Arrows run reports → tracking → enforcement → plates → checks → ledger.
"""

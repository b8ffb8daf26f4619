"""The issue ledger: issue, rectification, re-check, sign-off, strike-off."""

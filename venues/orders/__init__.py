"""Control orders: drafting, issuing, ending, and what they impose (R-ORDER-1, R-ORDER-2)."""

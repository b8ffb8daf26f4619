"""Look-backs 回头看: unannounced visits after closing, to see that an issue has not come back."""

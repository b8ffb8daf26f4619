"""Tests, under the same words as the code."""

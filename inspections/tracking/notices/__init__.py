"""Notices 督办通报: named venues, each with an issue and a plate proposal."""

"""Servers, commands and settings."""

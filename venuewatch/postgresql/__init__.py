"""Django's PostgreSQL backend, starting the embedded server when the first connection is made."""

"""docs/scheme.md: rule → code → test, made from the tree itself and checked against it."""

"""The inbox: what the portal tells a person, a digest at a time, and whether it was read."""

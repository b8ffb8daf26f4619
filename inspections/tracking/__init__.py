"""What command itself tracks (mechanism "1"): notices, the intake desk, later look-backs."""

"""Real faults: killed workers, a broker that is away, many at one queue, the turn of a year."""

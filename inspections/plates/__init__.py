"""Black plates 黑牌: public listing of a venue under supervised rectification (mechanism 1)."""

"""Another season: what has become of seasons of the same kind."""

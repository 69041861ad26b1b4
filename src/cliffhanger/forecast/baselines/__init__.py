"""What any model has to beat: forecasts of the next week that need no more than a count, with the same interface."""

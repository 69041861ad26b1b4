"""Forecasts of what a title will do on the charts, each model in a file of its own."""

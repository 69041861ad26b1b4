"""The brief: everything on a series from one vantage, composed of charts, odds, story and almanac."""

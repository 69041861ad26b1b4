"""The desk: web pages for every series, answered from the vantage of each reader."""

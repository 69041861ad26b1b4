"""Cliffhanger: will there be another season, and what really happened?

Every answer is given from a `Vantage` (a day, a set of watched episodes) and depends on nothing revealed later.
"""

__version__ = "0.1.0"

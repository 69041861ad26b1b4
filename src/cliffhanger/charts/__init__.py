"""The charts: editions taken into a ledger, and views of it as known at a vantage."""

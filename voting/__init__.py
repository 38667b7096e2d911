"""Pincodes, ballots, tally rules and Pabulib files: plain values and NumPy, no database, no clock, no web."""

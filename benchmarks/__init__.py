"""Measures how fast Sanad answers, and refits what its search is tuned with."""

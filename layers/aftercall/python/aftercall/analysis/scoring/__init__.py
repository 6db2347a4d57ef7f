"""The components of the lead score, one module per pair."""

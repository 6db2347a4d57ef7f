"""Amplitude: what product people count of every call (spec 5)."""

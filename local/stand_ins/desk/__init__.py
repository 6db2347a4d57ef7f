"""The desk: one page of what every destination got, the same as JSON for tests, and the fault switches."""

"""The parts of the executive summary."""

"""The parts of sales intelligence, one module per extraction."""

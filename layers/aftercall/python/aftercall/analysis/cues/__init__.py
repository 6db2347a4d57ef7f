"""Findings from cues: what the trained reader saw beside the rules, and what the two make together."""

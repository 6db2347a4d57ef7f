"""The network that reads cues, and what its outputs mean; how it was trained: docs/models/cues.md."""

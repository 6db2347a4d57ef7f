"""Training the network of cues: examples (`examples`), the network (`network`), fitting and export (`fit`).

PyTorch is needed for fitting alone and is no part of the project's environment. docs/models/cues.md says how
to make a new network.
"""

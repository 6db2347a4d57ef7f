"""Who sent this? One module per way of signing; each refuses (401, 403) what does not hold.

Keys and the clock are passed in. The current and the previous key both hold, so that a rotation
needs no moment at which everybody switches.
"""

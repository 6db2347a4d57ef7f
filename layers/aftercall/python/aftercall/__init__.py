"""What happens after a voice-agent call: its story, with evidence, where people work.

Nouns at the bottom (``session``, ``reports``, ``profile``), understanding of text above them
(``language``), capabilities above that (``intake``, ``analysis``, ``warehouse``), and the edges
(``functions/`` and ``command_line``) outside. Imports run downward only.
"""

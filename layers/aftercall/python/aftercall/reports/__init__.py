"""The reports of the nine analyzers: what was understood of a call, with evidence.

Here belong the pydantic models only, one module per report. Every finding carries a confidence in
0 to 1 and the quotes it rests on; absence is ``None`` or an empty tuple, never a guess. How a
report comes about is ``analysis``; where it goes is ``warehouse`` and, later, ``delivery``.
"""

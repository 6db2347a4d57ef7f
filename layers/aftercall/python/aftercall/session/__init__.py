"""The session: one call as everything else in the house sees it, whatever form it arrived in.

Here belong the pydantic model of a session, the parsers that turn an accepted form of report into
it, and the annotations made once per turn. No vendor SDK, no I/O, and no opinion about what was
said: that is ``language`` and ``analysis``.
"""

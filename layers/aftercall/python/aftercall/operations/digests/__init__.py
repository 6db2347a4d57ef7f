"""Digests: which are due, and what they say.

``schedule`` says what is due; ``executive`` computes a day or a week, ``quality`` an hour. All from readings
that are passed in. How a digest looks in a mail or in Slack is ``delivery``'s.
"""

"""The steps of the analysis workflow: what a Lambda does around a pure function; and what they share.

Here belong reading the raw body or the prepared session from S3, running one function of
``session``, ``language`` or ``analysis`` on it, and shaping the answer for the state machine; and
the wiring that several functions share. No understanding happens here, and nothing is stored.
"""

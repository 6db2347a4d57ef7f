"""The steps of the analysis workflow: what a Lambda does around a pure function.

Here belong reading the raw body or the prepared session from S3, running one function of
``session``, ``language`` or ``analysis`` on it, and shaping the answer for the state machine. No
understanding happens here, and no database is known.
"""

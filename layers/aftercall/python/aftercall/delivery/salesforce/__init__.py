"""Salesforce: what a call means to a Lead or Contact, and how it gets there.

``fields`` is the catalogue of custom fields (``salesforce/`` holds the same as metadata, and a test holds one
against the other). What a field is told is computed from a call by pure functions; ``destination`` brings it
there in two or three API calls.
"""

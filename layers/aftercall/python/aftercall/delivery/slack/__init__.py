"""Slack: messages for sales as calls are stored, for operators as alerts open and end, for product hourly.

``blocks`` builds Block Kit in which what a caller said stays plain text; a module for each audience says
what is in its messages; ``client`` posts them.
"""

"""Alert rules (spec 7.1 and 7.2, and what this system needs for itself), all pure.

``rules`` judge one moment's readings against the profile, ``transitions`` say what that changes in the
history: an alert is raised once, seen again while it lasts, and resolves itself.
"""

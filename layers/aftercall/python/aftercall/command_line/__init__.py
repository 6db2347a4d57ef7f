"""The command line ``aftercall``: an edge for people, like ``functions`` is one for AWS.

Here belongs what a person types and reads. It is not shipped to Lambda. What a command does is done
by the packages below; what it prints is decided here.
"""

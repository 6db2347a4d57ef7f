"""The local cloud: one AWS emulator and two real databases as child processes on this machine.

What belongs here: starting, repairing, deploying to and stopping the servers that stand in for AWS, Neon and
Atlas during development.  What does not: anything a Lambda needs; nothing in this package is shipped.
"""

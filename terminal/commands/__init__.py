"""The commands of ``dangan``, a module a subject: options in, results out. Wiring only.

What is heavy is imported inside the command that needs it, so that ``dangan --help`` answers at once.
"""

"""The command line: parse, call the API, print.

Ends with 0 if all went well, 1 if reformsim itself failed, 2 if the user made a mistake, 130 on Ctrl-C.
"""

from reformsim.cli.app import app, main

__all__ = ["app", "main"]

"""The command line: parse, call the API, print.

Ends with 0 if all went well, 1 if reformsim itself failed, 2 if the user made a mistake, 130 on Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import sys

__all__ = ["main"]


def main() -> None:
    """Entry point of the ``reformsim`` script."""
    from reformsim.cli.streams import fitted
    from reformsim.errors import ReformsimError

    try:
        with fitted():
            _run()
    except ReformsimError as error:
        # Of standard output itself: the commands tell all others.
        _say(str(error))
        sys.exit(2)
    except KeyboardInterrupt:
        # Before or after a command: within one the command tells it.
        _say("stopped")
        sys.exit(130)


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _run() -> None:
    # Importing and reading make many objects that stay: looking for garbage among them so often finds none.
    gc.set_threshold(100_000, 20, 20)
    # Pydantic would search all installed packages for plugins that look on; none has to do with this program.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from reformsim.cli.app import app

    try:
        app(prog_name="reformsim")
    finally:
        # The process ends here: taking all these objects apart one by one would take longer than many a command.
        gc.freeze()

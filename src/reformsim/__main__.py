"""``python -m reformsim`` is the command line."""

from __future__ import annotations

from reformsim.cli import main

if __name__ == "__main__":
    main()

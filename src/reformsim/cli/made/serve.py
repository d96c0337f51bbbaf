"""``serve``: the interactive page on this machine, from which one runs scenarios of one's own."""

import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from reformsim.cli.console import complain, say
from reformsim.cli.language import spoken
from reformsim.cli.running import command_line


def serve(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that compare or explore wrote.")],
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 is any that is free.")] = 0,
    host: Annotated[
        str, typer.Option("--host", help="Address to listen on; any but this one is reached by others.")
    ] = "127.0.0.1",
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder for own results [DIR-served].")] = None,
    explored: Annotated[
        Path | None,
        typer.Option("--explored", metavar="DIR", help="Of combinations: exploration of the whole package."),
    ] = None,
) -> None:
    """Show the interactive page of results on this machine, and run scenarios of one's own from it, until Ctrl-C.

    Whoever has the printed address may run scenarios with this machine's time, within limits; no code, and no files.
    """
    from reformsim.serving.guarding import is_loopback
    from reformsim.serving.starting import serving

    w = spoken()
    about = {"host": host, "port": port, "out": out, "explored": explored}
    with serving(folder, lang=w.lang, command=command_line(), **about) as site:  # type: ignore[arg-type]
        if not is_loopback(host):
            complain(w("terminal.serve.open", host=host))
        print(site.guard.address)
        say(w("terminal.serve.where", folder=site.runner.folder))
        say(w("terminal.serve.stop"))
        sys.stdout.flush()
        while True:
            time.sleep(3600)

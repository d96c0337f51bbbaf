"""The commands put together, and what becomes of an error in any of them."""

import errno
import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import reformsim
from reformsim.cli import (
    attribute,
    behaviour,
    estimate,
    hindcast,
    maps,
    plots,
    principles,
    reference,
    report,
    results,
    running,
    scenarios,
    territory,
)
from reformsim.cli.console import complain
from reformsim.errors import ReformsimError

TRACEBACK = "REFORMSIM_TRACEBACK"
"""Environment variable that, when set, lets an unexpected error show where it came from."""


class Commands(TyperGroup):
    """Turns every error of a command into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command; see :class:`typer.core.TyperGroup`."""
        try:
            return super().invoke(ctx)
        except ReformsimError as error:
            complain(str(error))
            raise typer.Exit(2) from None
        except KeyboardInterrupt as stop:
            complain("; ".join(["stopped", *getattr(stop, "__notes__", ())]))
            raise typer.Exit(130) from None
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            # Usage errors of the parser carry their own exit code; a closed pipe is nobody's mistake.
            pipe_closed = isinstance(error, OSError) and error.errno == errno.EPIPE
            if hasattr(error, "exit_code") or pipe_closed or os.environ.get(TRACEBACK):
                raise
            complain(f"reformsim failed: {type(error).__name__}: {error} (set {TRACEBACK}=1 to see where)")
            raise typer.Exit(1) from None


app = typer.Typer(
    name="reformsim",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
running.register(app)
attribute.register(app)
results.register(app)
plots.register(app)
maps.register(app)
report.register(app)
scenarios.register(app)
reference.register(app)
behaviour.register(app)
hindcast.register(app)
estimate.register(app)
principles.register(app)
app.add_typer(territory.app, name="territory")


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"reformsim {reformsim.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        # Eager: told before the parser can complain that no command was given.
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Simulate reforms of Dutch local government on the real map, law and tasks."""

"""The page of commands, from what the commands say of themselves."""

from __future__ import annotations

import click
import typer.main

from reformsim.cli.app import app


def page() -> str:
    """Write the reference of all commands in Markdown."""
    root = typer.main.get_command(app)
    context = click.Context(root, info_name="reformsim")
    parts = [
        "# Commands",
        "What `reformsim COMMAND --help` says, made from the commands themselves.",
        *_named(root, context),
    ]
    return "\n\n".join(parts) + "\n"


def _named(group: click.Command, context: click.Context) -> list[str]:
    parts = []
    for name in group.list_commands(context):  # type: ignore[attr-defined]
        command = group.get_command(context, name)  # type: ignore[attr-defined]
        within = click.Context(command, info_name=name, parent=context)
        parts += _named(command, within) if hasattr(command, "list_commands") else _one(command, within)
    return parts


def _one(command: click.Command, context: click.Context) -> list[str]:
    about, _, rest = (command.help or "").partition("\f")[0].partition("\n\n")
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path.removeprefix('reformsim ')}", _flowing(about), f"```\n{usage}\n```"]
    parts += [_flowing(one) for one in rest.split("\n\n") if one.strip()]
    records = [one for one in (param.get_help_record(context) for param in command.get_params(context)) if one]
    if records:
        rows = "\n".join(f"| {_typed(names)} | {_flowing(what)} |" for names, what in records)
        parts.append(f"| typed | what it does |\n|---|---|\n{rows}")
    if command.epilog:
        lines = [line.strip() for line in command.epilog.splitlines() if line.strip().startswith("reformsim")]
        parts.append("```sh\n" + "\n".join(lines) + "\n```")
    return parts


def _flowing(text: str) -> str:
    return " ".join(text.replace("\b", "").split()).replace("<", "&lt;").replace("|", "\\|")


def _typed(text: str) -> str:
    return "`" + " ".join(text.split()).replace("|", "\\|") + "`"

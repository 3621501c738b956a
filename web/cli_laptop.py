"""The commands of a computer with a camera: run, demo, analyse, doctor."""

import json
import signal
import sys
import webbrowser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from types import FrameType
from typing import Any

import click
import numpy as np

from pose.camera import VIDEO_SUFFIXES, read_recording
from pose.frame import Frame
from web import doctor as doctor_checks
from web import logs
from web.analysis import Files, Given, analyse_recording, check_files
from web.cli_parts import A_FILE, DATA_DIR, own_folder, together
from web.config import ASSUMED_VERTICAL_FOV_DEG, Config
from web.errors import AskedError, PortTakenError, RunningError
from web.madeup import fill
from web.server import Server

#: Tried first, so that the browser finds the page's own settings again; where it is taken, any free one.
USUAL_PORT = 8765
PROGRESS_EVERY = 150  # frames
MADE_UP_SEED = 1  # the same clinic every time


class Span(click.ParamType[tuple[float, float]]):
    """Seconds from and to, written ``START-END``."""

    name = "START-END"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[float, float]:
        start, _, end = str(value).partition("-")
        try:
            span = (float(start), float(end))
        except ValueError:
            self.fail(f"wanted seconds such as 0-3, got {value!r}", param, ctx)
        if not 0 <= span[0] < span[1]:
            self.fail(f"wanted a start before its end, got {value!r}", param, ctx)
        return span


PLACE = together(
    click.option("--port", type=click.IntRange(0, 65535), help="Port on 127.0.0.1; 0 is any free one."),
    click.option("--no-browser", is_flag=True, help="Only print the link that opens the page."),
)
LENS = together(
    click.option("--mirrored", is_flag=True, help="The camera or recording gives mirrored pictures."),
    click.option(
        "--vertical-fov",
        type=click.FloatRange(10, 150),
        metavar="DEG",
        help="Vertical field of view of the camera, if known; else that of the camera's name, or "
        f"{ASSUMED_VERTICAL_FOV_DEG:g} is assumed.",
    ),
)


@click.command()
@click.option(
    "--camera",
    default="auto",
    metavar="0|NAME|FILE|browser|demo",
    help="A camera's number or name, a video file or folder of numbered images, the browser's own camera, "
    "or the demo clip. Without it: the first camera.",
)
@PLACE
@DATA_DIR
@LENS
@click.option(
    "--desk-port",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Be a desk: let paired stations of the clinic's network in on this port, such as 8766.",
)
def run(
    *,
    camera: str,
    desk_port: int | None,
    port: int | None,
    no_browser: bool,
    data_dir: Path | None,
    mirrored: bool,
    vertical_fov: float | None,
) -> None:
    """Start Midline and open its page in the browser."""
    config = Config(
        data_dir=data_dir or own_folder(),
        camera=camera_spec(camera),
        mirrored=mirrored,
        vertical_fov_deg=vertical_fov,
        desk_port=desk_port,
    )
    _serve(config, port, open_page=not no_browser)


@click.command()
@PLACE
@DATA_DIR
def demo(*, port: int | None, no_browser: bool, data_dir: Path | None) -> None:
    """Open a made-up clinic: forty patients, a year of sessions, in a folder of its own."""
    config = Config(data_dir=data_dir or own_folder() / "demo", camera="demo", made_up=True)
    _serve(config, port, open_page=not no_browser)


@click.command(short_help="Measure a recording: a table, every number, a picture.")
@click.argument("video", type=click.Path(path_type=Path))
@click.option("--csv", "out", type=A_FILE, required=True, help="File to write the table to.")
@click.option(
    "--json", "json_out", type=A_FILE, help="File to write every number of the recording to, as JSON."
)
@click.option(
    "--plot", "plot_out", type=A_FILE, help="File to draw the angles over time to, as a PNG picture."
)
@click.option("--neutral", type=Span(), help="Seconds of the recording in which the person sits straight.")
@LENS
def analyse(
    *,
    video: Path,
    out: Path,
    json_out: Path | None,
    plot_out: Path | None,
    neutral: tuple[float, float] | None,
    mirrored: bool,
    vertical_fov: float | None,
) -> None:
    """Measure VIDEO (.mp4, .avi, .webm or a folder of numbered images) and write one row a frame; on request
    also every number of the recording, and a picture of the angles over time."""
    files = Files(out, json_out, plot_out)
    check_files(files, video)
    frames = _counted(read_recording(video, mirrored=mirrored))
    given = Given(
        name=video.name,
        vertical_fov_deg=vertical_fov or ASSUMED_VERTICAL_FOV_DEG,
        fov_assumed=vertical_fov is None,
        mirrored=mirrored,
        neutral_s=neutral,
    )
    for path in analyse_recording(frames, given, files):
        click.echo(f"{path} is written.", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
@DATA_DIR
def doctor(*, as_json: bool, data_dir: Path | None) -> None:
    """Check cameras, speed, models, versions and disk. Exit code: 0 fine, 1 look at it, 2 broken."""
    findings = doctor_checks.examine(data_dir or own_folder())
    click.echo(in_json(findings) if as_json else in_words(findings))
    sys.exit(max(finding.level for finding in findings))


def camera_spec(spec: str) -> str:
    """The camera as asked for; a file or folder as its whole path.

    Raises:
        AskedError: a recording that is not there.
    """
    path = Path(spec).expanduser()
    if path.exists():
        return str(path.resolve())
    if path.suffix.lower() in VIDEO_SUFFIXES or len(path.parts) > 1:
        raise AskedError(f"There is no recording {spec}.")
    return spec


def in_json(findings: Iterable[doctor_checks.Finding]) -> str:
    """The findings for another program."""
    plain = [asdict(one) | {"level": one.level.word} for one in findings]
    return json.dumps(plain, indent=2, ensure_ascii=False)


def in_words(findings: Iterable[doctor_checks.Finding]) -> str:
    """One line a finding, and below it what to do where something is to be done."""
    lines = []
    for finding in findings:
        lines.append(f"{finding.level.word:<8} {finding.name}: {finding.found}")
        if finding.level:
            lines.append(f"{'':<8} {finding.advice}")
    return "\n".join(lines)


def _serve(config: Config, port: int | None, *, open_page: bool) -> None:
    for asked_to_stop in (signal.SIGINT, signal.SIGTERM):  # some shells begin a program deaf to the first
        signal.signal(asked_to_stop, _interrupt)
    try:
        server = _start(config, port)
    except RunningError as running:
        _show(running.link, f"{running} Its page:", open_page=open_page)
        return
    logs.to_file(config.data_dir)
    logs.log.info("started", extra={"version": metadata.version("midline")})
    with server, suppress(KeyboardInterrupt):
        if config.made_up:
            _make_up(server)
        _show(server.link(), "Midline is running. Its page:", open_page=open_page)
        click.echo("Stop it with Ctrl-C.")
        while server.wait(1.0):
            pass
    logs.log.info("stopped")
    click.echo("Midline has stopped; everything is saved.")


def _make_up(server: Server) -> None:
    click.echo("Making up the clinic; the first time this takes up to a minute.")
    seed = np.random.default_rng(MADE_UP_SEED)
    fill(server.services.store, server.services.library, datetime.now(UTC), seed)


def _start(config: Config, port: int | None) -> Server:
    if port is not None:
        return Server(replace(config, port=port))
    try:
        return Server(replace(config, port=USUAL_PORT))
    except PortTakenError:
        return Server(config)


def _show(link: str, words: str, *, open_page: bool) -> None:
    click.echo(f"{words}\n  {link}\n(the link works once, within two minutes)")
    if open_page:
        webbrowser.open(link)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _counted(frames: Iterable[Frame]) -> Iterator[Frame]:
    """The same frames, with their count on stderr."""
    for count, frame in enumerate(frames, start=1):
        yield frame
        if count % PROGRESS_EVERY == 0:
            click.echo(f"{count} frames, {frame.t_s:.0f} s", err=True)

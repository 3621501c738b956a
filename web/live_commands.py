"""What a patient can ask of a sitting, by name; each acts on a loop whose lock is held."""

from collections.abc import Callable
from typing import Any

from coach import session as rules
from web import live_check
from web.live_loop import Loop
from web.live_sitting import Stage, only_if


def _neutral(loop: Loop, _: dict[str, Any]) -> None:
    loop.ask_neutral()


def _accept(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.accept()


def _begin(loop: Loop, _: dict[str, Any]) -> None:
    loop.begin()


def _go(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.change(rules.start_exercise)


def _pause(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.pause("patient")


def _resume(loop: Loop, _: dict[str, Any]) -> None:
    if loop.camera is None:
        loop.wake()  # a session that waits for its camera goes on with the first picture
    else:
        loop.sitting.change(rules.resume)


def _skip(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.change(rules.skip)


def _easier(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.easier()


def _too_hard(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.change(rules.too_hard)


def _stop(loop: Loop, _: dict[str, Any]) -> None:
    loop.sitting.change(rules.stop)


def _leave(loop: Loop, _: dict[str, Any]) -> None:
    only_if("A session is ended first.", allowed=loop.sitting.stage is not Stage.SESSION)


def _check_out(loop: Loop, body: dict[str, Any]) -> None:
    loop.check_out(live_check.check_out(body), live_check.flags(body))


Act = Callable[[Loop, dict[str, Any]], None]
COMMANDS: dict[str, Act] = {
    "neutral": _neutral,
    "again": _neutral,
    "accept": _accept,
    "begin": _begin,
    "go": _go,
    "pause": _pause,
    "resume": _resume,
    "skip": _skip,
    "easier": _easier,
    "too_hard": _too_hard,
    "stop": _stop,
    "leave": _leave,
    "check_out": _check_out,
}
LAST = (_leave, _check_out)

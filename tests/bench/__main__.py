"""Runs every section and prints its tables; a section is a module with `TITLE` and `lines()`."""

from collections.abc import Iterator
from typing import Protocol

from tests.bench import accuracy, clips, live_loop, programmes, real, review, speed


class Section(Protocol):
    """One part of the bench."""

    TITLE: str

    def lines(self) -> Iterator[str]:
        """The lines to print, each as soon as it is known."""


SECTIONS: tuple[Section, ...] = (accuracy, real, clips, speed, live_loop, programmes, review)


def main() -> None:
    """Prints all sections."""
    for section in SECTIONS:
        print(f"\n{section.TITLE}\n{'=' * len(section.TITLE)}", flush=True)
        for line in section.lines():
            print(line, flush=True)


if __name__ == "__main__":
    main()

"""The version of what is measured."""

#: Raised whenever the same picture would give other numbers; stored with each session.
MEASURE_VERSION = 4

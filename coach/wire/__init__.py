"""What travels between a patient's laptop and the clinic: kinds of records, and each as canonical JSON bytes.

A record is written by one side only and never changes; a correction is a new record that names what it is
about. Going up (the laptop writes): sessions, answers after them, flags, spoken guides, questions, and that
something is to be erased. Coming down (the clinic writes): signed programmes and messages. What never
travels: a picture, a sound.
"""

from coach.wire.kinds import DOWN, UP, Kind

__all__ = ["DOWN", "UP", "Kind"]

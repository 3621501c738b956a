"""The kinds of records, and which way they go."""

from enum import StrEnum


class Kind(StrEnum):
    """What a record tells."""

    SESSION = "session"  # a session that is over, whole
    ANSWERS = "answers"  # the answers after a session that was sealed before they were given
    FLAG = "flag"  # a flag on a session, set or taken back
    GUIDE = "guide"  # a spoken guide, as it stands
    QUESTION = "question"  # from the patient to the therapist
    ERASURE = "erasure"  # the patient erased something here and asks that the clinic does so too
    PROGRAMME = "programme"  # a published version, as a signed file
    MESSAGE = "message"  # from the therapist to the patient


UP = (Kind.SESSION, Kind.ANSWERS, Kind.FLAG, Kind.GUIDE, Kind.QUESTION, Kind.ERASURE)
DOWN = (Kind.PROGRAMME, Kind.MESSAGE)

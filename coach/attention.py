"""Which of several sessions needs a therapist's look, and why, in words for the therapist. Pure; seconds.

Each reason has to last before it is told and stays for a while after it has gone, so that nothing on the wall
comes and goes in a moment. All times are judgement.
"""

from dataclasses import dataclass, field

#: How long each reason lasts before it is told, most pressing first; the times are of `coach.progress` where
#: the coach speaks of the same, longer where a patient often helps themselves.
AFTER_S = {
    "away": 0.0,  # what is known of it is old
    "asked": 0.0,  # the patient asked for less, or to end
    "camera": 0.0,
    "spasm": 0.0,
    "not_seen": 4.0,
    "along": 0.0,
    "out": 10.0,
    "paused": 15.0,
}
#: These wait for nothing that the patient could do alone; a therapist goes there first.
PRESSING = ("away", "asked", "camera", "spasm")
#: Of these is told how long, and that they were a moment ago.
LASTING = ("away", "camera", "not_seen", "out", "paused")
#: What has gone is told for this much longer; what the patient asked for, until the therapist does something.
STAYS_S = 5.0
ASKED_STAYS_S = 60.0
#: So many movements along in one repetition are worth a look.
ALONG_FROM = 2


@dataclass(frozen=True)
class Glance:
    """What is seen of one session at a moment.

    Attributes:
        away: nothing is heard of the station.
        asked: what the patient has just asked for, in words; empty where nothing.
        camera_lost, spasm, paused, seen: as the patient's page has them.
        along: what moved along in the repetition under way, in words, each once per occurrence.
        reaching: a place is asked for and the head is not in its band.
    """

    away: bool = False
    asked: str = ""
    camera_lost: bool = False
    spasm: bool = False
    paused: bool = False
    seen: bool = True
    along: tuple[str, ...] = ()
    reaching: bool = False


@dataclass(frozen=True)
class Watched:
    """One session as it is watched: since when each reason is there, and until when it is told."""

    since_s: dict[str, float] = field(default_factory=dict)
    until_s: dict[str, float] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def watch(watched: Watched, glance: Glance, t_s: float) -> Watched:
    """Take in one glance."""
    now = _reasons(glance)
    since_s = {name: watched.since_s.get(name, t_s) for name in now}
    told = {name: t_s + _stays_s(name) for name in now if t_s - since_s[name] >= AFTER_S[name]}
    kept = {name: until_s for name, until_s in watched.until_s.items() if until_s > t_s}
    until_s = kept | told
    return Watched(since_s, until_s, {name: now.get(name) or watched.words[name] for name in until_s})


def needs(watched: Watched, t_s: float) -> str:
    """The most pressing reason in words; empty where all is well."""
    for name in AFTER_S:
        if name in watched.until_s:
            words, since_s = watched.words[name], watched.since_s.get(name)
            if name not in LASTING:
                return words
            if since_s is None:
                return f"a moment ago: {words}"
            return words if t_s - since_s < 1 else f"{words} for {t_s - since_s:.0f} s"
    return ""


def pressing(watched: Watched) -> bool:
    """Whether there is a reason that somebody has to go there for now."""
    return any(name in watched.until_s for name in PRESSING)


def answered(watched: Watched) -> Watched:
    """The therapist has done something: what the patient asked for is not told any more."""
    until_s = {name: at for name, at in watched.until_s.items() if name != "asked"}
    return Watched(watched.since_s, until_s, watched.words)


def _stays_s(name: str) -> float:
    return ASKED_STAYS_S if name == "asked" else STAYS_S


def _reasons(glance: Glance) -> dict[str, str]:
    moving = not glance.paused and not glance.spasm and not glance.camera_lost
    along = ", ".join(dict.fromkeys(glance.along))
    found = {
        "away": "the station does not answer" if glance.away else "",
        "asked": glance.asked,
        "camera": "the camera is lost" if glance.camera_lost else "",
        "spasm": "the head pulls strongly, the coach waits" if glance.spasm else "",
        "not_seen": "not seen" if moving and not glance.seen else "",
        "along": f"moves along: {along}" if moving and len(glance.along) >= ALONG_FROM else "",
        "out": "out of the band" if moving and glance.seen and glance.reaching else "",
        "paused": "paused" if glance.paused else "",
    }
    return {name: words for name, words in found.items() if words}

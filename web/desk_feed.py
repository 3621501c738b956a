"""The therapist's side of a live session: what is told there, and whether anybody looks."""

from collections.abc import Callable
from math import inf

from web.live_feed import Feed

#: The patient hears that the therapist is with them until nobody has looked for this long, seconds.
WITH_YOU_S = 5.0
#: A link that breaks for some seconds, or a page that is loaded again, is nobody who has left. Judgement.
LEFT_S = 20.0


class DeskFeed(Feed):
    """The newest state for the therapist; the sentences are those of the patient's page."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__(clock)
        self._looked_s = -inf

    def beat(self) -> None:
        """A therapist looks on."""
        self._looked_s = self._clock()

    @property
    def watched(self) -> bool:
        """Whether a therapist looks on."""
        return self._clock() - self._looked_s < WITH_YOU_S

    @property
    def left(self) -> bool:
        """Whether nobody has looked on for so long that nobody is thought to come back."""
        return self._clock() - self._looked_s >= LEFT_S

"""News for the pages: the newest state, each sentence once and at once."""

from threading import Thread

import pytest

from web.live_feed import Feed, News, Said


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def feed(clock: Clock) -> Feed:
    return Feed(clock)


def texts(news: News) -> list[str]:
    return [said.text for _, said in news.said]


def test_the_newest_state_wins_and_no_sentence_is_lost(feed: Feed) -> None:
    feed.publish({"n": 1})
    feed.say(Said("a", "First."))
    feed.publish({"n": 2})
    feed.say(Said("b", "Second."))
    news = feed.wait(0, 0, not_before_s=0.0, timeout_s=0)
    assert news.state == {"n": 2}
    assert texts(news) == ["First.", "Second."]
    again = feed.wait(news.version, 2, not_before_s=0.0, timeout_s=0)
    assert (again.state, again.said) == (None, ())


def test_a_sentence_does_not_wait_for_the_next_state(feed: Feed, clock: Clock) -> None:
    feed.publish({"n": 1})
    feed.say(Said("a", "Now."))
    early = feed.wait(0, 0, not_before_s=0.066, timeout_s=1.0)
    assert (early.state, texts(early)) == (None, ["Now."])
    clock.now_s = 0.07
    late = feed.wait(0, 1, not_before_s=0.066, timeout_s=1.0)
    assert late.state == {"n": 1}


def test_a_waiting_reader_is_woken(feed: Feed) -> None:
    heard: list[News] = []
    reader = Thread(target=lambda: heard.append(feed.wait(0, 0, not_before_s=0.0, timeout_s=30.0)))
    reader.start()
    feed.say(Said("a", "Wake up."))
    reader.join(5)
    assert texts(heard[0]) == ["Wake up."]

"""What a browser calls itself, in a few words for a list of logins. Pure."""

#: The first that is named counts: browsers name those that they are like, too.
BROWSERS = {"Edg": "Edge", "OPR": "Opera", "Firefox": "Firefox", "Chrome": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "iPhone": "an iPhone",
    "iPad": "an iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS": "a Mac",
    "CrOS": "a Chromebook",
    "Linux": "Linux",
}


def browser_words(user_agent: str) -> str:
    """Such as ``Firefox on Windows``; a browser that does not say is ``A browser``."""
    browser = _first(BROWSERS, user_agent, "A browser")
    system = _first(SYSTEMS, user_agent, "")
    return f"{browser} on {system}" if system else browser


def _first(words: dict[str, str], text: str, otherwise: str) -> str:
    return next((word for mark, word in words.items() if mark in text), otherwise)

"""The picture that an authenticator app reads a key from. Pure."""

import segno
from markupsafe import Markup

from coach.accounts.second_factor import address


def key_picture(key: str, login_name: str) -> Markup:
    """A QR code as SVG, dark on light in any theme, with its quiet edge of four."""
    drawn = segno.make(address(key, login_name), error="m", micro=False)
    return Markup(  # noqa: S704  of digits, drawn here
        drawn.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="key-picture", lineclass=None)
    )

"""The words that a laptop and the clinic's server both show when they are paired. Pure."""

from coach.four_words import four_words


def words_to_compare(clinic_key: str, device_key: str, device_id: str) -> str:
    """The four words that both sides show: the same where nobody sits between them.

    The server makes the device's id with 74 bits of chance after it has seen the laptop's key. So whoever
    sits between cannot prepare pairs of keys with the same words beforehand: they would have to find one of
    2^32 while the laptop waits for its answer.

    Args:
        clinic_key, device_key: public keys, hexadecimal, as each side has them.
        device_id: what the server calls the laptop.
    """
    return four_words(bytes.fromhex(clinic_key) + bytes.fromhex(device_key) + device_id.encode())

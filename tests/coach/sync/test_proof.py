"""A laptop proves that it has its key, for this once."""

from coach.signed import public_key_of
from coach.sync.proof import prove, proves

KEY = bytes(range(32))


def test_only_its_own_key_and_this_nonce_are_proof() -> None:
    signature = prove(KEY, "ab" * 32)
    assert proves(public_key_of(KEY), "ab" * 32, signature)
    assert not proves(public_key_of(KEY), "ab" * 31 + "cd", signature)
    assert not proves(public_key_of(bytes(32)), "ab" * 32, signature)
    for noise in ("", "zz", "ab", "00" * 64):
        assert not proves(public_key_of(KEY), "ab" * 32, noise)
        assert not proves(noise, "ab" * 32, signature)

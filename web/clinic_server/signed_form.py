"""Whatever is signed on a clinic's server is signed by whoever is logged in, and by nobody else."""

from functools import cached_property

from flask import Request, g
from werkzeug.datastructures import ImmutableMultiDict

#: The fields in which a page asks for a name to sign with.
SIGNED_WITH = ("author", "by")


class SignedRequest(Request):
    """A request whose form is signed with the account's own name, whatever was sent."""

    @cached_property
    def form(self) -> ImmutableMultiDict[str, str]:
        sent = super().form
        account = g.get("account")
        if account is None or not any(name in sent for name in SIGNED_WITH):
            return sent
        fields = [(name, value) for name, value in sent.items(multi=True) if name not in SIGNED_WITH]
        fields += [(name, account.name) for name in SIGNED_WITH if name in sent]
        return ImmutableMultiDict(fields)

"""Who may come in at a clinic's server: clinics, accounts, logins, codes, paired laptops; who looked at whom.

What is kept of patients is not here: each clinic has a `coach.store` of its own, in a schema of its own of
the same database, so that no query can ever reach another clinic's patients. Here is one schema, `midline`,
beside them. A clinic's server needs PostgreSQL; a laptop has no accounts.
"""

from coach.accounts.accounts import Accounts
from coach.accounts.stores import Stores, open_stores
from coach.accounts.values import Account, Clinic, Device, Role

__all__ = ["Account", "Accounts", "Clinic", "Device", "Role", "Stores", "open_stores"]

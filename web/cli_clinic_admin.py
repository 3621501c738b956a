"""`midline clinic init-admin`: a clinic's first admin, or a new start for one who lost password or app."""

import os
from datetime import UTC, datetime
from random import SystemRandom
from uuid import uuid4

import click

from coach.accounts import Account, Clinic, Role, Stores, open_stores
from coach.accounts.codes import Bound, Purpose, in_two
from web.cli_parts import Refusal
from web.clinic_server.people_form import login_name_fault, name_fault
from web.clinic_server.settings import settings_from


def _checked(fault: str | None, value: str) -> str:
    if fault:
        raise click.BadParameter(fault)
    return value.strip()


@click.command("init-admin")
@click.option(
    "--clinic",
    prompt="Name of the clinic",
    metavar="NAME",
    callback=lambda _c, _o, value: _checked(name_fault(value), value),
    help="Of one that is there, or of a new one.",
)
@click.option(
    "--name",
    prompt="Name of the admin, as they sign",
    metavar="NAME",
    callback=lambda _c, _o, value: _checked(name_fault(value), value),
    help="What the admin signs with.",
)
@click.option(
    "--login",
    prompt="Login name, such as their address at work",
    metavar="NAME",
    callback=lambda _c, _o, value: _checked(login_name_fault(value), value).lower(),
    help="What the admin types to log in.",
)
def init_admin(*, clinic: str, name: str, login: str) -> None:
    """Make a clinic and its first admin. Prints the code with which they set up their account. For an
    admin who is there already: a code for a new password and a new authenticator app."""
    settings, now = settings_from(os.environ), datetime.now(UTC)
    with open_stores(settings.database_url) as stores:
        if not stores.up_to_date():
            raise Refusal("The database is not up to date. Please run: midline clinic migrate")
        account = _admin_of(stores, clinic, login)
        where = _clinic(stores, clinic, now)
        purpose = Purpose.RESET if account and account.password_hash else Purpose.ACTIVATE
        account = account or _made(stores, where, name, login, now)
        code, ends_at = stores.accounts.make_code(
            purpose,
            Bound(where.id, account_id=account.id),
            secret=settings.secret.encode(),
            now=now,
            rng=SystemRandom(),
        )
    click.echo(f"Code for {account.name}, {account.login_name}: {in_two(code)}")
    click.echo(f"It is good once, until {ends_at:%Y-%m-%d %H:%M} UTC, at {settings.public_address}/set-up")


def _clinic(stores: Stores, name: str, now: datetime) -> Clinic:
    """The one of this name, or a new one.

    Raises:
        Refusal: it is closed.
    """
    found = next((one for one in stores.accounts.clinics() if one.name == name), None)
    if found is None:
        found = Clinic(str(uuid4()), name, now)
        stores.make_clinic(found)
        click.echo(f"Made the clinic {name}.")
    elif found.closed_at:
        raise Refusal(f"The clinic {name} is closed; nobody of it comes in.")
    return found


def _admin_of(stores: Stores, clinic: str, login: str) -> Account | None:
    """An admin of the clinic who is there already.

    Raises:
        Refusal: the login name is somebody else's.
    """
    account = stores.accounts.account_called(login)
    if account is None:
        return None
    if stores.accounts.clinic(account.clinic_id).name != clinic:
        raise Refusal(f"{login} has an account at another clinic. Please take another login name.")
    if account.role is not Role.ADMIN or not account.is_open:
        raise Refusal(f"{login} is no admin who may come in. An admin changes that under People.")
    return account


def _made(stores: Stores, clinic: Clinic, name: str, login: str, now: datetime) -> Account:
    account = Account(str(uuid4()), clinic.id, login, name, Role.ADMIN, now, approved_at=now)
    stores.accounts.add_account(account)
    return account

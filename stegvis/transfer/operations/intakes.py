"""Taking a whole workspace in by upload, into an installation that nobody has set up yet."""

import json
import logging
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from stegvis.core.errors import Refused
from stegvis.core.jobs import enqueue_on_commit, is_waiting
from stegvis.deals.models import Deal
from stegvis.people.models import Company, Person
from stegvis.timeline import filing
from stegvis.transfer.models import WorkspaceIntake
from stegvis.transfer.operations.taking_in import Watcher, look_into, take_in_workspace
from stegvis.transfer.whole.keeping import path_of, progress_of, written_of
from stegvis.workspaces import setup
from stegvis.workspaces.models import Member, Workspace
from stegvis.workspaces.operations.founding import free_slug
from stegvis.workspaces.operations.users import NewUser, create_user

logger = logging.getLogger(__name__)
State = WorkspaceIntake.State
KEPT = timedelta(days=1)


@transaction.atomic
def ask_for_intake(blocks: Iterable[bytes], *, by: NewUser) -> WorkspaceIntake:
    """Keep the file that `blocks` make up, and have the worker take it in for `by`, who gets an account with it.

    Raises Refused, with nothing kept, where somebody has an account already or the file is none of a workspace.
    """
    from stegvis.transfer.jobs import take_in_whole_workspace

    _require_empty()
    made = WorkspaceIntake(token=secrets.token_urlsafe(32), path=f"{secrets.token_hex(20)}.zip")
    made.name, made.email, made.language = by.name.strip(), by.email.strip().lower(), by.language
    made.password = make_password(by.password)
    try:
        _write(path_of(made), blocks)
        look_into(path_of(made))
    except BaseException:
        path_of(made).unlink(missing_ok=True)
        raise
    made.save()
    enqueue_on_commit(take_in_whole_workspace, intake_id=made.pk)
    return made


def take_in(intake: WorkspaceIntake) -> None:
    """What the worker does: all of it, or nothing and the reason why.

    It may begin anew after a crash; the database has forgotten the first try then, and its files are removed here.
    """
    _remove_files(intake)
    _set(intake, state=State.RUNNING)
    with translation.override(intake.language):
        try:
            _all_or_nothing(intake)
        except Refused as refusal:
            _remove_files(intake)
            _set(intake, state=State.FAILED, problem=str(refusal), password="")
        except (OperationalError, InterfaceError):
            raise  # the worker tries again, with the file still there
        except Exception:
            logger.exception("Taking in %d failed.", intake.pk)
            _remove_files(intake)
            _set(intake, state=State.FAILED, problem=_("Something went wrong here. Nothing was taken in."), password="")
    forget_files(intake)


@transaction.atomic
def _all_or_nothing(intake: WorkspaceIntake) -> None:
    setup.queue_up()
    _require_empty()
    user = create_user(NewUser(intake.email, intake.name, language=intake.language))
    user.password = intake.password
    user.save(update_fields=["password"])
    wish = look_into(path_of(intake))
    owner = NewUser(intake.email, intake.name)
    member = take_in_workspace(path_of(intake), slug=free_slug(wish), owner=owner, watcher=_Telling(intake))
    _set(intake, state=State.DONE, workspace=member.workspace, rows=_counts(member.workspace), password="")
    transaction.on_commit(setup.withdraw_token)


class _Telling(Watcher):
    """Notes beside the file how far it has come, as the transaction that writes everything cannot say it."""

    def __init__(self, intake: WorkspaceIntake) -> None:
        self.intake = intake

    def came(self, done: int, all_: int) -> None:
        """So many tables of all are in."""
        progress_of(self.intake).write_text(json.dumps([done, all_]))

    def writes(self, place: str) -> None:
        """A file is about to be written there: should the worker be killed, somebody has to know."""
        with written_of(self.intake).open("a") as notes:
            notes.write(f"{place}\n")


def remove_old_intakes() -> int:
    """Forget what was uploaded a day ago and never entered, or whose worker is no more; how many."""
    from stegvis.transfer.jobs import take_in_whole_workspace

    old = WorkspaceIntake.objects.filter(asked_at__lt=timezone.now() - KEPT)
    gone = [
        one for one in old if one.state != State.RUNNING or not is_waiting(take_in_whole_workspace, intake_id=one.pk)
    ]
    for intake in gone:
        forget_intake(intake)
    return len(gone)


def forget_intake(intake: WorkspaceIntake) -> None:
    """Nothing is left of it but the workspace, where there is one."""
    if intake.state != State.DONE:
        _remove_files(intake)
    forget_files(intake)
    intake.delete()


def forget_files(intake: WorkspaceIntake) -> None:
    """Remove the upload and what was noted beside it."""
    for path in (path_of(intake), progress_of(intake), written_of(intake)):
        path.unlink(missing_ok=True)


def _remove_files(intake: WorkspaceIntake) -> None:
    """Files of a try that came to nothing."""
    with suppress(FileNotFoundError):
        filing.remove(written_of(intake).read_text().split())
        written_of(intake).unlink()


def _require_empty() -> None:
    if not setup.is_needed():
        raise Refused(_("This installation is set up already. Sign in."))


def _counts(workspace: Workspace) -> dict[str, int]:
    models = {"companies": Company, "people": Person, "deals": Deal, "members": Member}
    return {name: model.objects.filter(workspace=workspace).count() for name, model in models.items()}


def _set(intake: WorkspaceIntake, **facts) -> None:
    WorkspaceIntake.objects.filter(pk=intake.pk).update(**facts)


def _write(path: Path, blocks: Iterable[bytes]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        for block in blocks:
            file.write(block)

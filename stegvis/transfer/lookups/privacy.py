"""What files say of privacy, in our words."""

from collections.abc import Collection

from stegvis.core.folding import squeeze
from stegvis.people.models import ContactPoint, LegalBasis, NoContact
from stegvis.transfer.cells import RowRefused
from stegvis.transfer.run import Run

# Folded letters and digits alone, in the four languages.
_NONE = set("no false 0 nej nei nie n f off".split())
_EMAIL = set("email mail epost nomail noemail ingenepost mejl bezemaili".split())
_PHONE = set("phone calls call telefon tel nocalls nophone ringinte beztelefonow".split())
_BASES = {
    **{value: value for value in LegalBasis.values},
    **dict.fromkeys("samtycke samtykke zgoda".split(), LegalBasis.CONSENT),
    **dict.fromkeys("legitimateinterest berettigetinteresse berattigatintresse".split(), LegalBasis.INTEREST),
    **dict.fromkeys("avtal avtale umowa".split(), LegalBasis.CONTRACT),
    **dict.fromkeys("legalobligation rattsligforpliktelse rettsligforpliktelse".split(), LegalBasis.OBLIGATION),
}


def wish_of(text: str) -> str:
    """How somebody must not be contacted; what is said but not understood counts as no contact at all."""
    word = squeeze(text)
    if not word or word in _NONE:
        return ""
    return NoContact.EMAIL if word in _EMAIL else NoContact.PHONE if word in _PHONE else NoContact.ALL


def basis_of(text: str) -> str:
    """The legal basis that a text means; nothing for one that is not known."""
    return _BASES.get(squeeze(text), "")


def both_wishes(ours: str, told: str) -> str:
    """What holds when a file says `told` of somebody of whom we know `ours`.

    Raises RowRefused where the file would lift or narrow what we know: no e-mail and no calls together are no contact.
    """
    if ours and ours != told and told in ("", *_NARROWER.get(ours, ())):
        raise RowRefused("keeps_no_contact", value=told or "no")
    return NoContact.ALL if ours and ours != told else told


_NARROWER = {NoContact.ALL.value: (NoContact.EMAIL.value, NoContact.PHONE.value)}


def barred_addresses(run: Run, keys: Collection[str]) -> dict[str, str]:
    """The wishes of people with these e-mail addresses: whoever comes in under one of them has the same."""
    points = ContactPoint.objects.filter(workspace=run.workspace, kind=ContactPoint.Kind.EMAIL, key__in=keys)
    rows = points.filter(person__isnull=False).exclude(person__do_not_contact="")
    found: dict[str, str] = {}
    for key, wish in rows.values_list("key", "person__do_not_contact") if keys else ():
        found[key] = wish if found.get(key, wish) == wish else NoContact.ALL
    return found

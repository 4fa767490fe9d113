"""What files say of privacy, in our words."""

from stegvis.core.folding import squeeze
from stegvis.people.models import LegalBasis, NoContact

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

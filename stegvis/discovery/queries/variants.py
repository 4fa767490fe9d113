"""The variants of the relationship model as a workspace reads them: shipped ones, and what the team made of them."""

from dataclasses import dataclass

from stegvis.discovery.advisor import ASKED, RULES, VARIANTS, Model, Rule
from stegvis.discovery.models import OwnVariant
from stegvis.processes.catalogue import keys
from stegvis.workspaces.models import Workspace

# A ready-made process may be gone in a later version of the program.
FALLBACK = "needs-led"
WORDS = ("name", "what", "roles", "skills", "tools", "ways", "measure", "template")


@dataclass(frozen=True)
class Reading:
    """The variants that may be recommended, and all rules: those of the models and those of the variants."""

    variants: tuple[Model, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Variant:
    """A variant on the page that lists them: its words, what speaks for it, and the team's row where there is one."""

    key: str
    model: Model
    rules: tuple[Rule, ...]
    own: OwnVariant | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with the program, changed or not."""
        return self.own is None or bool(self.own.key)


def variants_of(workspace: Workspace | int) -> list[Variant]:
    """All variants, the shipped ones first; those the team never wants recommended, too."""
    rows = list(OwnVariant.objects.filter(workspace=workspace))
    changed = {one.key: one for one in rows if one.key}
    shipped = [_of_own(changed[one.key]) if one.key in changed else _shipped(one) for one in VARIANTS]
    return [*shipped, *(_of_own(one) for one in rows if not one.key)]


def read_variants(workspace: Workspace | int) -> Reading:
    """What the advisor reckons with in this workspace."""
    variants = [one for one in variants_of(workspace) if not (one.own and one.own.left_out)]
    shipped = {one.key for one in VARIANTS}
    rules = [rule for rule in RULES if rule.to not in shipped]
    rules += [rule for one in variants for rule in one.rules]
    return Reading(tuple(one.model for one in variants), tuple(rules))


def _shipped(model: Model) -> Variant:
    return Variant(model.key, model, tuple(rule for rule in RULES if rule.to == model.key))


def _of_own(own: OwnVariant) -> Variant:
    key = own.key or f"own-{own.pk}"
    told = {word: getattr(own, word) for word in WORDS}
    model = Model(key, **told | {"template": own.template if own.template in keys() else FALLBACK})
    return Variant(key, model, tuple(_rule(key, *sign) for sign in own.signs if _is_asked(*sign)), own)


def _rule(key: str, question: str, answer: str, points: int) -> Rule:
    """For the reason that is shipped with this answer, where there is one; else for the answer itself."""
    known = [one.reason for one in RULES if (one.question, one.answer, one.to) == (question, answer, key)]
    asked = {one.key: one for one in ASKED}
    words = known[0] if known else asked[question].choices[answer]
    return Rule(question, answer, key, points, words)


def _is_asked(question: str, answer: str, points: int) -> bool:
    """Whether the advisor still asks so: signs outlive the questions of a version of the program."""
    return any(one.key == question and answer in one.choices for one in ASKED)

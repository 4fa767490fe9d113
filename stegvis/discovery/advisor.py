"""The advisor's questions, models and rules, as data. docs/advisor.md explains them; a test can fail for each rule.

Every rule looks at one answer and gives points to a model or to a variant of the relationship model, with its reason.
The best model is recommended, and the next one with it when it has at least half as many points.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True)
class Ask:
    """A question with its answers."""

    key: str
    words: Text
    choices: dict[str, Text]


ASKED = (
    Ask(
        "what",
        _("What do you sell?"),
        {
            "thing": _("A product"),
            "service": _("A service"),
            "software": _("Software"),
            "project": _("Projects or solutions"),
        },
    ),
    Ask(
        "whom",
        _("To whom?"),
        {
            "consumers": _("Consumers"),
            "small": _("Small companies"),
            "middle": _("Companies of 50 to 500 people"),
            "large": _("Large companies"),
        },
    ),
    Ask(
        "price",
        _("What does one purchase cost?"),
        {
            "low": _("So little that nobody asks"),
            "middle": _("A monthly pay or two"),
            "high": _("Something that needs a budget"),
        },
    ),
    Ask(
        "complexity",
        _("How much has to be explained?"),
        {
            "none": _("Nothing: it sells itself"),
            "some": _("A talk or a demo"),
            "much": _("It is made to measure"),
        },
    ),
    Ask(
        "decides",
        _("Who decides?"),
        {"one": _("One person"), "few": _("Two or three"), "many": _("A group, over months")},
    ),
    Ask(
        "found",
        _("How do buyers find you?"),
        {
            "search": _("They search and read"),
            "network": _("By people they know"),
            "we": _("We go to them"),
            "named": _("We know all of them by name"),
            "brand": _("They have seen us somewhere"),
        },
    ),
    Ask(
        "capacity",
        _("Who sells?"),
        {
            "nobody": _("Nobody has time to"),
            "one": _("One or two of us"),
            "team": _("A team with different tasks"),
        },
    ),
    Ask(
        "again",
        _("How often do they buy?"),
        {"once": _("Once"), "again": _("Again and again"), "subscribe": _("By subscription")},
    ),
)

BRANDING, COMMERCE, RELATIONSHIP = "branding", "commerce", "relationship"
INBOUND, OUTBOUND, ACCOUNTS, SOCIAL, TEAM = "inbound", "outbound", "accounts", "social", "team"


@dataclass(frozen=True)
class Model:
    """A way of selling: what it is, and what it means. `template` is the ready-made process that suits it."""

    key: str
    name: Text
    what: Text
    roles: Text
    skills: Text
    tools: Text
    ways: Text
    measure: Text
    template: str


MODELS = (
    Model(
        BRANDING,
        _("Digital branding"),
        _("Campaigns and posts make you known. Nothing leads straight to a purchase; it is dear and hard to measure."),
        _("A marketer, a designer, perhaps an agency"),
        _("Telling stories, buying media, patience"),
        _("Social networks, advertising, a press list"),
        _("Plan by seasons, show up everywhere the same, let others sell"),
        _("How many know you, and how many visits follow a campaign"),
        "self-service",
    ),
    Model(
        COMMERCE,
        _("E-commerce"),
        _("Content leads to a page on which the purchase happens. Complex services can begin so, with an entry offer."),
        _("A marketer, somebody for the shop, support"),
        _("Writing offers, testing pages, answering fast"),
        _("A shop or an offer page, payment, mail in series"),
        _("Improve one page at a time; let a series of mails end in an offer"),
        _("Visits, orders of them in percent, value of an order, orders again"),
        "self-service",
    ),
    Model(
        RELATIONSHIP,
        _("Relationship"),
        _("Interest is kept by an address, trust grows in a dialogue, and the purchase follows, by a seller or not."),
        _("Sellers, and somebody who brings them leads"),
        _("Asking, listening, following up"),
        _("This CRM, mail, calendar, calls"),
        _("A process with evidence from the buyer, and a next step on every deal"),
        _("Deals by stage, days in each, share won, and why lost"),
        "needs-led",
    ),
)
VARIANTS = (
    Model(
        INBOUND,
        _("Inbound, by content"),
        _("Buyers find what you write, leave an address, and are talked to when they are ready."),
        _("A writer, a marketer, a seller who answers"),
        _("Writing what buyers search for; qualifying kindly"),
        _("A site with forms, newsletters, scores of interest"),
        _("Publish every week, answer within a day, keep the undecided warm"),
        _("Addresses won, share that becomes deals, days until the first answer"),
        "software-startup",
    ),
    Model(
        OUTBOUND,
        _("Outbound, booked meetings"),
        _("You choose whom to talk to and ask for a meeting."),
        _("A meeting booker, a seller"),
        _("Research, calling, bearing a no"),
        _("Lists, calls, mail in sequences"),
        _("Attempts on fixed days, a reason for each, stop after the last"),
        _("Attempts a meeting takes, meetings a deal takes, share that shows up"),
        "eight-stage",
    ),
    Model(
        ACCOUNTS,
        _("Account-based"),
        _("A short list of named companies, each with a plan of its own and everybody who decides."),
        _("A seller for each, a marketer, an expert"),
        _("Knowing their business, meeting many people"),
        _("Stakeholder maps, plans shared with the buyer"),
        _("Plan each company by quarters, meet all who decide, be patient"),
        _("People met of those who decide, deals by company, share of their spending"),
        "consulting",
    ),
    Model(
        SOCIAL,
        _("Social selling"),
        _("People buy from whom they know: by networks, recommendations and being seen as of use."),
        _("Experts who sell"),
        _("Being of use before selling; asking for recommendations"),
        _("Social networks, events, a list of who knows whom"),
        _("Be of use every day, ask for one recommendation a week"),
        _("Talks a week, recommendations asked for and given"),
        "six-stage",
    ),
    Model(
        TEAM,
        _("Team, from hand to hand"),
        _("Marketing brings leads, one qualifies, one sells, an expert explains."),
        _("Marketing, qualifier, seller, expert"),
        _("Handing over without losing what was said"),
        _("One CRM for all, clear stages, shared notes"),
        _("Say what must be true before a lead is handed on, and by when"),
        _("Share handed on and taken, days between the hands, share won by source"),
        "marketing-agency",
    ),
)


@dataclass(frozen=True)
class Rule:
    """If the question is answered so, the way of selling `to` gets points, for this reason."""

    question: str
    answer: str
    to: str
    points: int
    reason: Text


RULES = (
    Rule("whom", "consumers", COMMERCE, 2, _("Consumers buy where they are, without an appointment.")),
    Rule("whom", "consumers", BRANDING, 2, _("Many consumers have to know you before they buy.")),
    Rule("whom", "small", COMMERCE, 1, _("Small companies buy much like consumers.")),
    Rule("whom", "small", RELATIONSHIP, 1, _("Small companies stay with whom they trust.")),
    Rule("whom", "middle", RELATIONSHIP, 2, _("In such companies about seven people take part in a purchase.")),
    Rule("whom", "large", RELATIONSHIP, 3, _("Large companies buy from people, in many talks.")),
    Rule("price", "low", COMMERCE, 3, _("At a low price a talk costs more than it brings.")),
    Rule("price", "low", BRANDING, 1, _("Cheap things are bought from a name that one knows.")),
    Rule("price", "middle", RELATIONSHIP, 1, _("At this price buyers want to ask somebody.")),
    Rule("price", "middle", COMMERCE, 1, _("An entry offer can be bought online.")),
    Rule("price", "high", RELATIONSHIP, 3, _("What needs a budget needs reasons, and somebody who gives them.")),
    Rule("complexity", "none", COMMERCE, 3, _("What sells itself needs a page, not a seller.")),
    Rule("complexity", "some", RELATIONSHIP, 2, _("Somebody has to show how it works.")),
    Rule("complexity", "much", RELATIONSHIP, 3, _("What is made to measure begins with listening.")),
    Rule("decides", "one", COMMERCE, 1, _("One person can decide on the spot.")),
    Rule("decides", "few", RELATIONSHIP, 1, _("Two or three have to agree, and you help them to.")),
    Rule("decides", "many", RELATIONSHIP, 3, _("A group decides in talks of its own; you need friends inside.")),
    Rule("found", "search", COMMERCE, 1, _("Who searches can be led to an offer.")),
    Rule("found", "brand", BRANDING, 3, _("You live on being seen.")),
    Rule("found", "network", RELATIONSHIP, 1, _("Recommendations begin relationships.")),
    Rule("capacity", "nobody", COMMERCE, 2, _("Without sellers the page has to sell.")),
    Rule("capacity", "team", RELATIONSHIP, 1, _("You have people for a dialogue.")),
    Rule("again", "subscribe", RELATIONSHIP, 1, _("A subscription is won again every month.")),
    Rule("again", "again", COMMERCE, 1, _("Who knows what it wants orders it online.")),
    Rule("found", "search", INBOUND, 3, _("They search: be what they find.")),
    Rule("what", "software", INBOUND, 1, _("Software can be tried before anybody talks.")),
    Rule("capacity", "nobody", INBOUND, 1, _("Content works while you do something else.")),
    Rule("found", "we", OUTBOUND, 3, _("They do not look for you, so you look for them.")),
    Rule("complexity", "some", OUTBOUND, 1, _("A demo is a good reason for a meeting.")),
    Rule("found", "named", ACCOUNTS, 3, _("You can name them all: plan for each.")),
    Rule("whom", "large", ACCOUNTS, 2, _("Few large companies are worth a plan each.")),
    Rule("decides", "many", ACCOUNTS, 1, _("Each group that decides is a project of its own.")),
    Rule("found", "network", SOCIAL, 3, _("They come by people they know: know more people.")),
    Rule("what", "service", SOCIAL, 1, _("A service is bought from somebody one trusts.")),
    Rule("capacity", "one", SOCIAL, 1, _("One or two people reach furthest by those who know them.")),
    Rule("capacity", "team", TEAM, 3, _("With different tasks, hand over on purpose.")),
    Rule("what", "project", TEAM, 1, _("Projects need an expert beside the seller.")),
    Rule("again", "once", OUTBOUND, 1, _("Who buys once has to be replaced: keep looking.")),
)


@dataclass(frozen=True)
class Recommended:
    """A way of selling with its points and the reasons for it."""

    model: Model
    points: int
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Recommendation:
    """One model or a combination of two, the best first; and with the relationship model its variant."""

    models: tuple[Recommended, ...]
    variant: Recommended | None

    @property
    def template(self) -> str:
        """The ready-made process to begin with."""
        return self.variant.model.template if self.variant else self.models[0].model.template


def recommend(
    answers: Mapping[str, str], variants: Sequence[Model] = VARIANTS, rules: Sequence[Rule] | None = None
) -> Recommendation:
    """What fits `answers`, by question; without any answer the relationship model, which is what a CRM is for.

    `variants` and `rules` are those of a workspace where it has made them its own.
    """
    models = sorted((_weighed(one, answers, rules) for one in reversed(MODELS)), key=lambda one: -one.points)
    taken = tuple(one for one in models if one is models[0] or (one.points and one.points * 2 >= models[0].points))[:2]
    if not variants or not any(one.model.key == RELATIONSHIP for one in taken):
        return Recommendation(taken, None)
    weighed = [_weighed(one, answers, rules) for one in variants]
    return Recommendation(taken, max(weighed, key=lambda one: one.points))


def clean_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """Those answers that there are."""
    return {one.key: answers[one.key] for one in ASKED if answers.get(one.key) in one.choices}


def _weighed(model: Model, answers: Mapping[str, str], rules: Sequence[Rule] | None = None) -> Recommended:
    known = RULES if rules is None else rules
    fitting = [rule for rule in known if rule.to == model.key and answers.get(rule.question) == rule.answer]
    fitting.sort(key=lambda rule: -rule.points)
    return Recommended(model, sum(rule.points for rule in fitting), tuple(rule.reason for rule in fitting))

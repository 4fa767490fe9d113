"""Words that stand for one of few values, in four languages and as other CRMs write them. Folded, letters alone."""

from stegvis.core.folding import squeeze
from stegvis.deals.models import Stakeholder
from stegvis.timeline.facts import Outcome
from stegvis.timeline.models import Repeat, Task, TaskKind
from stegvis.transfer.reading import BadValue, Cell, as_text

OPEN, DONE = "open", "done"


def _words(**meaning: str) -> dict[str, str]:
    """Each word with what it means; a value means itself."""
    found = {squeeze(value): value for value in meaning}
    return found | {word: value for value, words in meaning.items() for word in words.split()}


_ROLE, _STANCE = Stakeholder.Role, Stakeholder.Stance
WORDS: dict[str, dict[str, str]] = {
    "task_kind": _words(
        **{
            TaskKind.CALL: "callback phone phonecall samtal ringa telefon telefonsamtale ringe zadzwonic",
            TaskKind.MAIL: "email epost mejl mejla sendemail skriv epostmelding wiadomosc",
            TaskKind.MEETING: "mote moete visit demo lunch event spotkanie besok appointment wizyta",
            TaskKind.TO_DO: "todo task other followup deadline attgora uppgift oppgave agjore gjoremal zadanie",
            TaskKind.RESEARCH: "undersok undersokning undersokelse badanie sprawdzenie",
            TaskKind.DOCUMENT: "proposal offer quote contract dokument offert tilbud kontrakt oferta umowa",
        }
    ),
    "task_status": _words(
        open="no false 0 nej nei nie notstarted inprogress planned todo waiting deferred scheduled pending oppen pagar "
        "planerad ejpaborjad ikkepabegynt pagaende apen planlagt otwarte niezaczete wtoku zaplanowane",
        done="yes true 1 ja tak completed complete closed finished x klar klart slutford avslutad utford ferdig "
        "fullfort avsluttet zakonczone wykonane ukonczone zrobione",
    ),
    "priority": {
        **dict.fromkeys("1 high urgent hog hoy wysoki wysoka pilne".split(), str(Task.Priority.HIGH.value)),
        **dict.fromkeys(
            "2 normal medium none vanlig middels medel sredni srednia normalny normalna".split(),
            str(Task.Priority.NORMAL.value),
        ),
        **dict.fromkeys("3 low lag lav niski niska".split(), str(Task.Priority.LOW.value)),
    },
    "repeat": _words(
        **{
            Repeat.DAILY: "everyday day varjedag dagligen hverdag daglig codziennie",
            Repeat.WEEKLY: "everyweek week varjevecka hveruke ukentlig cotydzien cotygodniowo",
            Repeat.FORTNIGHTLY: "biweekly everytwoweeks varannanvecka annenhveruke codwatygodnie",
            Repeat.MONTHLY: "everymonth month varjemanad hvermaned manedlig comiesiac",
            Repeat.QUARTERLY: "everyquarter quarter varjekvartal hvertkvartal cokwartal",
            Repeat.YEARLY: "everyyear annually year varjear hvertar arlig corok",
        }
    ),
    "direction": _words(
        out="outbound outgoing wecalled utgaende vi viringde viringte utringd wychodzace wychodzaca",
        **{"in": "inbound incoming theycalled inkommande inngaende deringde deringte przychodzace przychodzaca"},
    ),
    "outcome": _words(
        **{
            Outcome.REACHED: "yes connected answered completed talked success contacted nadd svarade pratade ja nadde "
            "svarte snakket odebrane rozmowa polaczono tak rozmawialismy",
            Outcome.VOICE_MAIL: "voicemail leftvoicemail leftmessage leftlivemessage message rostbrevlada meddelande "
            "telefonsvarer beskjed pocztaglosowa wiadomosc",
            Outcome.NO_ANSWER: "no unanswered missed busy notreached canceled cancelled failed wrongnumber nej ejsvar "
            "ingetsvar upptaget nei ikkesvar ingensvar opptatt nie nieodebrane brakodpowiedzi zajete",
        }
    ),
    "role": _words(
        **{
            _ROLE.DECIDES: "decisionmaker economicbuyer beslutsfattare beslutar beslutningstaker bestemmer decyduje "
            "decydent",
            _ROLE.INFLUENCES: "influencer evaluator technicalbuyer paverkar paverkare pavirker wplywa doradca",
            _ROLE.USES: "user enduser businessuser anvandare anvander bruker uzytkownik uzywa",
            _ROLE.PAYS: "budgetholder payer betalar budgetansvarig betaler budsjettansvarlig placi platnik",
            _ROLE.BLOCKS: "blocker bromsar motstandare bremser motstander blokuje blokujacy",
            _ROLE.CHAMPIONS: "champion internalchampion executivesponsor sponsor foresprakare talsmann "
            "wspiera ambasador",
        }
    ),
    "stance": _words(
        **{
            _STANCE.UNKNOWN: "okand ukjent nieznane nieznana",
            _STANCE.FOR: "forus positive supporter forossi positiv zanami pozytywna pozytywny",
            _STANCE.NEUTRAL: "neutralny neutralna noytral",
            _STANCE.AGAINST: "againstus negative opponent motoss negativ przeciw przeciwnam negatywna negatywny",
        }
    ),
    "influence": {
        **dict.fromkeys("1 low little littleinfluence litet lite liten niski maly niewielki".split(), "1"),
        **dict.fromkeys("2 medium some someinfluence medel viss noe middels sredni pewien".split(), "2"),
        **dict.fromkeys("3 high much muchinfluence stor stort mycket mye wysoki duzy".split(), "3"),
    },
}
# A kind of task that nobody here knows is a to-do; everything else has to be understood.
OTHERWISE = {"task_kind": str(TaskKind.TO_DO)}


def choice(holds: str, cell: Cell) -> str:
    """The value that the words of `cell` mean; raises BadValue for words nobody knows."""
    text = as_text(cell).strip()
    if not text:
        raise BadValue("empty", cell)
    found = WORDS[holds].get(squeeze(text)) or OTHERWISE.get(holds)
    if found is None:
        raise BadValue("unknown_choice", cell)
    return found

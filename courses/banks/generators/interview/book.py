"""The code book of the interviews: what each code takes in, what it leaves out, and how it is seen."""

from lms.common.languages import Pair

EVENT, FEELING, CAUSE = "event", "feeling", "cause"
WISH, OBSERVATION, HEARSAY = "wish", "observation", "hearsay"
CODES = (EVENT, FEELING, CAUSE, WISH, OBSERVATION, HEARSAY)


def pair(lt: str, en: str) -> Pair:
    return {"lt": lt, "en": en}


NAMES: dict[str, Pair] = {
    EVENT: pair("Įvykio prisiminimas", "Memory of an event"),
    FEELING: pair("Jausmas", "Feeling"),
    CAUSE: pair("Priežastis", "Cause"),
    WISH: pair("Pageidavimas ar siūlymas", "Wish or proposal"),
    OBSERVATION: pair("Stebėjimas", "Observation"),
    HEARSAY: pair("Iš kitų girdėta", "Hearsay"),
}

DEFINITIONS: dict[str, Pair] = {
    EVENT: pair(
        "Kas kartą nutiko pasakotojui ar jam matant: konkretus atvejis, turintis savo laiką.",
        "What happened once to the narrator or before their eyes: one occasion, with its own time.",
    ),
    FEELING: pair(
        "Kaip pasakotojas jaučiasi ar jautėsi: baimė, pyktis, gėda, ramybė, ilgesys.",
        "How the narrator feels or felt: fear, anger, shame, calm, longing.",
    ),
    CAUSE: pair(
        "Kodėl, pasakotojo manymu, taip yra ar buvo: kas tai lemia.",
        "Why, in the narrator's view, it is or was so: what brings it about.",
    ),
    WISH: pair(
        "Kas turėtų būti ar būti daroma: noras, prašymas, pasiūlymas.",
        "What should be, or be done: a wish, a request, a proposal.",
    ),
    OBSERVATION: pair(
        "Ką pasakotojas pats mato, skaičiuoja ar matuoja pakartotinai, taip, kad kitas galėtų "
        "patikrinti.",
        "What the narrator sees, counts or measures again and again, so that somebody else could check.",
    ),
    HEARSAY: pair(
        "Ką pasakotojas žino tik iš kitų žmonių, laikraščių ar tinklo.",
        "What the narrator knows only from other people, newspapers or the net.",
    ),
}

INCLUDE: dict[str, Pair] = {
    EVENT: pair(
        "„Tą naktį vandenį sėmėme kibirais.“", "“That night we baled the water out with buckets.”"
    ),
    FEELING: pair("„Iki šiol neramu, kai lyja.“", "“To this day I am uneasy when it rains.”"),
    CAUSE: pair(
        "„Užtvinsta, nes užkimšti grioviai.“", "“It floods because the ditches are blocked.”"
    ),
    WISH: pair("„Čia reikėtų pasodinti medžių.“", "“Trees ought to be planted here.”"),
    OBSERVATION: pair(
        "„Kiekvieną vakarą suskaičiuoju po dešimt sunkvežimių.“",
        "“Every evening I count ten lorries.”",
    ),
    HEARSAY: pair(
        "„Kaimynai pasakojo, kad tiltą nunešė.“", "“The neighbours told me the bridge went.”"
    ),
}

EXCLUDE: dict[str, Pair] = {
    EVENT: pair(
        "Kas kartojasi nuolat (tai stebėjimas) ir ką papasakojo kiti (tai iš kitų girdėta).",
        "What recurs all the time (an observation), and what others told (hearsay).",
    ),
    FEELING: pair(
        "Žodis „baisus“, „ramus“ ar „gražus“, kai juo apibūdinamas daiktas ar vieta, o ne savijauta.",
        "A word such as “awful”, “calm” or “lovely” that describes a thing or a place, not a state of mind.",
    ),
    CAUSE: pair(
        "„Dėl“ ar „nes“, kai juo aiškinamas noras ar jausmas, o ne pats reiškinys.",
        "A “because” that explains a wish or a feeling, and not the thing itself.",
    ),
    WISH: pair(
        "Kas jau padaryta; noras, kurio pasakotojas tada turėjo ir kuris tik paaiškina įvykį.",
        "What has been done already; a wish of that time which only explains an event.",
    ),
    OBSERVATION: pair(
        "Vienas atvejis (tai įvykio prisiminimas) ir svetimi skaičiai (tai iš kitų girdėta).",
        "A single occasion (a memory), and other people's figures (hearsay).",
    ),
    HEARSAY: pair(
        "Ką pasakotojas pats matė, nors apie tai ir kalbėjosi su kitais.",
        "What the narrator saw too, even if they spoke about it with others.",
    ),
}

# How each is seen, said after answering.
SIGNS: dict[str, Pair] = {
    EVENT: pair(
        "Pasakojamas vienas atvejis, kurį pasakotojas pats patyrė.",
        "One occasion is told, which the narrator lived through.",
    ),
    FEELING: pair(
        "Pasakoma, kaip pasakotojas jaučiasi, o ne kas yra ar kas nutiko.",
        "It says how the narrator feels, and not what is there or what happened.",
    ),
    CAUSE: pair(
        "Aiškinama, kodėl taip yra: ryšys tarp vieno ir kito dalyko.",
        "It explains why it is so: one thing is linked to another.",
    ),
    WISH: pair(
        "Kalbama apie tai, ko dar nėra ir kas turėtų būti.",
        "It speaks of what is not there yet and should be.",
    ),
    OBSERVATION: pair(
        "Pasakotojas pats tai mato ar matuoja ne kartą, ir tai galima patikrinti.",
        "The narrator sees or measures it more than once, and it can be checked.",
    ),
    HEARSAY: pair(
        "Šaltinis yra kažkas kitas: pats pasakotojas to nematė.",
        "The source is somebody else: the narrator did not see it.",
    ),
    "none": pair(
        "Tai kalba apie patį pokalbį ar pašalinį dalyką; nė viena apibrėžtis jos neapima.",
        "It is about the conversation itself or something beside the point; no definition takes it in.",
    ),
}

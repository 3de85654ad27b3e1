"""Motifs for the drawing of a post: those that the words of its title, tags and category name, best first.

The more precise the place of a word, the more it counts; of two motifs with as many points, the one named first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from placette.engine.base.text import fold, place_of
from placette.engine.texts.fields import Motif

WORDS: Mapping[Motif, str] = MappingProxyType(
    {
        Motif.PUYS: "volcan* crater* puy parapent* paraglid*",
        Motif.VILLAGE: "village* bourg hameau* hamlet* newcomer* arrivees",
        Motif.BRIDGE: "pont viaduc* bridge* train gare rail railway* railcar* ferroviaire* locomotive* autorail*",
        Motif.FOREST: "foret forest* bois sapin* chene* hetre* arbre* tree oak* wood bucheron* sylvi*"
        " champignon* mushroom*",
        Motif.MARKET: "marches market* etal* stall foire* halle brocante* epicer* boutique* commerce* commercant* shop",
        Motif.WATER: "lac etang* lake* pond baignade*",
        Motif.BOOK: "livre book bibliothe* mediathe* librar* carnet* lecture* lecteur* lectrice* ecriture*"
        " ecrivain* recit roman poes* poete* poem* coulisses archives journal conte storytell*"
        " writing backstage",
        Motif.FEAST: "fete* feast* festiv* bal concert* theatr* danse* dance* carnaval* spectacle* kermesse*"
        " guirland* orchestr* fanfare* lantern* firework* guinguette* fair",
        Motif.WORKSHOP: "atelier* workshop* moulin* mill artisan* craft* metier usine* factor* papeter* papetier*"
        " sciere* scierie* potier* poter* pottery menuis* sabot tannerie* filature* savoir",
        Motif.ABBEY: "abbaye* abbey* eglise* church* chapel* cathedral* nef orgue* clocher* cloche monaster*"
        " prieure* choeur chorale* choir* vitrail* vitraux",
        Motif.PATH: "chemin* sentier* path footpath* trail randonn* hike* hiking walk walker* walking marcher"
        " marcheu* balade* promenad* pelerin* pilgrim*",
        Motif.PASTURE: "vache* cow estive* buron* fromage* chees* troupeau* herd berger* shepherd* brebis"
        " mouton* sheep eleveu* elevage* paturage* pasture* laitier* laiterie* transhuman*",
        Motif.CASTLE: "chateau* castle* forteress* fortress* donjon* rempart* ruine* medieva* archeolog*"
        " archaeolog* oppidum gaulois* cesar seigneur*",
        Motif.WINTER: "hiver* winter* neige* snow* noel christmas ski verglas deneig*",
        Motif.FIELDS: "champ field wheat moisson* harvest* agricol* agricult* cereale* paysan* tracteur* foin"
        " hay semence* remembrement*",
        Motif.ORCHARD: "verger* orchard* pommier* pomme apple* poirier* cerisier* cidre* cider fruit fruitier*"
        " jardin* garden* potager* ruche* abeille* miel honey beekeep* maraich*",
        Motif.FARM: "ferme farm farmer* farmhouse* grange* barn poule* poulailler*",
        Motif.WINDMILL: "windmill*",
        Motif.CANAL: "canal canaux ecluse* peniche* barge halage*",
        Motif.LIGHTHOUSE: "phare* lighthouse*",
        Motif.SAILS: "mer sea ocean* voilier* sailing* regate* regatta* marin* sailor*",
        Motif.HARBOUR: "port harbour* harbor* chalut* trawler* criee*",
        Motif.SHORE: "plage* beach* littoral* dune* maree* tide coquillage* estran* cabine* seaside*",
        Motif.PEAKS: "montagne* mountain* sommet* summit* alpin* alpage* cime glacier* peak",
        Motif.CHALETS: "chalet*",
        Motif.TORRENT: "torrent* cascade* waterfall* gorge",
        Motif.ROOFTOPS: "ville town city quartier* neighbourhood* immeuble* toit* roof* logement* housing urbain*"
        " urban*",
        Motif.QUAY: "quai quay* berge riverbank*",
        Motif.SQUARE: "placette* parvis esplanade* petanque* boulodrome* kiosque* fountain*",
        Motif.AVENUE: "rue street* avenue* boulevard* tram tramway* trottoir* pavement* voirie* pieton* velo"
        " bicycl* cycli*",
        Motif.SPRING: "source eau fontaine* lavoir* thermal* therme geotherm* abreuvoir* puits well springs water",
        Motif.LACE: "dentell* lace lacemak* fuseau* bobbin* brode* broderie* embroider* couturi* couture*"
        " tricot* tissage* tisserand* laine* wool knitting* knitter* sewing",
        Motif.BLADE: "couteau* coutel* cutler* knife knives lame blade* forgeron* blacksmith* emouleu* enclume* anvil*",
        Motif.TUBE: "baromet* mercure mercury thermomet* pression science scientif* scientist* physique*"
        " physics astronom* laboratoire* laborator* meteo* weather climat*",
        Motif.SCHOOL: "ecole* school* ecolier* eleves college lycee* institut* cantine* cartable* classe"
        " creche* pupil* teacher*",
        Motif.HALL: "mairie* maire mayor* conseil council* municipal* elu elues election* vote voter*"
        " democrat* citoyen* citizen* deliber* concertation* consultation* debat* debate*",
        Motif.SHUTTLE: "navette* shuttle* bus autobus autocar* arret mobilit* transport* covoitur* carpool*",
        Motif.RIVER: "riviere* river* fleuve* ruisseau* stream brook crue flood* truite* trout peche pecheu*"
        " fishing barque* canoe* kayak* loutre* otter*",
        Motif.CLEARING: "clairiere* cerf* deer biche* chevreuil* sanglier* chasse hunting faune* wildlife animaux"
        " animal* oiseau* bird*",
        Motif.LAGOON: "lagon* lagoon* recif* reef corail coraux coral cocotier* palmier* palm mangrove*",
        Motif.OLIVES: "olive* olivier* oliveraie* garrigue* maquis restanque* lavande* lavender*",
        Motif.VINES: "vigne* vignoble* vendange* viticult* vin vine vineyard* wine winegrow*",
        Motif.MARSH: "marais maraichin* marsh* tourbiere* roseliere* roseau* heron* wetland* saline*",
        Motif.TOWERS: "metropole* metropolis skyscraper* downtown",
    }
)  # the words of each motif
GENERAL: Mapping[str, tuple[Motif, ...]] = MappingProxyType(
    {
        "patrimoine* heritage": (Motif.ABBEY, Motif.CASTLE, Motif.VILLAGE, Motif.BRIDGE),
        "histoire* histor*": (Motif.CASTLE, Motif.ABBEY, Motif.VILLAGE),
        "nature* naturel*": (Motif.FOREST, Motif.CLEARING, Motif.RIVER),
        "cuisine* recette* recipe* gastronom* cooking": (Motif.ORCHARD, Motif.FARM, Motif.MARKET),
        "musique* musicien* music*": (Motif.FEAST, Motif.ABBEY),
        "memoire* souvenir* memor*": (Motif.BOOK, Motif.VILLAGE),
        "enfant* enfance* child* jeunesse* youth": (Motif.SCHOOL, Motif.FEAST),
    }
)  # words of large subjects: any of these motifs suits them, and any other word is more precise
WRITTEN: Mapping[str, Motif | None] = MappingProxyType(
    {
        "marché": Motif.MARKET,
        "marche": Motif.PATH,
        "blé": Motif.FIELDS,
        "blés": Motif.FIELDS,
        "fermé": None,
        "fermée": None,
        "fermés": None,
        "fermées": None,
        "arrêté": None,
        "arrêtés": None,
        "port": None,
    }
)  # words that differ by an accent, as they are written; None for those without motif


_TITLE, _TAG, _CATEGORY, _GENERAL = 4, 3, 2, 1
"""The weight of a word: in a title, a tag, a category; the same everywhere for one of a large subject."""
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 30  # letters of the longest word that is looked at


def motifs_of(title: str, tags: Iterable[str], category: str) -> tuple[Motif, ...]:
    """Return the motifs that words choose, best first; of those of a large subject one, always the same for a title."""
    points: dict[Motif, int] = {}
    for worth, text in ((_TITLE, title), *((_TAG, tag) for tag in tags), (_CATEGORY, category)):
        for word in _WORD.findall(text):
            candidates = _of_word(word)
            if len(candidates) == 1:
                points[candidates[0]] = points.get(candidates[0], 0) + worth
            elif candidates:
                one = candidates[place_of(title, len(candidates))]
                points[one] = points.get(one, 0) + _GENERAL
    return tuple(sorted(points, key=points.__getitem__, reverse=True))


@lru_cache(maxsize=20_000)  # texts repeat their words
def _of_word(word: str) -> tuple[Motif, ...]:
    """Return the motifs of a word: none, one, or for a large subject several."""
    if len(word) > _LONGEST:
        return ()
    word = word.lower()
    if word in WRITTEN:
        motif = WRITTEN[word]
        return (motif,) if motif else ()
    whole, beginnings = _tables()
    folded = fold(word)
    for form in (folded, folded[:-1] if folded[-1:] in ("s", "x") else folded):
        if form in whole:
            return whole[form]
    return next((beginnings[folded[:end]] for end in range(len(folded), 2, -1) if folded[:end] in beginnings), ())


@cache
def _tables() -> tuple[Mapping[str, tuple[Motif, ...]], Mapping[str, tuple[Motif, ...]]]:
    """Whole words, and beginnings of words, with their motifs."""
    rows = [(words, (motif,)) for motif, words in WORDS.items()] + [*GENERAL.items()]
    pairs = [(word, motifs) for words, motifs in rows for word in words.split()]
    whole = {word: motifs for word, motifs in pairs if not word.endswith("*")}
    beginnings = {word.removesuffix("*"): motifs for word, motifs in pairs if word.endswith("*")}
    return MappingProxyType(whole), MappingProxyType(beginnings)

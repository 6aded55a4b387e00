#!/usr/bin/env python3
"""Score claims against the PLOVER records: the right class of event between the right source and target.

usage: eval_events.py --tidings BINARY [--shared DIR] [--errors]

The records (corpora/events/plover-gsr.txt, version 0.5b1 of the coding) are single sentences, each with one event:
source, target and class. They are not part of this repository; where they are not at hand, this says so and ends
well. Definitions:

Records   Counted are those with at least one source and one target, and those with two or more sources and no
          target, whose sources act on each other. A record gives one *coded pair* for each source and target. The
          others (nobody acts on anybody) and their texts are left out.
Classes   Today's names: DISAPPROVE is ACCUSE, DEMAND is REQUEST, CONCEDE and RETREAT are YIELD, FIGHT is ASSAULT. A
          claim's class is that of its predicate in the ontology, or that of the root of its CAMEO code, by which the
          records were coded (a signed agreement is AGREE today and was SUPPORT, 05). The coding has classes for words,
          so what is only announced or held out (planned, possible) counts as well as AGREE where the deed is friendly
          and as THREATEN where it is hostile, and a friendly deed that is denied as REJECT ("will send aid", "may
          bomb", "will not negotiate").
          `banned` and `expelled` count as COERCE too: CAMEO has them in both, for states and for persons and parties;
          so does an attack on a thing, which CAMEO has as damage to property (171).
Actors    A mention is an actor of a record where the content words of the one are among those of the other, names of
          peoples being taken for their states ("Hungarian officials" is "Hungary"). Of a phrase counts what stands
          before its first preposition. A claim's argument is compared by its words in the text and by its name. An
          argument that is a thing stands for whose it is, whom it comes from, whom it is meant for and where it is:
          who rejects "calls by the president of Peru" rejects the president, who calls off "a visit to Chad" or clears
          "the camps in Chad" deals with Chad.
Recall    Coded pairs for which a claim of the right class has source and target the right way round (either way for
          symmetric predicates and pairs of sources) / coded pairs.
Precision Of the claims of a class whose subject and object are two actors coded for their sentence: those that a
          coded pair of that sentence bears out / all. Claims with an actor that nobody coded are not judged, since
          the records hold one event a sentence and say nothing of the others in it; `coverage` gives the share of
          all claims of a class, such ones too, that a coded pair bears out.
"""
import argparse
import collections
import csv
import itertools
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import tomllib
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
RENAMED = {"DISAPPROVE": "ACCUSE", "DEMAND": "REQUEST", "CONCEDE": "YIELD", "RETREAT": "YIELD", "FIGHT": "ASSAULT"}
FRIENDLY = {"AGREE", "CONSULT", "COOPERATE", "SUPPORT", "AID", "YIELD"}
HOSTILE = {"SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "PROTEST", "THREATEN"}
ACTORS = {"Person", "Group", "Organization", "Country", "Place"}
ALSO = {"banned": "COERCE", "expelled": "COERCE"}
ROOTS = {
    "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID", "08": "YIELD",
    "09": "INVESTIGATE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST",
    "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT", "20": "ASSAULT",
}
EMPTY = set("the a an and or its their his her s some many all several up to about over number".split())
QUANTITY = set("hundreds thousands dozens tens scores group groups number members hundred thousand".split())
PREPOSITIONS = set("of in from at on for by with operating living fleeing affiliated".split())

# Behind a noun: "(envoys) of the rebels", "by Peru's president".
OWNERS = "of|by|from|for|to|with|against|on|in"
OWNER = re.compile(r"(?: [\w'’-]+){0,2} (?:%s) ((?:[\w'’.-]+ ?){1,8})" % OWNERS)


def words(text):
    text = unicodedata.normalize("NFKD", text or "")
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.findall(r"\w+", re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w\.\w)\.", "", text))


class Actors:
    """Phrases for actors, made comparable."""

    def __init__(self, demonyms):
        self.state = {}
        rows = [line for line in demonyms.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(rows, delimiter="\t"):
            for form in "|".join(row[k] or "" for k in ("name", "names", "adjectives", "nouns", "capitals", "seats")).split("|"):
                if form:
                    self.state.setdefault(tuple(words(form)), tuple(words(row["name"])))

    def key(self, phrase):
        """The content words of a phrase up to its first preposition, peoples and capitals as their states."""
        found = words(phrase)
        while found and (found[0] in EMPTY | QUANTITY | {"of"} or found[0].isdigit()):
            found = found[1:]
        end = next((i for i, w in enumerate(found) if i and w in PREPOSITIONS), len(found))
        found, out, i = found[:end], [], 0
        while i < len(found):
            for n in (4, 3, 2, 1):
                state = self.state.get(tuple(found[i:i + n]))
                if state and i + n <= len(found):
                    out, i = [*out, *state], i + n
                    break
            else:
                out, i = [*out, found[i]], i + 1
        return frozenset(stem(w) for w in out if w not in EMPTY)

    def same(self, mention, actor):
        one, other = self.key(mention), self.key(actor)
        return bool(one and other) and (one <= other or other <= one)


def stem(word):
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def texts(value):
    return [a["actorText"] for a in value if a.get("actorText")] if isinstance(value, list) else []


def load(path):
    """Coded pairs by text: (source, target, class, either way round?)."""
    coded = collections.OrderedDict()
    for record in json.loads(path.read_text(encoding="utf-8")):
        if not record.get("text"):
            continue
        sources, targets = texts(record.get("source")), texts(record.get("target"))
        event = RENAMED.get(record["event"], record["event"])
        if sources and targets:
            pairs = [(s, t, event, False) for s in sources for t in targets]
        else:
            pairs = [(s, t, event, True) for s, t in itertools.combinations(sources, 2)]
        if pairs:
            found = coded.setdefault(record["text"], [])
            found.extend(p for p in pairs if p not in found)
    return coded


def classes(claim, plover):
    """The classes that a claim counts as."""
    found = set(plover.get(claim["predicate"], ()))
    if "ASSAULT" in found and claim["object"].get("type") not in ACTORS:
        found.add("COERCE")
    if claim["polarity"] == "negative":
        return found | ({"REJECT"} if found & FRIENDLY else set())
    if claim["modality"] in ("planned", "possible"):
        found |= {"AGREE"} if found & FRIENDLY else {"THREATEN"} if found & HOSTILE else set()
    return found


def forms(claim, side):
    """The phrases by which an argument may be compared: its words, its name, and whose it is."""
    argument = claim[side] or {}
    found = [argument[k] for k in ("text", "name", "value") if argument.get(k)]
    found += [re.split(f" (?:{OWNERS}) ", form, maxsplit=1)[-1] for form in found]
    quote = " ".join(claim["evidence"]["quote"].split())
    for form in found[:2]:
        match = OWNER.match(quote.partition(form)[2]) if form in quote else None
        if match:
            found.append(match[1])
    return found


def ontology(path):
    """Classes of each predicate, and the symmetric ones."""
    plover, symmetric = {}, set()
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        name = re.search(r"^td:(\w+) a ", block, re.M)
        code = re.search(r'td:ploverEvent "(\w+)"', block)
        root = re.search(r'td:cameoCode "(\d\d)', block)
        if name and code:
            plover[name[1]] = {code[1], ROOTS[root[1]] if root else code[1], ALSO.get(name[1], code[1])}
        if name and "SymmetricProperty" in block:
            symmetric.add(name[1])
    return plover, symmetric


def extract(tidings, coded):
    """Claims by text."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "records.jsonl"
        path.write_text("".join(json.dumps({"id": str(i), "text": t}) + "\n" for i, t in enumerate(coded)), encoding="utf-8")
        out = subprocess.run([tidings, "extract", path], check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    found = collections.defaultdict(dict)
    for line in out.splitlines():
        claim = json.loads(line)
        key = (claim["subject"]["name"], claim["predicate"], (claim["object"] or {}).get("name"))
        found[int(claim["article"]["id"])].setdefault(key, claim)
    return [list(found[i].values()) for i in range(len(coded))]


def score(coded, claims, actors, plover, symmetric, show):
    total = collections.Counter()
    missed = collections.Counter()
    for (text, pairs), here in zip(coded.items(), claims):
        met = set()
        for claim in here:
            kinds = classes(claim, plover)
            if not kinds:
                continue

            subject_forms, object_forms = forms(claim, "subject"), forms(claim, "object")

            def is_subject(actor):
                return any(actors.same(form, actor) for form in subject_forms)

            def is_object(actor):
                return any(actors.same(form, actor) for form in object_forms)

            either = claim["predicate"] in symmetric
            right, judged = False, False
            for i, (source, target, event, mutual) in enumerate(pairs):
                straight = is_subject(source) and is_object(target)
                turned = is_subject(target) and is_object(source)
                judged |= straight or turned
                if event in kinds and (straight or (either or mutual) and turned):
                    right = True
                    met.add(i)
            total["claims"] += 1
            total["judged"] += judged
            total["right"] += right
            if show and judged and not right:
                print(f"WRONG [{claim['rule']}] {claim['subject']['name']} | {claim['predicate']} | {claim['object']['name']} "
                      f"({claim['polarity']}, {claim['modality']})\n    {pairs}\n    {text}")
        for i, pair in enumerate(pairs):
            total["pairs"] += 1
            total["met"] += i in met
            missed[pair[2], i in met] += 1
            if show and i not in met:
                print(f"MISSED {pair[2]}: {pair[0]} > {pair[1]}\n    {text}")
                for claim in here:
                    print(f"    have [{claim['rule']}] {claim['subject']['name']} | {claim['predicate']} | "
                          f"{(claim['object'] or {}).get('name')} ({claim['polarity']}, {claim['modality']})")
    return total, missed


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tidings", required=True)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--errors", action="store_true", help="print every pair missed and every wrong claim")
    args = parser.parse_args()
    path = pathlib.Path(args.shared) / "corpora" / "events" / "plover-gsr.txt"
    if not path.is_file():
        print(f"no PLOVER records in {path}: nothing to score")
        return
    coded = load(path)
    plover, symmetric = ontology(HERE.parent / "ontology" / "tidings.ttl")
    actors = Actors(HERE.parent / "data" / "lexicon" / "demonyms.tsv")
    total, by_class = score(coded, extract(args.tidings, coded), actors, plover, symmetric, args.errors)
    print(f"{'class':12} {'pairs':>5} {'found':>5}")
    for event in sorted({event for event, _ in by_class}):
        print(f"{event:12} {by_class[event, True] + by_class[event, False]:5} {by_class[event, True]:5}")
    percent = lambda part, whole: round(100 * part / max(whole, 1), 1)
    reached = {
        "recall": percent(total["met"], total["pairs"]),
        "precision": percent(total["right"], total["judged"]),
    }
    print(f"sentences {len(coded)}, coded pairs {total['pairs']}, found {total['met']}; claims {total['claims']}, "
          f"between coded actors {total['judged']}, right {total['right']}")
    print(f"recall {reached['recall']}, precision {reached['precision']}, "
          f"coverage {percent(total['right'], total['claims'])}")
    floors = tomllib.loads((HERE / "floors.toml").read_text())["events"]
    failed = [name for name, floor in floors.items() if reached[name] < floor]
    if failed:
        sys.exit(f"below the floor: {', '.join(failed)}")


if __name__ == "__main__":
    main()

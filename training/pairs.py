"""Pairs of mentions in a sentence, and what predicates hold between them: what the relation head learns from.

`python pairs.py` reads the annotated articles and passages with the product and lists the pairs (relations.pkl in the
cache). Words, parse and mentions are those of the product (`tidings parse`, `tidings mentions`), so that the head is trained
on what it will be asked. What is known of a pair beside the rows of words (`descriptors`) has the same layout as in the
product's `relation/learned/features.rs`.
"""
import argparse
import csv
import json
import pickle
import random
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

from data import add_paths

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import news_corpus
import press_corpus

OWN = ROOT / "training" / "articles"  # written for training, in the form of tests/press
PASSAGES = ROOT / "training" / "passages.jsonl"  # likewise, in the form of claims-train/patterns.jsonl
FRAMES = ROOT / "data" / "frames"

HOLD = 6  # every sixth article of claims-train by id is held out
HOLD_PASSAGES = 4  # every fourth passage
FARTHEST = 30  # words between the heads of two mentions
TYPES = ["Person", "Organization", "Place", "Group", "Event", "Work", "Position", "Concept"]
KINDS = ["name", "nominal", "pronoun"]


# ---------------------------------------------------------------- examples

def find(text, part):
    """Character spans where `part` stands as whole words."""
    if not part:
        return []
    return [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(part) + r"(?!\w)", text)] or \
           [m.span() for m in re.finditer(re.escape(part), text)]


def closest(text, claim, s, o):
    """The two occurrences of subject and object that lie closest together and to the trigger."""
    trig = find(text, claim.get("trigger") or "")
    best = None
    for a in find(text, s):
        for b in find(text, o):
            if a[0] < b[1] and b[0] < a[1] and not (a != b and (len(s) > 2 and len(o) > 2)):
                continue
            near = min((abs(t[0] - a[0]) + abs(t[0] - b[0]) for t in trig), default=0)
            key = abs(a[0] - b[0]) + near
            if best is None or key < best[0]:
                best = (key, a, b)
    return best and best[1:]


def squashed(text):
    """The text with runs of white space as one blank, and where each of its characters stands in `text`."""
    out, where = [], []
    for i, c in enumerate(text):
        if not c.isspace():
            out.append(c), where.append(i)
        elif not out or out[-1] != " ":
            out.append(" "), where.append(i)
    return "".join(out), where


def placed(full, sentences, claims):
    """(claim, span of the subject, span of the object) in characters of `full`, for claims whose words are found.

    `sentences`: number -> text, as the annotators had it; None stands for the whole text."""
    flat, where = squashed(full)
    starts, last = {}, 0
    for number, sentence in sentences.items():
        sentence = squashed(sentence)[0].strip()
        at = flat.find(sentence, last)
        at = flat.find(sentence) if at < 0 else at
        if at >= 0:
            starts[number], last = (at, sentence), at
    for claim in claims:
        near = claim["sent"] in starts and closest(starts[claim["sent"]][1], claim, claim["st"], claim["ot"])
        if near:
            at = starts[claim["sent"]][0]
            yield (claim, *((where[at + a], where[at + b - 1] + 1) for a, b in near))


def documents(shared, tidings, tests=True):
    """Annotated texts, the `tests` of frames among them: source, held, article for the product, [(claim, subject span, object span)], the scorer's gold."""
    root = Path(shared) / "claims-train"
    sys.path.insert(0, str(Path(shared) / "eval"))
    from score import Gold
    for k, path in enumerate(sorted((root / "gold").glob("*.json"))):
        gold = json.loads(path.read_text(encoding="utf-8"))
        article = json.loads((root / "articles" / path.name).read_text(encoding="utf-8"))
        lines = (root / "sentences" / (path.stem + ".sents.txt")).read_text(encoding="utf-8").splitlines()
        sentences = {int(n): text for n, text in (x.split("\t", 1) for x in lines if "\t" in x)}
        full = f"{article['title']}\n\n{article['text']}"
        yield "articles", k % HOLD == HOLD - 1, article, list(placed(full, sentences, gold["claims"])), Gold(path)
    for source, choice in (("news", {}), ("learn", {"annotations": news_corpus.LEARN, "prefix": "learn"})):
        with tempfile.TemporaryDirectory() as folder:
            news_corpus.write(shared, folder, **choice)
            for article, gold, held in news_corpus.read(shared, **choice):
                claims = [(c, *map(tuple, c["at"][:2])) for c in gold["claims"] if c["at"][0] and c["at"][1]]
                yield source, held, article, claims, Gold(Path(folder) / "gold" / f"{article['id']}.json")
    for source, path, prefix in (("patterns", root / "patterns.jsonl", "passage"), ("passages", PASSAGES, "own-passage")):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            passage = json.loads(line)
            claims = [{**c, "st": c["s"], "ot": c["o"], "sent": None} for c in passage["claims"] if c["s"] and c["o"]]
            article = {"id": f"{prefix}{n:04}", "title": "", "text": passage["text"]}
            held = source == "patterns" and n % HOLD_PASSAGES == HOLD_PASSAGES - 1
            yield source, held, article, list(placed(f"\n\n{passage['text']}", {None: passage["text"]}, claims)), None
    with tempfile.TemporaryDirectory() as folder:
        press_corpus.write(folder, OWN)
        for path in sorted((Path(folder) / "gold").glob("*.json")):
            gold, article = (json.loads((Path(folder) / x / path.name).read_text(encoding="utf-8")) for x in ("gold", "articles"))
            sentences = enumerate(line.split("\t", 1)[1] for line in
                                  (Path(folder) / "sentences" / f"{path.stem}.sents.txt").read_text(encoding="utf-8").splitlines())
            full = f"{article['title']}\n\n{article['text']}"
            yield "own", False, article, list(placed(full, dict(sentences), gold["claims"])), Gold(path)
    if tests:
        yield from frame_tests(tidings)


def frame_tests(tidings):
    """The texts of the tests of all frames, with the claims that the product's rules make of them: near misses among
    them teach the head what is none."""
    texts = {test["text"]: None for path in sorted(FRAMES.glob("*.toml"))
             for frame in tomllib.loads(path.read_text(encoding="utf-8"))["frame"] for test in frame.get("test", [])}
    articles = [{"id": f"test{n:04}", "title": "", "text": text} for n, text in enumerate(texts)]
    claims = defaultdict(list)
    for c in run_product(tidings, articles, "extract", "--rules-only", "--min-confidence", "0"):
        if c["object"] and c["trigger"] and not c["inferred_from"]:
            claims[c["article"]["id"]].append({"s": c["subject"]["name"], "p": c["predicate"], "o": c["object"]["name"], "sent": None,
                                               "st": c["subject"]["text"], "ot": c["object"]["text"], "trigger": c["trigger"]["quote"]})
    for article in articles:
        yield "tests", False, article, list(placed(f"\n\n{article['text']}", {None: article["text"]}, claims[article["id"]])), None


def run_product(tidings, articles, *command):
    """The JSON lines that a command of the product prints for these articles."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as f:
        for a in articles:
            f.write(json.dumps({k: a[k] for k in ("id", "title", "text") if a[k]}, ensure_ascii=False) + "\n")
        f.flush()
        printed = subprocess.run([tidings, *command, f.name], stdout=subprocess.PIPE, text=True, check=True).stdout
    return [json.loads(line) for line in printed.splitlines() if line]


def read_by_product(tidings, articles):
    """Sentences and mentions of each article, as the product has them."""
    mentions = defaultdict(list)
    for m in run_product(tidings, articles, "mentions"):
        mentions[m["article"]].append(m)
    return {x["id"]: x["sentences"] for x in run_product(tidings, articles, "parse", "--format", "json")}, mentions


def words_of(tokens, start, end):
    """Indices of the words that characters start..end touch, and the one whose head lies outside."""
    inside = [i for i, t in enumerate(tokens) if t["start_char"] < end and start < t["end_char"]]
    return inside, next((i for i in inside if tokens[i]["head"] - 1 not in inside), inside[-1] if inside else None)


def trigger_word(full, claim, sentence, spans, tokens):
    """The word at the head of what tells a claim, where a sentence has it: of several places the nearest to both mentions."""
    at = claim.get("at", [None] * 3)[2]
    found = [tuple(at)] if at else [(sentence[0] + a, sentence[0] + b) for a, b in find(full[slice(*sentence)], claim.get("trigger"))]
    found = [x for x in found if sentence[0] <= x[0] and x[1] <= sentence[1]]
    return words_of(tokens, *min(found, key=lambda x: sum(abs(x[0] - m[0]) for m in spans)))[1] if found else None


def rows_of(source, held, article, claims, gold, sentences, mentions, lost):
    """Rows of an article, one a sentence: words, parse, mentions, gold pairs and pairs to leave out."""
    bounds = [(s["tokens"][0]["start_char"], s["tokens"][-1]["end_char"]) if s["tokens"] else (0, 0) for s in sentences]
    sentence_at = lambda at: next((k for k, (a, b) in enumerate(bounds) if a <= at < b), None)
    here, core = [[] for _ in sentences], [set() for _ in sentences]
    positives, triggers = ([defaultdict(set) for _ in sentences] for _ in range(2))
    full = f"{article['title']}\n\n{article['text']}"
    for m in mentions:
        k = sentence_at(m["start"])
        inside, head = words_of(sentences[k]["tokens"], m["start"], m["end"]) if k is not None else ([], None)
        if inside:
            kind = "Place" if m["type"] == "Country" else m["type"]
            here[k].append({"head": head, "type": kind, "kind": m["kind"], "chain": m["chain"], "span": (m["start"], m["end"]),
                            "words": (inside[0], inside[-1] + 1), "name": m["name"], "text": m["text"]})

    def mention_at(span):
        k = sentence_at(span[0])
        inside, head = words_of(sentences[k]["tokens"], *span) if k is not None else ([], None)
        found = [j for j, m in enumerate(here[k]) if m["head"] == head] or [j for j, m in enumerate(here[k]) if m["head"] in inside] if inside else []
        exact = [j for j in found if here[k][j]["span"] == span]
        return (k, (exact or found)[0]) if found else None

    named = {m["chain"] for k in here for m in k if m["kind"] != "pronoun"}
    for claim, *spans in claims:
        s, o = map(mention_at, spans)
        if s is None or o is None or s[0] != o[0]:
            lost["no mention, or in two sentences"] += 1
            continue
        a, b = here[s[0]][s[1]], here[o[0]][o[1]]
        if a["chain"] == b["chain"] or a["head"] == b["head"] or not {a["chain"], b["chain"]} <= named:
            lost["one mention or chain, or nobody named"] += 1
            continue
        lost["placed"] += 1
        positives[s[0]][s[1], o[1]].add(claim["p"])
        word = trigger_word(full, claim, bounds[s[0]], spans, sentences[s[0]]["tokens"])
        if word is not None:
            triggers[s[0]][word].add(claim["p"])
        if claim.get("core", True):
            core[s[0]].add((s[1], o[1], claim["p"]))
    known = {(c["s"], c["o"]) for c in gold.claims} if gold else set()
    for k, sentence in enumerate(sentences):
        tokens, ms = sentence["tokens"], here[k]
        asked = [j for j, m in enumerate(ms) if m["chain"] in named]
        # Pairs of entities that are related elsewhere, or by other mentions here, are no negatives.
        means = [gold.resolve(m) if gold else set() for m in ms]
        skip = {(i, j) for i in asked for j in asked if i != j and (i, j) not in positives[k]
                and any((x, y) in known for x in means[i] for y in means[j])}
        if tokens:
            yield {"source": source, "held": held, "doc": article["id"], "sent": k, "title": sentence["is_title"],
                   "words": [t["form"] for t in tokens], "head": [t["head"] for t in tokens], "rel": [t["deprel"] for t in tokens],
                   "upos": [t["upos"] for t in tokens], "mentions": ms, "asked": asked, "skip": skip, "core": core[k], "gold": dict(positives[k]),
                   "triggers": dict(triggers[k])}


def prepare(args):
    """Write relations.pkl."""
    documents_ = list(documents(args.shared, args.tidings))
    parses, mentions = read_by_product(args.tidings, [d[2] for d in documents_])
    lost, rows = Counter(), []
    for source, held, article, claims, gold in documents_:
        rows += rows_of(source, held, article, claims, gold, parses.get(article["id"], []), mentions[article["id"]], lost)
    with open(Path(args.cache) / "relations.pkl", "wb") as f:
        pickle.dump(rows, f)
    print(f"{len(rows)} sentences; claims: {dict(lost)}")


# ---------------------------------------------------------------- pairs

def symmetric(shared):
    with open(Path(shared) / "predicates.csv", encoding="utf-8") as f:
        return {r["predicate"] for r in csv.DictReader(f) if r["symmetric"] == "yes"}


def way(head, a, b):
    """(joint, words between, steps up from a, steps up from b) of two words through the parse."""
    def ancestors(w):
        path = [w]
        while head[w] and head[w] - 1 not in path:
            w = head[w] - 1
            path.append(w)
        return path
    up, down = ancestors(a), ancestors(b)
    joint = next((w for w in up if w in down), None)
    if joint is None:
        return b, [], 0, 0
    i, j = up.index(joint), down.index(joint)
    return joint, [w for w in up[:i + 1] + down[:j] if w not in (a, b)], i, j


def ends(row, s, o):
    """Where two words hang in the sentence: at the first of those that they are joined to by "and", unless that is one."""
    def first(w):
        for _ in row["words"]:
            if row["rel"][w] != "conj" or not row["head"][w]:
                break
            w = row["head"][w] - 1
        return w
    a, b = first(s), first(o)
    return (a, b) if a != b else (s, o)


def descriptors(labels, row, a, b, hung, joint, steps):
    """[(place, number)] of what is known of a pair beside the vectors; the number of places is `width(labels)`."""
    rel, upos = labels.ids["rel"], labels.ids["upos"]
    s, o = row["mentions"][a], row["mentions"][b]
    out = [(n * len(rel) + rel.get(row["rel"][w], 0), 1.0) for n, w in enumerate(hung)] + [(2 * len(rel) + upos[row["upos"][joint]], 1.0)]
    at = 2 * len(rel) + len(upos)
    places = (s["head"] < o["head"], steps[0] / 3, steps[1] / 3, abs(s["head"] - o["head"]) / 10, joint == hung[0], joint == hung[1],
              is_within(o, s), is_within(s, o))
    out += [(at + i, float(x)) for i, x in enumerate(places)]
    at += len(places)
    out += [(at + TYPES.index(s["type"]), 1.0), (at + len(TYPES) + TYPES.index(o["type"]), 1.0)]
    at += 2 * len(TYPES)
    out += [(at + KINDS.index(s["kind"]), 1.0), (at + len(KINDS) + KINDS.index(o["kind"]), 1.0), (at + 2 * len(KINDS), float(row["title"]))]
    return out


def width(labels):
    return 2 * len(labels.lists["rel"]) + len(labels.lists["upos"]) + 8 + 2 * len(TYPES) + 2 * len(KINDS) + 1


def is_within(inner, outer):
    """Does one mention lie within another? "her" in "her party"."""
    return outer["span"][0] <= inner["span"][0] and inner["span"][1] <= outer["span"][1]


def is_pair(s, o):
    """May the head be asked about two mentions? (`is_pair` of the product)"""
    return s["chain"] != o["chain"] and 0 < abs(s["head"] - o["head"]) <= FARTHEST


def load_rows(args):
    """Rows with `gold` (symmetric ones both ways round), `none` and a cache of descriptors, that hold a pair at all."""
    with open(Path(args.cache) / "relations.pkl", "rb") as f:
        rows = pickle.load(f)
    sym = symmetric(args.shared)
    for row in rows:
        gold, ms = defaultdict(set), row["mentions"]
        for (a, b), ps in row["gold"].items():
            gold[a, b] |= ps
            if sym & ps:
                gold[b, a] |= sym & ps
        row["gold"], row["known"] = gold, {}
        row["none"] = [(a, b) for a in row["asked"] for b in row["asked"]
                       if (a, b) not in gold and (a, b) not in row["skip"] and is_pair(ms[a], ms[b])]
    return [row for row in rows if row["gold"] or row["none"]]


def thinned(rows, one_of):
    """Of the rows to learn from that hold no claim, one of so many; all others."""
    return [row for n, row in enumerate(rows) if row["held"] or row["gold"] or n % one_of == 0]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(parser)
    parser.add_argument("--tidings", default="tidings", help="the product's binary")
    prepare(parser.parse_args())

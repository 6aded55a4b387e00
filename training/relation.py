"""The relation head: pairs of mentions in a sentence to predicates.

    prepare  read the annotated articles and passages with the product, list the pairs of mentions
    head     fit the head on rows of the finished model.onnx, which stays as it is
    score    precision and recall on the texts held out, by threshold
    export   relation.onnx

Words, parse and mentions are those of the product (`tidings parse`, `tidings mentions`), so that the head is trained on
what it will be asked. It is told the rows of two layers of the encoder at the head words of both mentions, at the word
that joins them in the parse, and their means over the words between them in the text and on the way through the parse;
and a row of what else is known (`descriptors`; the product's `relation/learned/features.rs` has the same layout).
"""
import argparse
import csv
import json
import os
import pickle
import random
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper

from data import Encoder, Labels, add_paths
from evaluate import predictions
from export import Graph, feed, session
from model import TAPPED
from train import save
from wordpiece import WordPiece

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


def documents(shared, tidings):
    """Annotated texts: source, held, article for the product, [(claim, subject span, object span)], the scorer's gold."""
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


def rows_of(source, held, article, claims, gold, sentences, mentions, lost):
    """Rows of an article, one a sentence: words, parse, mentions, gold pairs and pairs to leave out."""
    bounds = [(s["tokens"][0]["start_char"], s["tokens"][-1]["end_char"]) if s["tokens"] else (0, 0) for s in sentences]
    sentence_at = lambda at: next((k for k, (a, b) in enumerate(bounds) if a <= at < b), None)
    here, positives, core = [[] for _ in sentences], [defaultdict(set) for _ in sentences], [set() for _ in sentences]
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
                   "upos": [t["upos"] for t in tokens], "mentions": ms, "asked": asked, "skip": skip, "core": core[k], "gold": dict(positives[k])}


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
    places = (s["head"] < o["head"], steps[0] / 3, steps[1] / 3, abs(s["head"] - o["head"]) / 10, joint == hung[0], joint == hung[1])
    out += [(at + i, float(x)) for i, x in enumerate(places)]
    at += len(places)
    out += [(at + TYPES.index(s["type"]), 1.0), (at + len(TYPES) + TYPES.index(o["type"]), 1.0)]
    at += 2 * len(TYPES)
    out += [(at + KINDS.index(s["kind"]), 1.0), (at + len(KINDS) + KINDS.index(o["kind"]), 1.0), (at + 2 * len(KINDS), float(row["title"]))]
    return out


def width(labels):
    return 2 * len(labels.lists["rel"]) + len(labels.lists["upos"]) + 6 + 2 * len(TYPES) + 2 * len(KINDS) + 1


def is_pair(s, o):
    """May the head be asked about two mentions? (`is_pair` of the product)"""
    inside = lambda x, y: x["span"][0] <= y["span"][0] and y["span"][1] <= x["span"][1]
    return s["chain"] != o["chain"] and not inside(s, o) and not inside(o, s) and 0 < abs(s["head"] - o["head"]) <= FARTHEST


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


def load_examples(args, labels):
    """(training, held-out) rows with `vectors` of the finished model."""
    model = session(args.model)
    run = lambda batch: {"hidden": model.run(["hidden"], feed(batch))[0]}
    rows, enc = load_rows(args), Encoder(WordPiece(args.model.parent / "vocab.txt"), labels, limit=500)
    train, held = [], []
    for row, p in zip(rows, predictions(run, enc, [{"words": r["words"]} for r in rows])):
        if p is not None:
            row["vectors"] = torch.from_numpy(p["hidden"])
            (held if row["held"] else train).append(row)
    return train, held


def collate_pairs(labels, items):
    """What the head takes, for [(row, pairs)]: words, indices of subject, object and joint, two means, descriptors."""
    words, subject, object_, joint, of_pair, on_way, share, places, offset = [], [], [], [], [], [], [], [], 0
    for row, pairs in items:
        words.append(row["vectors"])
        for a, b in pairs:
            if (a, b) not in row["known"]:
                s, o = row["mentions"][a]["head"], row["mentions"][b]["head"]
                hung = ends(row, s, o)
                j, between, *steps = way(row["head"], *hung)
                row["known"][a, b] = s, o, j, between, descriptors(labels, row, a, b, hung, j, steps)
            s, o, j, between, described = row["known"][a, b]
            of_pair += [len(subject)] * len(between)
            on_way += [w + offset for w in between]
            share += [1 / max(len(between), 1)] * len(between)
            subject.append(s + offset), object_.append(o + offset), joint.append(j + offset), places.append(described)
        offset += len(row["vectors"])
    t = lambda v: torch.tensor(v, dtype=torch.long)
    row, column, number = zip(*((n, at, x) for n, described in enumerate(places) for at, x in described))
    d = torch.zeros(len(subject), width(labels)).index_put((t(row), t(column)), torch.tensor(number), accumulate=True)
    return torch.cat(words), t(subject), t(object_), t(joint), (t(of_pair), t(on_way), torch.tensor(share)), d


class RelationHead(nn.Module):
    """Five projections of words, their means and products, the descriptors, two layers."""

    def __init__(self, classes, known, dim=384 * len(TAPPED), part=192, inner=256, dropout=0.3):
        super().__init__()
        self.p = dropout
        self.subject, self.object, self.joint, self.between, self.way = (nn.Linear(dim, part) for _ in range(5))
        self.known = nn.Linear(known, 64)
        self.inner, self.out = nn.Linear(8 * part + 64, inner), nn.Linear(inner, classes)

    def forward(self, words, subject, object_, joint, path, known):
        d = lambda v: F.dropout(v, self.p, self.training)
        words = d(words)
        s, o, j = self.subject(words)[subject], self.object(words)[object_], self.joint(words)[joint]
        total = F.pad(self.between(words).cumsum(0), (0, 0, 1, 0))
        low, high = torch.minimum(subject, object_) + 1, torch.maximum(subject, object_)
        between = (total[high] - total[low]) / (high - low).clamp(min=1)[:, None]
        of_pair, on_way, share = path
        along = torch.zeros_like(between).index_add(0, of_pair, self.way(words)[on_way] * share[:, None])
        z = torch.cat([F.relu(s), F.relu(o), F.relu(j), F.relu(between), F.relu(along), s * o, s * j, o * j, F.relu(self.known(known))], -1)
        return self.out(d(F.relu(self.inner(d(z)))))


def pair_loss(head, labels, rows, rng, cap, weight):
    """Cross-entropy on the pairs of some rows; several predicates of a pair share the target."""
    items, goal, w, ids = [], [], [], labels.ids["relations"]
    for row in rows:
        negative = row["none"] if len(row["none"]) <= cap else rng.sample(row["none"], cap)
        items.append((row, [*row["gold"], *negative]))
        goal += [[ids[p] for p in sorted(ps)] for ps in row["gold"].values()] + [[0]] * len(negative)
        w += [1.0] * len(row["gold"]) + [weight * len(row["none"]) / max(len(negative), 1)] * len(negative)
    target = torch.zeros(len(goal), len(ids))
    for i, g in enumerate(goal):
        target[i, g] = 1.0 / len(g)
    w = torch.tensor(w)
    ce = -(target * head(*collate_pairs(labels, items)).log_softmax(-1)).sum(-1)
    return (ce * w).sum() / w.sum()


def fit(args):
    """A new head; relation.pt in the cache."""
    labels = Labels.load(args.model.parent / "labels.json")
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    train, held = load_examples(args, labels)
    print(f"{len(train)} sentences, {sum(len(r['gold']) for r in train)} pairs, {sum(len(r['none']) for r in train)} negatives", flush=True)
    head = RelationHead(len(labels.lists["relations"]), width(labels), part=args.part, inner=args.inner)
    opt = torch.optim.AdamW(head.parameters(), lr=args.lr, weight_decay=0.05)
    steps, done, total = args.passes * ((len(train) + 47) // 48), 0, 0.0
    for epoch in range(args.passes):
        rng.shuffle(train)
        for i in range(0, len(train), 48):
            loss = pair_loss(head, labels, train[i:i + 48], rng, args.cap, args.negative)
            opt.zero_grad()
            loss.backward()
            for g in opt.param_groups:
                g["lr"] = args.lr * min(1, (done + 1) / 50) * (1 - done / steps)
            opt.step()
            done, total = done + 1, total + loss.item()
        print(time.strftime("%H:%M:%S"), f"pass {epoch + 1}: loss {total * args.passes / steps:.3f}", flush=True)
        total = 0.0
    save(Path(args.cache) / args.name, head.state_dict())


def head_of(args, labels):
    state = torch.load(Path(args.cache) / args.name, map_location="cpu")
    head = RelationHead(len(labels.lists["relations"]), width(labels), part=len(state["subject.bias"]), inner=len(state["inner.bias"]))
    head.load_state_dict(state)
    return head.eval()


@torch.no_grad()
def score(args):
    """Table of precision and recall on the texts held out, by source and threshold."""
    labels = Labels.load(args.model.parent / "labels.json")
    _, held = load_examples(args, labels)
    sym, head, names = symmetric(args.shared), head_of(args, labels), labels.lists["relations"]
    for source in ("articles", "news", "patterns"):
        found, gold, core = [], set(), set()
        for n, row in enumerate(r for r in held if r["source"] == source):
            norm = lambda a, b, p: (n, min(a, b), max(a, b), p) if p in sym else (n, a, b, p)
            gold |= {norm(a, b, p) for (a, b), ps in row["gold"].items() for p in ps}
            core |= {norm(*x) for x in row["core"]}
            pairs, done = [*row["gold"], *row["none"]], {}
            top, best = head(*collate_pairs(labels, [(row, pairs)])).softmax(-1)[:, 1:].max(-1)
            for (a, b), t, k in zip(pairs, top.tolist(), best.tolist()):
                key = norm(a, b, names[k + 1])
                done[key] = max(done.get(key, 0.0), t)
            found += [(t, key) for key, t in done.items()]
        print(f"{source}: {len(gold)} gold pairs, {len(core)} of core claims")
        print("| threshold | found | precision | recall | F1 | recall of core |\n|---|---|---|---|---|---|")
        for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            f = {k for v, k in found if v >= t}
            p, r = (len(f & gold) / max(len(x), 1) for x in (f, gold))
            print(f"| {t} | {len(f)} | {100 * p:.1f} | {100 * r:.1f} | {200 * p * r / max(p + r, 1e-9):.1f} | {100 * len(f & core) / max(len(core), 1):.1f} |")


def export(args):
    """relation.onnx beside model.onnx."""
    labels = Labels.load(args.model.parent / "labels.json")
    head = head_of(args, labels)
    w = {k: v.float().numpy() for k, v in head.state_dict().items()}
    g = Graph(quantise=False)
    project = lambda x: g.linear("words", w[x + ".weight"].T, w[x + ".bias"], x)
    picked = {x: g.op("Gather", project(x), x, axis=0) for x in ("subject", "object", "joint")}
    # Rows of zeros where there is nothing to take the mean of.
    mean = {x: g.op("MatMul", x, project(x)) for x in ("between", "way")}
    s, o, j = picked.values()
    z = [g.op("Relu", x) for x in (s, o, j, *mean.values())] + [g.op("Mul", *x) for x in ((s, o), (s, j), (o, j))]
    z.append(g.op("Relu", g.linear("descriptors", w["known.weight"].T, w["known.bias"], "known")))
    z = g.op("Relu", g.linear(g.op("Concat", *z, axis=-1), w["inner.weight"].T, w["inner.bias"], "inner"))
    g.op("Softmax", g.linear(z, w["out.weight"].T, w["out.bias"], "out"), axis=-1, name="probability")
    dim, classes = w["subject.weight"].shape[1], w["out.bias"].shape[0]
    info = helper.make_tensor_value_info
    ins = [info("words", TensorProto.FLOAT, ["W", dim]), *(info(x, TensorProto.INT32, ["P"]) for x in picked),
           *(info(x, TensorProto.FLOAT, ["P", "W"]) for x in mean), info("descriptors", TensorProto.FLOAT, ["P", width(labels)])]
    m = g.model(ins, [info("probability", TensorProto.FLOAT, ["P", classes])], "Tidings relation head")
    path = args.model.parent / "relation.onnx"
    onnx.save(m, str(path) + ".tmp")
    os.replace(str(path) + ".tmp", path)
    # The same numbers as PyTorch, on a made-up sentence of seven words.
    torch.manual_seed(1)
    rows, pairs = torch.randn(7, dim), [(0, 6, 3), (6, 0, 3), (2, 3, 2)]
    known = torch.rand(3, width(labels))
    t = lambda k: torch.tensor([p[k] for p in pairs])
    path_ = (torch.tensor([0, 0, 1]), torch.tensor([3, 4, 4]), torch.tensor([0.5, 0.5, 1.0]))
    between, along = np.zeros((3, 7), np.float32), np.zeros((3, 7), np.float32)
    for n, (a, b, _) in enumerate(pairs):
        inside = range(min(a, b) + 1, max(a, b))
        between[n, list(inside)] = 1 / max(len(inside), 1)
    along[path_[0], path_[1]] = path_[2]
    feed = {"words": rows.numpy(), "between": between, "way": along, "descriptors": known.numpy(),
            **{x: t(k).numpy().astype(np.int32) for k, x in enumerate(picked)}}
    with torch.no_grad():
        d = head(rows, t(0), t(1), t(2), path_, known).softmax(-1).numpy() - session(m).run(None, feed)[0]
    print(path, os.path.getsize(path), "difference from PyTorch", float(np.abs(d).max()))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("command", choices=["prepare", "head", "score", "export"])
    ap.add_argument("--model", type=Path, default=Path("../data/model/model.onnx"), help="labels.json and vocab.txt stand beside it")
    ap.add_argument("--tidings", default="tidings", help="prepare: the product's binary")
    ap.add_argument("--name", default="relation.pt", help="the head's weights in the cache")
    ap.add_argument("--passes", type=int, default=11)
    ap.add_argument("--cap", type=int, default=40, help="negatives drawn per sentence")
    ap.add_argument("--negative", type=float, default=0.3, help="weight of a negative pair")
    ap.add_argument("--part", type=int, default=192, help="width of a projection")
    ap.add_argument("--inner", type=int, default=256, help="width of the hidden layer")
    ap.add_argument("--lr", type=float, default=1.5e-3)
    ap.add_argument("--seed", type=int, default=23)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    {"prepare": prepare, "head": fit, "score": score, "export": export}[args.command](args)


if __name__ == "__main__":
    main()

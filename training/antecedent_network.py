"""A network that tells which antecedent a pronoun has from the words themselves (`data/model/antecedents.safetensors`).

The log-linear model of `antecedents.py` knows where a candidate stands and what type it is, not that a parliament approves
and a bill is approved. What this network makes of the words is added to its sum: of the rows that the layers for relations
have (`relation.py`) at the head of a candidate and at the word that governs it, at the pronoun, the word that governs that,
and the one above. One more answer is that none of the candidates is meant. Trained on the same pronouns of annotated claims
once those weights are fitted, and measured by cross-validation over articles and on those held out.

The file has the weights by name, and as metadata the order of classes and features.
"""
import argparse
import json
import random
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file

from antecedents import by_features, count, loss_of, questions, show
from data import Labels, add_paths
from model import WIDTH
from pairs import ROOT, run_product, words_of
from relation import TAPPED, Relations, as_written, load_trunk

CLASSES = ["he", "his", "it", "its", "they", "their"]
# Words of which a row is told: the pronoun, its governor, the one above; head and governor of the candidate.
PLACES = ["pronoun", "governor", "above", "candidate", "candidate_governor"]
BASE, PART, CLASS, INNER, NONE = 128, 64, 16, 128, 64
# Shares of what is left out while learning: of the rows of words, and within.
DROP_WORDS, DROP = 0.6, 0.2
BATCH = 48


class Sentences:
    """Words and parse of the texts, and where a span has its head."""

    def __init__(self, rows):
        self.texts = {row["id"]: row["sentences"] for row in rows}

    def head_of(self, article, start, end):
        """(sentence, word) of the head of a span in characters."""
        for n, sentence in enumerate(self.texts[article]):
            tokens = sentence["tokens"]
            if not tokens or not tokens[0]["start_char"] <= start < tokens[-1]["end_char"]:
                continue
            head = words_of(tokens, start, end)[1]
            return None if head is None else (n, head)
        return None

    def governor(self, article, place):
        """The word that governs one; the root governs itself."""
        sentence, word = place
        head = self.texts[article][sentence]["tokens"][word]["head"]
        return sentence, head - 1 if head else word


class Words:
    """Numbers of the words that are needed, and their rows."""

    def __init__(self):
        self.number, self.rows = {}, None

    def __call__(self, article, place):
        return self.number.setdefault((article, *place), len(self.number))

    @torch.no_grad()
    def read(self, sentences, labels, trunk, net):
        wanted = defaultdict(list)
        for (article, sentence, word), n in self.number.items():
            wanted[article, sentence].append((word, n))
        form = lambda a, s: [t["form"] for t in sentences.texts[a][s]["tokens"]]
        self.rows = torch.zeros(len(self.number), WIDTH * len(TAPPED), dtype=torch.half)
        for row in as_written(labels, trunk, net, [{"words": form(*key), "wanted": wanted[key]} for key in wanted]):
            for word, n in row["wanted"]:
                self.rows[n] = row["vectors"][word]


class Network(nn.Module):
    """What each candidate of a pronoun is worth, and that there is none."""

    def __init__(self, features, width=WIDTH * len(TAPPED)):
        super().__init__()
        self.base = nn.Linear(width, BASE)
        self.place = nn.ModuleDict({k: nn.Linear(BASE, PART) for k in PLACES})
        self.kind = nn.Embedding(len(CLASSES), CLASS)
        self.inner, self.out = nn.Linear(8 * PART + features + CLASS, INNER), nn.Linear(INNER, 1)
        self.none_inner, self.none_out = nn.Linear(3 * PART + CLASS, NONE), nn.Linear(NONE, 1)
        for layer in (self.out, self.none_out):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, b, rows):
        """Values of the candidates of all pronouns, one after the other, then of none for each pronoun."""
        d = lambda v, p=DROP: F.dropout(v, p, self.training)
        base = self.base(d(rows[b["words"]].float(), DROP_WORDS))
        p, g, a, c, e = (self.place[k](base[b[k]]) for k in PLACES)
        kind, told = self.kind(b["class"]), b["features"]
        z = torch.cat([*map(F.relu, (p, g, a, c, e)), p * c, g * c, g * e, told, kind], -1)
        value = b["by_features"] + self.out(d(F.relu(self.inner(d(z))))).squeeze(-1)
        z = torch.cat([*map(F.relu, (p, g, a)), kind], -1)[b["first"]]
        return torch.cat([value, self.none_out(d(F.relu(self.none_inner(d(z))))).squeeze(-1)])


def together(asked, column):
    """A batch of pronouns: indices of words, features, which answers are right, and whose they are."""
    words, b = {}, defaultdict(list)
    for n, q in enumerate(asked):
        b["first"].append(len(b["owner"]))
        for (c, e), features, right in zip(q["words"], q["features"], q["right"]):
            for key, word in zip(PLACES, (*q["around"], c, e)):
                b[key].append(words.setdefault(word, len(words)))
            row = torch.zeros(len(column))
            for f, v in features.items():
                row[column[f]] = v
            b["features"].append(row), b["class"].append(q["class"]), b["owner"].append(n), b["right"].append(right)
        b["by_features"] += q["by_features"]
    b["owner"] += range(len(asked))
    b["right"] += [not any(q["right"]) for q in asked]
    return {**{k: torch.stack(v) if k == "features" else torch.tensor(v) for k, v in b.items()}, "words": torch.tensor(list(words))}


def train(asked, column, rows, args):
    torch.manual_seed(args.seed)
    net, rng = Network(len(column)), random.Random(args.seed)
    opt, step, asked = torch.optim.AdamW(net.parameters(), weight_decay=0.01), 0, list(asked)
    steps = args.epochs * -(-len(asked) // BATCH)
    for _ in range(args.epochs):
        rng.shuffle(asked)
        for i in range(0, len(asked), BATCH):
            b, n = together(asked[i:i + BATCH], column), len(asked[i:i + BATCH])
            values, right, owner = net(b, rows), b["right"], b["owner"]
            loss = loss_of(values, owner, right, n).mean()
            for g in opt.param_groups:
                g["lr"] = args.lr * max(0.02, 1 - step / steps)
            opt.zero_grad()
            loss.backward()
            opt.step()
            step += 1
    return net.eval()


@torch.no_grad()
def measure(net, asked, column, rows, least, tables, kind):
    for q in asked:
        shares = net(together([q], column), rows).softmax(0)[:-1]
        count(tables[CLASSES[q["class"]], kind], shares, q["right"], least)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--tidings", default="tidings", help="the product's binary")
    ap.add_argument("--trunk", type=Path, required=True, help="checkpoint of the network; labels.json stands beside it")
    ap.add_argument("--relations", type=Path, required=True, help="checkpoint of the layers for relations")
    ap.add_argument("--weights", type=Path, default=ROOT / "data/lexicon/antecedents.toml", help="what antecedents.py has fitted")
    ap.add_argument("--out", type=Path, default=ROOT / "data/model/antecedents.safetensors")
    ap.add_argument("--epochs", type=int, default=5)
    ap.add_argument("--lr", type=float, default=5e-4)
    ap.add_argument("--folds", type=int, default=5, help="of the cross-validation; 0 for none")
    ap.add_argument("--seed", type=int, default=2)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    weights = tomllib.loads(args.weights.read_text(encoding="utf-8"))
    asked, texts = questions(args)
    sentences, words, known = Sentences(run_product(args.tidings, texts, "parse", "--format", "json")), Words(), []
    for q in asked:
        at = lambda x: sentences.head_of(q.article, x["start"], x["end"])
        pronoun, candidates = at(q.asked), [at(c) for c in q.asked["candidates"]]
        if pronoun is None or None in candidates:
            continue
        up = lambda place: sentences.governor(q.article, place)
        number = lambda place: words(q.article, place)
        features = [c["features"] for c in q.asked["candidates"]]
        known.append({"class": CLASSES.index(q.asked["class"]), "held": q.held, "article": q.article, "right": q.right,
                      "features": features,
                      "by_features": by_features(weights["weight"][q.asked["class"]], features),
                      "around": tuple(map(number, (pronoun, up(pronoun), up(up(pronoun))))),
                      "words": [(number(c), number(up(c))) for c in candidates]})
    labels = Labels.load(args.trunk.parent / "labels.json")
    net = Relations(labels)
    net.load_state_dict(torch.load(args.relations, weights_only=False)["ema"], strict=False)
    words.read(sentences, labels, load_trunk(args.trunk), net.eval())
    names = sorted({f for q in known for c in q["features"] for f in c})
    column = {n: i for i, n in enumerate(names)}
    print(f"{len(known)} pronouns of {len(asked)}, {len(words.number)} words, {len(names)} features", flush=True)

    learnt, tables = [q for q in known if not q["held"]], defaultdict(Counter)
    articles = sorted({q["article"] for q in learnt})
    random.Random(args.seed).shuffle(articles)
    fold = {a: n % max(args.folds, 1) for n, a in enumerate(articles)}
    for k in range(args.folds):
        net = train([q for q in learnt if fold[q["article"]] != k], column, words.rows, args)
        measure(net, [q for q in learnt if fold[q["article"]] == k], column, words.rows, weights["least"], tables, "cross-validated")
    net = train(learnt, column, words.rows, args)
    measure(net, [q for q in known if q["held"]], column, words.rows, weights["least"], tables, "held out")
    state = {k: v.contiguous() for k, v in net.state_dict().items()}
    save_file(state, str(args.out), {"classes": json.dumps(CLASSES), "features": json.dumps(names)})
    show(tables)


if __name__ == "__main__":
    main()

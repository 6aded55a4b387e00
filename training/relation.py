"""The relation head: pairs of mentions in a sentence to predicates (`pairs.py` lists them).

    train    layers of its own and the head, on top of the lower layers of a finished network, which stay as they are
    label    what a finished network says of pairs that nobody annotated, where it doubts that there is nothing (soft.pkl)
    score    precision and recall on the texts held out, by threshold
    export   relation-layers.onnx and relation.onnx

Trees and names want other rows than relations do: one encoder for both was worse at trees and no better at relations.
The head is told the rows of some of its layers at the head words of both mentions, at the word that joins them in the
parse, and their means over the words between them in the text and on the way through the parse; and a row of what else is
known. With what it makes of these a pair looks twice among the words of its sentence (attention); its first look is
taught where the words stand that tell of the claim. While it learns, each word is asked as well whether it tells of a
predicate (the triggers of the annotated claims); what answers that is thrown away. Training writes a checkpoint and
restarts from it.
"""
import argparse
import pickle
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper

from data import Encoder, Labels, add_paths, batches, collate, load_treebank
from export import Graph, attention_mask, calibrate, encoder_layer, layer_norm, pick_words, session, write
from model import HEADS, TRUNK, WIDTH, Encoder as Trunk, Layer, away, encoder_dir
from pairs import descriptors, ends, load_rows, symmetric, thinned, way, width
from train import Average, Draw, save
from wordpiece import WordPiece

LAYERS = 4
# Of these, counted from 0, the head reads the rows, side by side.
TAPPED = (0, 2, 3)
# Heads of attention by which a pair looks at words; the first of them learns where the words are that tell of a claim.
LOOKS = 4
# Of the sentences without a claim, which tell little, one of so many is read.
SPARE = 2
# `label` tells of pairs that have nothing between them with less than this probability.
DOUBT = 0.7
# Share of names of a type that stand aside in training for others of as many words.
SWAPPED = {"Person": 0.3, "Organization": 0.1}


# ---------------------------------------------------------------- network

def collate_pairs(labels, items):
    """What the head takes, for [(row, pairs)]: words, indices of subject, object and joint, the words on the way (pair,
    word, share) and the borders of the sentence, descriptors."""
    words, subject, object_, joint, of_pair, on_way, share, borders, places, offset = [], [], [], [], [], [], [], [], [], 0
    for row, pairs in items:
        words.append(row["vectors"])
        borders += [(offset, offset + len(row["vectors"]))] * len(pairs)
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
    return torch.cat(words), t(subject), t(object_), t(joint), (t(of_pair), t(on_way), torch.tensor(share), t(borders)), d


class Look(nn.Module):
    """A pair looks among the words of its sentence: attention of several heads, which ask with the row of the pair."""

    def __init__(self, dim, inner, dropout):
        super().__init__()
        self.p = dropout
        self.query, self.key, self.value = nn.Linear(inner, inner), nn.Linear(dim, inner), nn.Linear(dim, inner)
        self.between, self.way = (nn.Parameter(torch.zeros(LOOKS, 1, 1)) for _ in range(2))
        self.mix, self.norm = nn.Linear(2 * inner, inner), nn.LayerNorm(inner)

    def forward(self, pairs, words, inside, between, way):
        """Rows of the pairs [P,D] and where they looked [heads,P,W]; three masks [P,W]."""
        d = lambda v: F.dropout(v, self.p, self.training)
        parts = lambda v: v.view(len(v), LOOKS, -1).transpose(0, 1)
        q, k, v = parts(self.query(pairs)), parts(self.key(words)), parts(self.value(words))
        scores = q @ k.transpose(1, 2) / q.shape[-1] ** 0.5 + self.between * between + self.way * way
        looks = scores.masked_fill(~inside, -1e4).softmax(-1)
        found = (looks @ v).transpose(0, 1).reshape(len(pairs), -1)
        return self.norm(pairs + F.relu(self.mix(d(torch.cat([pairs, found], -1))))), looks


class RelationHead(nn.Module):
    """Five projections of words, their means and products, the descriptors, a layer, two looks, a layer."""

    def __init__(self, classes, known, dim=WIDTH * len(TAPPED), part=192, inner=256, dropout=0.3):
        super().__init__()
        self.p = dropout
        self.subject, self.object, self.joint, self.between, self.way = (nn.Linear(dim, part) for _ in range(5))
        self.known = nn.Linear(known, 64)
        self.inner, self.out = nn.Linear(8 * part + 64, inner), nn.Linear(inner, classes)
        self.looks = nn.ModuleList(Look(dim, inner, dropout) for _ in range(2))

    def forward(self, words, subject, object_, joint, path, known):
        """Logits of classes [P,C], and how much each pair looks at each word at first [P,W]."""
        d = lambda v: F.dropout(v, self.p, self.training)
        words = d(words)
        s, o, j = self.subject(words)[subject], self.object(words)[object_], self.joint(words)[joint]
        total = F.pad(self.between(words).cumsum(0), (0, 0, 1, 0))
        low, high = torch.minimum(subject, object_) + 1, torch.maximum(subject, object_)
        between = (total[high] - total[low]) / (high - low).clamp(min=1)[:, None]
        of_pair, on_way, share, borders = path
        along = torch.zeros_like(between).index_add(0, of_pair, self.way(words)[on_way] * share[:, None])
        z = torch.cat([F.relu(s), F.relu(o), F.relu(j), F.relu(between), F.relu(along), s * o, s * j, o * j, F.relu(self.known(known))], -1)
        pairs, at = F.relu(self.inner(d(z))), torch.arange(len(words))[None]
        within = lambda first, last: (at >= first[:, None]) & (at < last[:, None])
        is_way = torch.zeros(len(subject), len(words)).index_put((of_pair, on_way), torch.ones_like(share))
        masks, looks = (within(*borders.T), within(low, high).float(), is_way), []
        for look in self.looks:
            pairs, seen = look(pairs, words, *masks)
            looks.append(seen)
        return self.out(d(pairs)), looks[0][0]


class Relations(nn.Module):
    """Own layers, the head on rows of some of them, and the question of words, which only training asks."""

    def __init__(self, labels):
        super().__init__()
        classes = len(labels.lists["relations"])
        self.layers = nn.ModuleList(Layer(WIDTH, HEADS, 4 * WIDTH, 0.1) for _ in range(LAYERS))
        self.relation = RelationHead(classes, width(labels))
        self.trigger = nn.Linear(WIDTH * len(TAPPED), classes)

    def forward(self, x, b):
        """Rows of words [B,W,kD] from rows of pieces in the trunk [B,T,D]."""
        at, bias, rows = b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]), away(b["attention_mask"]), []
        for n, layer in enumerate(self.layers):
            x = layer(x, bias)
            if n in TAPPED:
                rows.append(x.gather(1, at))
        return torch.cat(rows, -1)


def load_trunk(path):
    """The encoder of a checkpoint; nothing of it is trained."""
    state, encoder = torch.load(path, weights_only=False, map_location="cpu")["ema"], Trunk()
    encoder.load_state_dict({k.removeprefix("encoder."): v for k, v in state.items() if k.startswith("encoder.")})
    return encoder.eval().requires_grad_(False)


@torch.no_grad()
def trunk_rows(trunk, b):
    """Rows of pieces [B,T,D] that the own layers go on from."""
    return trunk(b["input_ids"], b["attention_mask"], b["shape_ids"], TRUNK)


def vectors(trunk, net, b, rows):
    """Word rows [W,kD] of the sentences of a batch."""
    return [v[: len(r["words"])] for v, r in zip(net(trunk_rows(trunk, b), b), rows)]


# ---------------------------------------------------------------- training

class Names:
    """Names of mentions in the training rows, to stand in for each other."""

    def __init__(self, rows):
        self.pool = defaultdict(list)
        for row in rows:
            for m in self.swappable(row):
                self.pool[m["type"], m["words"][1] - m["words"][0]].append(row["words"][slice(*m["words"])])

    @staticmethod
    def swappable(row):
        return [m for m in row["mentions"] if m["kind"] == "name" and m["type"] in SWAPPED
                and all(row["upos"][w] == "PROPN" for w in range(*m["words"]))]

    def __call__(self, rng, row):
        """The words of a row, some names swapped: the same word by the same word."""
        other = {}
        for m in self.swappable(row):
            if rng.random() < SWAPPED[m["type"]]:
                a, b = m["words"]
                for old, new in zip(row["words"][a:b], rng.choice(self.pool[m["type"], b - a])):
                    other.setdefault(old, new)
        return [other.get(w, w) for w in row["words"]]


def cross_entropy(logits, goal, weights, soft=()):
    """Of rows with several right classes each, which share the target; `soft` has (row, probabilities that take half of
    its target)."""
    target = torch.zeros_like(logits)
    for i, g in enumerate(goal):
        target[i, g] = 1.0 / len(g)
    for i, probabilities in soft:
        target[i] = (target[i] + torch.from_numpy(probabilities).float()) / 2
    w = torch.tensor(weights)
    return (-(target * logits.log_softmax(-1)).sum(-1) * w).sum() / w.sum()


def pair_losses(head, labels, rows, rng, cap, weight):
    """Loss of the pairs of some rows, at most `cap` pairs of a row that have no predicate, each counting `weight`; and
    of where they look, as far as it is known which words tell of the claim."""
    items, goal, w, soft, told_at, offset, ids = [], [], [], [], [], 0, labels.ids["relations"]
    for row in rows:
        negative = row["none"] if len(row["none"]) <= cap else rng.sample(row["none"], cap)
        pairs, told = [*row["gold"], *negative], row.get("soft", {})
        soft += [(n, told[pair]) for n, pair in enumerate(pairs, len(goal)) if pair in told]
        items.append((row, pairs))
        for n, predicates in enumerate(row["gold"].values(), len(goal)):
            told_at.append((n, [offset + word for word, ps in row["triggers"].items() if ps & predicates]))
        offset += len(row["words"])
        goal += [[ids[p] for p in sorted(ps)] for ps in row["gold"].values()] + [[0]] * len(negative)
        w += [1.0] * len(row["gold"]) + [weight * len(row["none"]) / max(len(negative), 1)] * len(negative)
    logits, looks = head(*collate_pairs(labels, items))
    seen = [looks[n, words].sum() for n, words in told_at if words]
    return cross_entropy(logits, goal, w, soft), -(torch.stack(seen) + 1e-4).log().mean() if seen else torch.zeros(())


def word_loss(net, labels, rows, weight=0.1):
    """Loss of what words tell of; a word of nothing counts `weight`."""
    ids = labels.ids["relations"]
    told = [row["triggers"].get(word) for row in rows for word in range(len(row["words"]))]
    found = F.dropout(torch.cat([r["vectors"] for r in rows]), 0.2, net.training)
    return cross_entropy(net.trigger(found), [[ids[p] for p in sorted(ps)] if ps else [0] for ps in told], [1.0 if ps else weight for ps in told])


def teach(rows, path):
    """Give each row what a larger network says of its pairs."""
    with open(path, "rb") as f:
        told = pickle.load(f)
    for row in rows:
        row["soft"] = dict(zip(*told.get((row["doc"], row["sent"]), ((), ()))))


def add_learning(ap, **defaults):
    """Arguments of `learn`."""
    ap.add_argument("--steps", type=int)
    ap.add_argument("--warmup", type=int)
    ap.add_argument("--pieces", type=int, help="size of a batch")
    ap.add_argument("--lr", type=float)
    ap.add_argument("--lr-heads", type=float)
    ap.add_argument("--words", type=float, default=0.3, help="weight of the question of words")
    ap.add_argument("--looks", type=float, default=0.1, help="weight of where the pairs look")
    ap.add_argument("--cap", type=int, default=40, help="pairs without a predicate drawn per sentence")
    ap.add_argument("--negative", type=float, default=0.3, help="weight of such a pair")
    ap.add_argument("--ema", type=float)
    ap.add_argument("--seed", type=int)
    ap.set_defaults(**defaults)


def learn(args, labels, net, enc, rows, see):
    """Train the layers, the head and the question of words of `net`, with checkpoints in last.pt of the run; `see` gives
    the word rows [W,kD] of some rows."""
    heads = [*net.relation.parameters(), *net.trigger.parameters()]
    opt = torch.optim.AdamW([{"params": net.layers.parameters(), "base": args.lr, "weight_decay": 0.01},
                             {"params": heads, "base": args.lr_heads, "weight_decay": 0.05}], lr=args.lr, betas=(0.9, 0.98), fused=True)
    avg, step, state, last = Average(net, args.ema), 0, (0, 0), args.run / "last.pt"
    if last.exists():
        c = torch.load(last, weights_only=False)
        net.load_state_dict(c["net"])
        opt.load_state_dict(c["opt"])
        avg.shadow, avg.n, step, state = c["ema"], c["step"], c["step"], c["state"]
        print(f"restart at step {step}", flush=True)
    draw = Draw(lambda epoch: batches(enc, rows, args.pieces, random.Random(args.seed * 1000 + epoch)), state)
    print(f"{len(rows)} sentences with pairs in {len(draw.todo)} batches", flush=True)
    net.train()
    start, begin, sums = time.time(), step, {}
    while step < args.steps:
        rng = random.Random(args.seed * 10**9 + step)
        for g in opt.param_groups:
            g["lr"] = g["base"] * min((step + 1) / args.warmup, max(0.0, (args.steps - step) / (args.steps - args.warmup)))
        some = [rows[i] for i in draw()]
        some = [{**r, "vectors": v} for r, v in zip(some, see(some, rng))]
        ls = dict(zip(("pairs", "looks"), pair_losses(net.relation, labels, some, rng, args.cap, args.negative)))
        ls["words"] = word_loss(net, labels, some)
        opt.zero_grad(set_to_none=True)
        (ls["pairs"] + args.looks * ls["looks"] + args.words * ls["words"]).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        avg.update(net)
        step += 1
        for k, v in ls.items():
            sums.setdefault(k, []).append(v.item())
        if step % 50 == 0:
            text = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sums.items())
            print(f"{time.strftime('%H:%M:%S')} step {step} pass {draw.epoch} {(time.time() - start) / (step - begin):.2f} s/step {text}", flush=True)
            sums = {}
        if step % 100 == 0 or step == args.steps:
            save(last, {"net": net.state_dict(), "opt": opt.state_dict(), "ema": avg.shadow, "step": step, "state": draw.state, "args": vars(args)})


def train(args):
    """A run; last.pt and labels.json in its folder."""
    torch.manual_seed(args.seed)
    args.run.mkdir(parents=True, exist_ok=True)
    labels = Labels.load(args.trunk.parent / "labels.json")
    labels.save(args.run / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, limit=500)
    rows = [r for r in thinned(load_rows(args), SPARE) if not r["held"]]
    if args.soft:
        teach(rows, args.soft)
    names, trunk, net = Names(rows), load_trunk(args.trunk), Relations(labels)
    for layer, old in zip(net.layers, trunk.layers[TRUNK:]):
        layer.load_state_dict(old.state_dict())
    if args.init:
        net.load_state_dict(torch.load(args.init, weights_only=False)["ema"], strict=False)
    learn(args, labels, net, enc, rows, lambda some, rng: vectors(
        trunk, net, collate([enc.item({"words": names(rng, r)}, rng) for r in some]), some))


def finished(args):
    """(labels, trunk, network) of the run as it is now."""
    labels = Labels.load(args.run / "labels.json")
    net = Relations(labels)
    net.load_state_dict(torch.load(args.run / "last.pt", weights_only=False, map_location="cpu")["ema"])
    return labels, load_trunk(args.trunk), net.eval()


@torch.no_grad()
def score(args):
    """Table of precision and recall on the texts held out."""
    labels, trunk, net = finished(args)
    held = [r for r in load_rows(args) if r["held"]]
    table(net.relation, labels, list(as_written(labels, trunk, net, held)), symmetric(args.shared))


@torch.inference_mode()
def label(args):
    """soft.pkl for `--soft`: annotators leave claims out, and such pairs need not count as none in full."""
    labels, trunk, net = finished(args)
    rows, told = [r for r in thinned(load_rows(args), SPARE) if not r["held"]], {}
    for row in as_written(labels, trunk, net, rows):
        if row["none"]:
            p = net.relation(*collate_pairs(labels, [(row, row["none"])]))[0].softmax(-1)
            doubted = (p[:, 0] < DOUBT).nonzero().ravel().tolist()
            told[row["doc"], row["sent"]] = [row["none"][i] for i in doubted], p[doubted].to(torch.float16).numpy()
        row["known"].clear()
    with open(args.run / "soft.pkl", "wb") as f:
        pickle.dump(told, f, protocol=4)


def as_written(labels, trunk, net, rows):
    """Those of the rows that are not too long, with their word rows, no name swapped."""
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, limit=500)
    see = lambda some: vectors(trunk, net, collate([enc.item({"words": r["words"]}) for r in some]), some)
    yield from seen(enc, [r for r in rows if enc.length(r) < 500], see)


def seen(enc, rows, see):
    """The rows with their word rows."""
    for idx in batches(enc, rows, 3000, None, noise=False):
        some = [rows[i] for i in idx]
        yield from ({**r, "vectors": v} for r, v in zip(some, see(some)))


def table(head, labels, held, sym):
    """Print precision and recall on rows, by source and threshold."""
    names = labels.lists["relations"]
    for source in ("articles", "news", "patterns"):
        found, gold, core = [], set(), set()
        for n, row in enumerate(r for r in held if r["source"] == source):
            norm = lambda a, b, p: (n, min(a, b), max(a, b), p) if p in sym else (n, a, b, p)
            gold |= {norm(a, b, p) for (a, b), ps in row["gold"].items() for p in ps}
            core |= {norm(*x) for x in row["core"]}
            pairs, done = [*row["gold"], *row["none"]], {}
            top, best = head(*collate_pairs(labels, [(row, pairs)]))[0].softmax(-1)[:, 1:].max(-1)
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


# ---------------------------------------------------------------- export

def build_layers(w, **kw):
    """ONNX model of the own layers with weights `w` (numpy), and the names of quantised inputs."""
    g, tapped, x = Graph(**kw), [], "rows"
    mask, pick = attention_mask(g), pick_words(g)
    for i in range(LAYERS):
        last = i == LAYERS - 1
        x = encoder_layer(g, x, w, "layers.", i, mask, pick if last else None)
        if i in TAPPED:
            tapped.append(x if last else pick(x))
    g.op("Slice", g.op("Concat", *tapped, axis=-1), g.i64(1), g.i64(2**31 - 1), g.i64(1), name="vectors")
    info = helper.make_tensor_value_info
    ins = [info("rows", TensorProto.FLOAT, ["B", "T", WIDTH]), info("attention_mask", TensorProto.INT32, ["B", "T"]),
           info("word_index", TensorProto.INT32, ["B", "W"])]
    return g.model(ins, [info("vectors", TensorProto.FLOAT, ["B", "W", WIDTH * len(TAPPED)])], "Tidings layers of relations"), g.taps


def look_graph(g, w, prefix, pairs, masks):
    """`Look` in a graph: rows of the pairs, and where they looked."""
    size = len(w[prefix + "query.bias"]) // LOOKS
    linear = lambda x, name: g.linear(x, w[prefix + name + ".weight"].T, w[prefix + name + ".bias"], prefix + name)
    parts = lambda x, *perm: g.op("Transpose", g.op("Reshape", x, g.i64(0, LOOKS, size)), perm=perm)
    q, k, v = parts(linear(pairs, "query"), 1, 0, 2), parts(linear("words", "key"), 1, 2, 0), parts(linear("words", "value"), 1, 0, 2)
    scores = g.op("Div", g.op("MatMul", q, k), g.f32(size ** 0.5))
    for name, mask in masks.items():
        scores = g.op("Add", scores, g.op("Mul", mask, g.const(w[prefix + name], prefix + name)))
    looks = g.op("Softmax", scores, axis=-1)
    found = g.op("Reshape", g.op("Transpose", g.op("MatMul", looks, v), perm=[1, 0, 2]), g.i64(0, -1))
    mixed = g.op("Relu", linear(g.op("Concat", pairs, found, axis=-1), "mix"))
    return layer_norm(g, g.op("Add", pairs, mixed), w, prefix + "norm", prefix + "norm", epsilon=1e-5), looks


def head_graph(head, labels):
    """ONNX model of the head: the pairs of a sentence to probabilities of classes and where each pair looks at first."""
    w = {k: v.float().numpy() for k, v in head.state_dict().items()}
    g = Graph(quantise=False)
    project = lambda x: g.linear("words", w[x + ".weight"].T, w[x + ".bias"], x)
    picked = {x: g.op("Gather", project(x), x, axis=0) for x in ("subject", "object", "joint")}
    # Rows of zeros where there is nothing to take the mean of.
    mean = {x: g.op("MatMul", x, project(x)) for x in ("between", "way")}
    s, o, j = picked.values()
    z = [g.op("Relu", x) for x in (s, o, j, *mean.values())] + [g.op("Mul", *x) for x in ((s, o), (s, j), (o, j))]
    z.append(g.op("Relu", g.linear("descriptors", w["known.weight"].T, w["known.bias"], "known")))
    pairs = g.op("Relu", g.linear(g.op("Concat", *z, axis=-1), w["inner.weight"].T, w["inner.bias"], "inner"))
    masks, looks = {x: g.op("Sign", x) for x in ("between", "way")}, []
    for n in range(len(head.looks)):
        pairs, seen = look_graph(g, w, f"looks.{n}.", pairs, masks)
        looks.append(seen)
    g.op("Gather", looks[0], g.const(np.array(0, dtype=np.int64)), axis=0, name="looks")
    g.op("Softmax", g.linear(pairs, w["out.weight"].T, w["out.bias"], "out"), axis=-1, name="probability")
    dim, classes = w["subject.weight"].shape[1], w["out.bias"].shape[0]
    info = helper.make_tensor_value_info
    ins = [info("words", TensorProto.FLOAT, ["W", dim]), *(info(x, TensorProto.INT32, ["P"]) for x in picked),
           *(info(x, TensorProto.FLOAT, ["P", "W"]) for x in mean), info("descriptors", TensorProto.FLOAT, ["P", width(labels)])]
    outs = [info("probability", TensorProto.FLOAT, ["P", classes]), info("looks", TensorProto.FLOAT, ["P", "W"])]
    return g.model(ins, outs, "Tidings relation head")


@torch.no_grad()
def head_difference(model, head, labels):
    """Largest difference of the graph from PyTorch, on a made-up sentence of seven words."""
    torch.manual_seed(1)
    rows, pairs = torch.randn(7, WIDTH * len(TAPPED)), [(0, 6, 3), (6, 0, 3), (2, 3, 2)]
    known = torch.rand(3, width(labels))
    t = lambda k: torch.tensor([p[k] for p in pairs])
    way_ = (torch.tensor([0, 0, 1]), torch.tensor([3, 4, 4]), torch.tensor([0.5, 0.5, 1.0]), torch.tensor([[0, 7]] * 3))
    between, along = np.zeros((3, 7), np.float32), np.zeros((3, 7), np.float32)
    for n, (a, b, _) in enumerate(pairs):
        inside = range(min(a, b) + 1, max(a, b))
        between[n, list(inside)] = 1 / max(len(inside), 1)
    along[way_[0], way_[1]] = way_[2]
    inputs = {"words": rows.numpy(), "between": between, "way": along, "descriptors": known.numpy(),
              **{x: t(k).numpy().astype(np.int32) for k, x in enumerate(("subject", "object", "joint"))}}
    logits, looks = head(rows, t(0), t(1), t(2), way_, known)
    found = session(model).run(["probability", "looks"], inputs)
    return max(float(np.abs(a.numpy() - b).max()) for a, b in zip((logits.softmax(-1), looks), found))


@torch.no_grad()
def export(args):
    """relation-layers.onnx (8 bits) and relation.onnx beside model.onnx."""
    labels, trunk, net = finished(args)
    w = {k: v.float().numpy() for k, v in net.state_dict().items()}
    fp32, taps = build_layers(w, quantise=False)
    sents = load_treebank(Path(args.shared) / "corpora/ud/gum-train.conllu")
    random.Random(7).shuffle(sents)

    def inputs(b):
        return {"rows": trunk_rows(trunk, b).numpy(),
                **{k: b[k].numpy().astype(np.int32) for k in ("attention_mask", "word_index")}}
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels)
    b = collate([enc.item(s) for s in sents[:12]])
    keep = b["word_mask"].bool().numpy()
    rows = net(trunk_rows(trunk, b), b).numpy()[keep]
    off = lambda m: float(np.abs(rows - session(m).run(["vectors"], inputs(b))[0][keep]).max())
    model, _ = build_layers(w, activations="static", ranges=calibrate(fp32, taps, enc, sents[:400], inputs))
    head = head_graph(net.relation, labels)
    print("difference from PyTorch: layers", off(fp32), "in 8 bits", off(model), "head", head_difference(head, net.relation, labels))
    write(model, args.out / "relation-layers.onnx")
    write(head, args.out / "relation.onnx")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("command", choices=["train", "label", "score", "export"])
    ap.add_argument("--trunk", type=Path, required=True, help="checkpoint of the network; labels.json stands beside it")
    ap.add_argument("--run", type=Path, required=True, help="folder of the run")
    ap.add_argument("--init", type=Path, help="train: checkpoint to go on from (recover.py)")
    ap.add_argument("--out", type=Path, default=Path("../data/model"), help="export: folder of the files")
    ap.add_argument("--soft", type=Path, help="train: what another network says of the pairs (teacher.py, or label)")
    add_learning(ap, steps=3600, warmup=100, pieces=1000, lr=1.2e-4, lr_heads=1.5e-3, ema=0.997, seed=71)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    {"train": train, "label": label, "score": score, "export": export}[args.command](args)


if __name__ == "__main__":
    main()

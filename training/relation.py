"""The relation head: pairs of words in a sentence to predicates.

    prepare  parse the annotated articles and passages with a trained model, list the pairs
    train    fine-tune head and encoder together, with treebank and name batches mixed in
    head     fit a new head alone on the rows of a finished encoder (what the shipped files come from)
    blend    average the weights of the main and the relation run, fit the head to the result
    score    precision and recall on the held-out articles, by threshold
    export   relation.onnx (run export.py on the same checkpoint for model.onnx)

A pair is (head word of the subject mention, head word of the object mention). Candidates are the
heads of names, and nouns, proper nouns and pronouns that head a mention. Input of the head are
the `hidden` rows of both and the mean of the rows between them (zeros if there are none).
"""
import argparse
import csv
import json
import os
import random
import re
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from onnx import TensorProto, helper

from crf import decode
from data import Encoder, Labels, Swapper, add_paths, batches, collate, load_training, span_head, spans
from evaluate import predictions, torch_backend
from export import Graph, session
from model import Network, encoder_dir
from tokenise import sentences, tokenise
from train import WEIGHTS, Average, losses, plan, save
from wordpiece import WordPiece

INSIDE = {"compound", "flat", "fixed", "goeswith", "expl", "det"}
HOLD = 6  # every sixth article by id is held out


class RelationHead(nn.Module):
    """Three projections, their parts and a product, two layers."""

    def __init__(self, classes, dim=384, part=192, inner=256, dropout=0.3):
        super().__init__()
        self.p = dropout
        self.subject, self.object, self.between = (nn.Linear(dim, part) for _ in range(3))
        self.inner, self.out = nn.Linear(4 * part, inner), nn.Linear(inner, classes)

    def forward(self, s, o, b):
        d = lambda v: F.dropout(v, self.p, self.training)
        s, o, b = self.subject(d(s)), self.object(d(o)), self.between(d(b))
        z = torch.cat([F.relu(s), F.relu(o), s * o, F.relu(b)], -1)
        return self.out(d(F.relu(self.inner(d(z)))))


def pair_rows(words, row, s, o):
    """Rows of subject, object and the mean between, for pairs given by sentence row and words."""
    total = F.pad(words.cumsum(1), (0, 0, 1, 0))
    low, high = torch.minimum(s, o) + 1, torch.maximum(s, o)
    between = (total[row, high] - total[row, torch.minimum(low, high)]) / (high - low).clamp(min=1)[:, None]
    return words[row, s], words[row, o], between


# ---------------------------------------------------------------- examples

def find(text, part):
    """Character spans where `part` stands as whole words."""
    if not part:
        return []
    return [m.span() for m in re.finditer(r"(?<!\w)" + re.escape(part) + r"(?!\w)", text)] or \
           [m.span() for m in re.finditer(re.escape(part), text)]


def cover(toks, a, b):
    """Word range that covers characters a..b."""
    idx = [i for i, (x, y) in enumerate(toks) if x < b and a < y]
    return (idx[0], idx[-1] + 1) if idx else None


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


def read_articles(shared):
    """Sentences with claims of the annotated articles, and each article's entities."""
    root = Path(shared) / "claims-train"
    for k, path in enumerate(sorted((root / "gold").glob("*.json"))):
        gold = json.loads(path.read_text(encoding="utf-8"))
        lines = (root / "sentences" / (path.stem + ".sents.txt")).read_text(encoding="utf-8").splitlines()
        sents = [x.split("\t", 1)[1] for x in lines if "\t" in x]
        yield k % HOLD == HOLD - 1, path.stem, sents, gold


def prepare(args):
    """Write relations.jsonl: words, parse, candidate words, gold pairs and pairs to leave out."""
    c = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, limit=500)
    rows = []
    for held, doc, sents, gold in read_articles(args.shared):
        alias = {e["name"]: [e["name"], *e["aliases"]] for e in gold["entities"]}
        for i, text in enumerate(sents):
            rows.append({"source": "articles", "held": held, "doc": doc, "sent": i, "text": text, "alias": alias,
                         "claims": [(x, x["st"], x["ot"]) for x in gold["claims"] if x["sent"] == i],
                         "known": {(x["s"], x["o"]) for x in gold["claims"]}})
    with open(Path(args.shared) / "claims-train/patterns.jsonl", encoding="utf-8") as f:
        for n, line in enumerate(f):
            p = json.loads(line)
            for i, (a, b) in enumerate(sentences(p["text"])):
                text = p["text"][a:b]
                rows.append({"source": "patterns", "held": False, "doc": str(n), "sent": i, "text": text, "alias": {}, "known": set(),
                             "claims": [(x, x["s"], x["o"]) for x in p["claims"] if x["s"] in text and x["o"] in text]})
    for r in rows:
        r["toks"] = tokenise(r["text"])
        r["words"] = [r["text"][a:b] for a, b in r["toks"]]
    rows = [r for r in rows if r["words"]]
    parsed = predictions(torch_backend(c["ema"], c["sizes"]), enc, rows)
    L, out, lost, kept = labels.lists, 0, 0, 0
    with open(Path(args.cache) / "relations.jsonl", "w", encoding="utf-8") as f:
        for r, p in zip(rows, parsed):
            if p is None:
                continue
            n = len(r["words"])
            head = [int(x) for x in p["head"]]
            rel = [L["rel"][x].split(":")[0] for x in p["rel"]]
            upos, ner = [L["upos"][x] for x in p["upos"]], [L["ner"][x] for x in decode(p["ner"], labels.transitions)]
            for i in range(n):
                if ner[i].startswith("I-") and (i == 0 or ner[i - 1][2:] != ner[i][2:]):
                    ner[i] = "B-" + ner[i][2:]
            at = lambda a, b: span_head(head, a, b)
            names = [(a, b, at(a, b)) for a, b, _ in spans(ner)]
            inner = {i for a, b, h in names for i in range(a, b) if i != h}
            cand = {i for i in range(n) if upos[i] in ("NOUN", "PROPN", "PRON") and rel[i] not in INSIDE and i not in inner}
            cand |= {h for _, _, h in names}
            word_of = lambda s: (lambda c: at(*c) if c else None)(cover(r["toks"], *s))
            pos = defaultdict(set)
            core = set()
            for claim, s, o in r["claims"]:
                near = closest(r["text"], claim, s, o)
                pair = near and (word_of(near[0]), word_of(near[1]))
                if not pair or None in pair or pair[0] == pair[1]:
                    lost += 1
                    continue
                kept += 1
                pos[pair].add(claim["p"])
                if claim.get("core", True):
                    core.add((*pair, claim["p"]))
            # Pairs of entities that are related elsewhere, or by other mentions here, are no negatives.
            where = defaultdict(set)
            for name, forms in r["alias"].items():
                for form in forms:
                    if len(form) > 2:
                        where[name] |= {word_of(x) for x in find(r["text"], form)} - {None}
            skip = {q for s, o in r["known"] for a in where.get(s, ()) for b in where.get(o, ())
                    for q in [(a, b)] if q not in pos and a != b}
            cand |= {x for q in pos for x in q}
            f.write(json.dumps({"source": r["source"], "held": r["held"], "doc": r["doc"], "sent": r["sent"], "words": r["words"],
                                "ner": ner, "cand": sorted(cand), "pos": [[a, b, sorted(v)] for (a, b), v in sorted(pos.items())],
                                "core": sorted(core), "skip": sorted(skip)}, ensure_ascii=False) + "\n")
            out += 1
    print(f"{out} sentences, {kept} claims placed, {lost} not in one sentence or not found")


def symmetric(shared):
    with open(Path(shared) / "predicates.csv", encoding="utf-8") as f:
        return {r["predicate"] for r in csv.DictReader(f) if r["symmetric"] == "yes"}


def load_examples(cache, shared):
    """(training, held-out) sentences with `pairs`: (subject, object, predicates)."""
    sym, train, held = symmetric(shared), [], []
    with open(Path(cache) / "relations.jsonl", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            gold = defaultdict(set)
            for a, b, ps in r["pos"]:
                gold[a, b] |= set(ps)
                if sym & set(ps):
                    gold[b, a] |= sym & set(ps)
            skip = {tuple(x) for x in r["skip"]}
            r["gold"] = gold
            r["none"] = [(a, b) for a in r["cand"] for b in r["cand"] if a != b and (a, b) not in gold and (a, b) not in skip]
            r["fixed"] = True
            (held if r["held"] else train).append(r)
    return train, held


def pair_loss(head, words, sents, labels, rng, cap, weight):
    """Cross-entropy on the pairs of some sentences; several predicates of a pair share the target."""
    row, sub, obj, goal, w = [], [], [], [], []
    ids = labels.ids["relations"]
    for k, s in enumerate(sents):
        neg = s["none"] if len(s["none"]) <= cap else rng.sample(s["none"], cap)
        factor = len(s["none"]) / max(len(neg), 1)
        for (p, q), ps, wt in [*((g, v, 1.0) for g, v in s["gold"].items()), *((g, (), weight * factor) for g in neg)]:
            row.append(k), sub.append(p), obj.append(q), w.append(wt)
            goal.append([ids[v] for v in ps] or [0])
    target = torch.zeros(len(row), len(ids))
    for i, g in enumerate(goal):
        target[i, g] = 1.0 / len(g)
    t = torch.tensor
    logits = head(*pair_rows(words, t(row), t(sub), t(obj)))
    ce = -(target * logits.log_softmax(-1)).sum(-1)
    return (ce * t(w)).sum() / t(w).sum()


def relation_loss(net, head, sents, enc, labels, rng, cap, weight, amp):
    """Loss of the relation head with the encoder in the loop and noise on the input."""
    b = collate([enc.item(s, rng) for s in sents])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=amp):
        x = net.encoder(b["input_ids"], b["attention_mask"], b["shape_ids"])
    x = x.float()
    words = x.gather(1, b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
    return pair_loss(head, words, sents, labels, rng, cap, weight)


def warm_up(net, head, sents, enc, labels, rng, args):
    """Train the head alone on fixed rows of the encoder: cheap, and a good place to start from."""
    net.eval()
    cached = [torch.from_numpy(p["hidden"]) for p in predictions(torch_backend(net.state_dict(), net.sizes), enc, sents)]
    opt = torch.optim.AdamW(head.parameters(), lr=args.lr_relation, weight_decay=0.05, fused=True)
    order = list(range(len(sents)))
    steps = args.warm * ((len(order) + 47) // 48)
    done, total = 0, 0.0
    for epoch in range(args.warm):
        rng.shuffle(order)
        for i in range(0, len(order), 48):
            part = order[i:i + 48]
            words = nn.utils.rnn.pad_sequence([cached[k] for k in part], batch_first=True)
            loss = pair_loss(head, words, [sents[k] for k in part], labels, rng, args.cap, args.negative)
            opt.zero_grad()
            loss.backward()
            for g in opt.param_groups:
                g["lr"] = args.lr_relation * (1 - done / steps)
            opt.step()
            done, total = done + 1, total + loss.item()
        if epoch % 5 == 4:
            print(time.strftime("%H:%M:%S"), f"head alone, pass {epoch + 1}: loss {total / (5 * ((len(order) + 47) // 48)):.3f}", flush=True)
            total = 0.0
    net.train()


def train(args):
    """Joint fine-tuning; restarts from relation.pt of the run."""
    c = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    run = Path(args.cache) / args.run
    run.mkdir(parents=True, exist_ok=True)
    labels.save(run / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, Swapper(args.shared))
    trees, names = load_training(args.shared, args.cache)
    sents, held = load_examples(args.cache, args.shared)
    if args.all:
        sents = sents + held
    sents = [s for s in sents if (s["gold"] or s["none"]) and enc.length(s) <= enc.limit]
    torch.manual_seed(args.seed)
    net = Network(c["sizes"], dropout=0.2)
    net.load_state_dict(c["ema"])
    head = RelationHead(len(labels.lists["relations"]))
    both = nn.ModuleDict({"net": net, "head": head})
    groups = [("net.encoder.", args.lr_encoder), ("net.", args.lr_heads), ("head.", args.lr_relation)]
    params = defaultdict(list)
    for name, p in both.named_parameters():
        params[next(lr for pre, lr in groups if name.startswith(pre))].append(p)
    opt = torch.optim.AdamW([{"params": ps, "lr": lr, "base": lr} for lr, ps in params.items()], betas=(0.9, 0.98),
                            weight_decay=0.01, fused=True)
    avg, step, last = Average(both, args.ema), 0, run / "last.pt"
    if last.exists():
        d = torch.load(last, weights_only=False)
        both.load_state_dict(d["both"])
        opt.load_state_dict(d["opt"])
        avg.shadow, avg.n, step = d["both_ema"], d["step"], d["step"]
        print(f"restart at step {step}", flush=True)
    print(f"{len(sents)} sentences, {sum(len(s['gold']) for s in sents)} pairs, {sum(len(s['none']) for s in sents)} negatives", flush=True)
    rng = random.Random(args.seed * 77 + step)
    if step == 0 and args.warm:
        warm_up(net, head, sents, enc, labels, rng, args)
        avg = Average(both, args.ema)
    both.train()
    start, begin, sums = time.time(), step, {}
    rel_plan, ud_plan = [], []
    while step < args.steps:
        rel_plan = rel_plan or batches(enc, sents, args.pieces, rng)
        ls = {"relation": relation_loss(both["net"], head, [sents[i] for i in rel_plan.pop()], enc, labels, rng, args.cap,
                                        args.negative, args.amp)}
        (args.relation_weight * ls["relation"]).backward()
        if step % args.every == 0:
            ud_plan = ud_plan or plan(enc, trees, names, 1800, rng, 0.5)
            kind, idx = ud_plan.pop()
            b = collate([enc.item((trees if kind == "tree" else names)[i], rng) for i in idx])
            parts = losses(net, b, args.amp)
            sum(WEIGHTS[k] * v for k, v in parts.items()).backward()
            ls.update(parts)
        scale = min((step + 1) / 60, (args.steps - step) / (args.steps - 60))
        for g in opt.param_groups:
            g["lr"] = g["base"] * scale
        torch.nn.utils.clip_grad_norm_(both.parameters(), 5.0)
        opt.step()
        opt.zero_grad(set_to_none=True)
        avg.update(both)
        step += 1
        for k, v in ls.items():
            s = sums.setdefault(k, [0.0, 0])
            s[0] += v.item()
            s[1] += 1
        if step % 50 == 0:
            print(time.strftime("%H:%M:%S"), f"step {step} {(time.time() - start) / (step - begin):.2f} s/step",
                  " ".join(f"{k} {a / n:.3f}" for k, (a, n) in sorted(sums.items())), flush=True)
            sums = {}
        if step % 200 == 0 or step == args.steps:
            sh = avg.shadow
            save(last, {"both": both.state_dict(), "opt": opt.state_dict(), "both_ema": sh, "step": step, "sizes": c["sizes"],
                        "ema": {k[4:]: v for k, v in sh.items() if k.startswith("net.")},
                        "relation": {k[5:]: v for k, v in sh.items() if k.startswith("head.")}, "args": vars(args)})


def blend(args):
    """Average of both runs' weights: keeps the parser, and most of what the encoder learnt for relations."""
    a = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    b = torch.load(Path(args.cache) / args.source / "last.pt", weights_only=False, map_location="cpu")
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    run = Path(args.cache) / args.run
    run.mkdir(parents=True, exist_ok=True)
    labels.save(run / "labels.json")
    state = {k: v.lerp(b["ema"][k], args.share) if v.is_floating_point() else v for k, v in a["ema"].items()}
    out = {"ema": state, "relation": b["relation"], "sizes": a["sizes"], "step": b["step"], "args": vars(args)}
    save(run / "blend.pt", out)
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels)
    sents, held = load_examples(args.cache, args.shared)
    sents = [s for s in (sents + held if args.all else sents) if (s["gold"] or s["none"]) and enc.length(s) <= enc.limit]
    torch.manual_seed(args.seed)
    net, head = Network(a["sizes"]), RelationHead(len(labels.lists["relations"]))
    net.load_state_dict(state)
    head.load_state_dict(b["relation"])
    head.train()
    warm_up(net, head, sents, enc, labels, random.Random(args.seed), args)
    save(run / "last.pt", {**out, "relation": head.state_dict()})


def head_alone(args):
    """A new head on the rows of a finished encoder, which stays as it is."""
    a = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    run = Path(args.cache) / args.run
    run.mkdir(parents=True, exist_ok=True)
    labels.save(run / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels)
    sents, held = load_examples(args.cache, args.shared)
    sents = [s for s in (sents + held if args.all else sents) if (s["gold"] or s["none"]) and enc.length(s) <= enc.limit]
    torch.manual_seed(args.seed)
    net, head = Network(a["sizes"]), RelationHead(len(labels.lists["relations"]))
    net.load_state_dict(a["ema"])
    warm_up(net, head, sents, enc, labels, random.Random(args.seed), args)
    save(run / "last.pt", {**a, "relation": head.state_dict(), "args": vars(args)})


def score(args):
    """Table of precision and recall by threshold on the held-out articles."""
    c = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, limit=500)
    _, held = load_examples(args.cache, args.shared)
    sym = symmetric(args.shared)
    net, head = Network(c["sizes"]), RelationHead(len(labels.lists["relations"]))
    net.load_state_dict(c["ema"])
    head.load_state_dict(c["relation"])
    net.eval(), head.eval()
    names = labels.lists["relations"]
    found, gold, core = [], set(), set()
    onx = session(args.onnx) if args.onnx else None
    joint = session(args.model) if args.model else None
    with torch.no_grad():
        for n, s in enumerate(held):
            norm = lambda a, b, p: (n, min(a, b), max(a, b), p) if p in sym else (n, a, b, p)
            gold |= {norm(a, b, p) for (a, b), ps in s["gold"].items() for p in ps}
            core |= {norm(a, b, p) for a, b, p in s["core"]}
            pairs = [*s["gold"], *s["none"]]
            if not pairs:
                continue
            bt = collate([enc.item(s)])
            if joint:
                from export import feed
                words = torch.from_numpy(joint.run(["hidden"], feed(bt))[0])
            else:
                words, _ = net.encode(bt)
            sub, obj = torch.tensor(pairs).T
            rows = pair_rows(words, torch.zeros_like(sub), sub, obj)
            if onx:
                prob = torch.from_numpy(onx.run(None, dict(zip(("subject", "object", "between"), (r.numpy() for r in rows))))[0])
            else:
                prob = head(*rows).softmax(-1)
            top, best = prob[:, 1:].max(-1)
            done = {}
            for (a, b), t, k in zip(pairs, top.tolist(), best.tolist()):
                key = norm(a, b, names[k + 1])
                done[key] = max(done.get(key, 0.0), t)
            found += [(t, key) for key, t in done.items()]
    print(f"{len(held)} sentences, {len(gold)} gold pairs, {len(core)} of core claims")
    print("| threshold | found | precision | recall | F1 | recall of core |\n|---|---|---|---|---|---|")
    for t in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        f = {k for v, k in found if v >= t}
        hit = len(f & gold)
        p, r = hit / max(len(f), 1), hit / max(len(gold), 1)
        print(f"| {t} | {len(f)} | {100 * p:.1f} | {100 * r:.1f} | {200 * p * r / max(p + r, 1e-9):.1f} | {100 * len(f & core) / max(len(core), 1):.1f} |")
    # Right pair, whatever the predicate.
    for t in (0.3, 0.5):
        f, g = {k[:3] for v, k in found if v >= t}, {k[:3] for k in gold}
        print(f"pairs without predicate at {t}: precision {100 * len(f & g) / max(len(f), 1):.1f} recall {100 * len(f & g) / len(g):.1f}")


def export(args):
    """relation.onnx from a checkpoint."""
    c = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    w = {k: v.float().numpy() for k, v in c["relation"].items()}
    g = Graph(quantise=False)
    s, o, b = (g.linear(x, w[x + ".weight"].T, w[x + ".bias"], x) for x in ("subject", "object", "between"))
    z = g.op("Concat", g.op("Relu", s), g.op("Relu", o), g.op("Mul", s, o), g.op("Relu", b), axis=-1)
    z = g.op("Relu", g.linear(z, w["inner.weight"].T, w["inner.bias"], "inner"))
    g.op("Softmax", g.linear(z, w["out.weight"].T, w["out.bias"], "out"), axis=-1, name="probability")
    dim, classes = w["subject.weight"].shape[1], w["out.bias"].shape[0]
    ins = [helper.make_tensor_value_info(x, TensorProto.FLOAT, ["P", dim]) for x in ("subject", "object", "between")]
    m = g.model(ins, [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["P", classes])], "Tidings relation head")
    path = Path(args.out) / "relation.onnx"
    onnx.save(m, str(path) + ".tmp")
    os.replace(str(path) + ".tmp", path)
    head = RelationHead(classes)
    head.load_state_dict(c["relation"])
    head.eval()
    x = [torch.randn(7, dim) for _ in range(3)]
    with torch.no_grad():
        d = head(*x).softmax(-1).numpy() - session(m).run(None, dict(zip(("subject", "object", "between"), (v.numpy() for v in x))))[0]
    print(path, os.path.getsize(path), "difference from PyTorch", float(np.abs(d).max()))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("command", choices=["prepare", "train", "head", "blend", "score", "export"])
    ap.add_argument("--checkpoint", required=True, help="main run's for prepare and train, relation run's for score and export")
    ap.add_argument("--run", default="relation")
    ap.add_argument("--source", default="relation", help="blend: the relation run")
    ap.add_argument("--share", type=float, default=0.5, help="blend: weight of the relation run")
    ap.add_argument("--out", default="../data/model")
    ap.add_argument("--onnx", help="score with this relation.onnx")
    ap.add_argument("--model", help="score with `hidden` of this model.onnx")
    ap.add_argument("--all", action="store_true", help="train on the held-out articles as well")
    ap.add_argument("--steps", type=int, default=900)
    ap.add_argument("--warm", type=int, default=30, help="passes of the head alone before")
    ap.add_argument("--every", type=int, default=2, help="a treebank or name batch every so many steps")
    ap.add_argument("--pieces", type=int, default=1000)
    ap.add_argument("--cap", type=int, default=40, help="negatives drawn per sentence")
    ap.add_argument("--negative", type=float, default=0.3, help="weight of a negative pair")
    ap.add_argument("--relation-weight", type=float, default=1.0)
    ap.add_argument("--lr-encoder", type=float, default=5e-5)
    ap.add_argument("--lr-heads", type=float, default=2e-4)
    ap.add_argument("--lr-relation", type=float, default=1.5e-3)
    ap.add_argument("--ema", type=float, default=0.99)
    ap.add_argument("--seed", type=int, default=23)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--amp", action="store_true", help="bf16 in the encoder (for CPUs with AVX512-BF16)")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    {"prepare": prepare, "train": train, "head": head_alone, "blend": blend, "score": score, "export": export}[args.command](args)


if __name__ == "__main__":
    main()

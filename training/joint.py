"""Train encoder, all heads and the relation head together, on from a finished run: rows that know relations as well as trees.

Three batches of sentences with annotated pairs (`relation.py prepare`) to one of trees or names, as `train.py` draws
them. The relation head reads the rows of two middle layers, so its loss reaches the encoder up to there. On the texts of
the tests of frames the last layer is held to what it was, so that frames find the parses that they were written for.
Writes a checkpoint as `train.py` does and the relation head beside it; restarts from its last checkpoint.
"""
import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn as nn

import relation
from data import Labels, add_paths, batches, collate, load_training
from model import TAPPED, Network
from train import Average, losses, noisy, optimizer, plan, save, weighted


class Joint(nn.Module):
    """The network and the relation head; `net` and `relation` as names of their weights."""

    def __init__(self, net, head):
        super().__init__()
        self.net, self.relation = net, head

    def rows(self, b):
        """Rows of words in the tapped layers, side by side [B,W,2D], and of pieces in the last layer [B,T,D]."""
        layers = self.net.encoder.layers_of(b["input_ids"], b["attention_mask"], b["shape_ids"])
        of_words = lambda x: x.gather(1, b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        return torch.cat([of_words(layers[n]) for n in TAPPED], -1), layers[-1]


@torch.no_grad()
def last_rows(joint, enc, rows):
    """`last` of each row: its pieces in the last layer as the network has them now (half precision)."""
    joint.eval()
    for idx in batches(enc, rows, 3000, None, noise=False):
        b = collate([enc.item({"words": rows[i]["words"]}) for i in idx])
        last = joint.rows(b)[1]
        for k, i in enumerate(idx):
            rows[i]["last"] = last[k, : int(b["attention_mask"][k].sum())].half()
    joint.train()


def relation_loss(joint, labels, enc, rows, rng, args):
    """Loss of the pairs of some rows, and how far the last layer is from where it was on those that are held to it."""
    b = collate([enc.item({"words": r["words"]}, rng) for r in rows])
    tapped, last = joint.rows(b)
    items = [{**r, "vectors": tapped[k, : len(r["words"])]} for k, r in enumerate(rows)]
    loss = relation.pair_loss(joint.relation, labels, items, rng, args.cap, args.negative)
    held = [(last[k, : len(r["last"])], r["last"].float()) for k, r in enumerate(rows) if "last" in r]
    off = sum(((x - y) ** 2).sum() for x, y in held) / sum((y ** 2).sum() for _, y in held) if held else torch.zeros(())
    return loss, off


class Draw:
    """Batches of one kind without end, pass after pass; `state` goes into a checkpoint."""

    def __init__(self, plan, state=(0, 0)):
        self.plan, (self.epoch, self.at) = plan, state
        self.todo = plan(self.epoch)

    def __call__(self):
        if self.at >= len(self.todo):
            self.epoch, self.at = self.epoch + 1, 0
            self.todo = self.plan(self.epoch)
        self.at += 1
        return self.todo[self.at - 1]

    @property
    def state(self):
        return self.epoch, self.at


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--run", default="joint", help="name of the run's folder in the cache")
    ap.add_argument("--init", required=True, help="checkpoint to go on from; labels.json stands beside it")
    ap.add_argument("--steps", type=int, default=4600)
    ap.add_argument("--every", type=int, default=4, help="one batch of this many is of trees or names")
    ap.add_argument("--warmup", type=int, default=100)
    ap.add_argument("--pieces", type=int, default=1900, help="size of a batch of trees or names")
    ap.add_argument("--pair-pieces", type=int, default=1000, help="size of a batch of annotated pairs")
    ap.add_argument("--lr-encoder", type=float, default=1e-4)
    ap.add_argument("--lr-heads", type=float, default=8e-4)
    ap.add_argument("--lr-relation", type=float, default=1.5e-3)
    ap.add_argument("--hold", type=float, default=0.5, help="weight of keeping the last layer where it was on texts of frame tests")
    ap.add_argument("--cap", type=int, default=40, help="negatives drawn per sentence")
    ap.add_argument("--negative", type=float, default=0.3, help="weight of a negative pair")
    ap.add_argument("--offices", default=Path(__file__).parent.parent / "data/lexicon/offices.toml", help="the product's list of offices")
    ap.add_argument("--ema", type=float, default=0.997)
    ap.add_argument("--seed", type=int, default=53)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    run = Path(args.cache) / args.run
    run.mkdir(parents=True, exist_ok=True)
    labels = Labels.load(Path(args.init).parent / "labels.json")
    labels.save(run / "labels.json")

    trees, names = load_training(args.shared, args.cache)
    enc = noisy(args, labels, trees, names)
    pairs = [r for r in relation.load_rows(args) if not r["held"]]
    net = Network(labels.sizes(), dropout=0.25, schemes=True)
    net.load_state_dict(torch.load(args.init, weights_only=False, map_location="cpu")["ema"])
    net.encoder.tokens.weight.requires_grad_(False)
    joint = Joint(net, relation.RelationHead(len(labels.lists["relations"]), relation.width(labels)))
    last_rows(joint, enc, [r for r in pairs if r["source"] == "tests"])
    opt = optimizer(net, args.lr_encoder, args.lr_heads)
    opt.add_param_group({"params": list(joint.relation.parameters()), "lr": args.lr_relation, "base": args.lr_relation, "weight_decay": 0.05})
    avg, step, states = Average(joint, args.ema), 0, {"pairs": (0, 0), "rest": (0, 0)}
    last = run / "last.pt"
    if last.exists():
        c = torch.load(last, weights_only=False)
        joint.load_state_dict(c["joint"])
        opt.load_state_dict(c["opt"])
        avg.shadow, avg.n, step, states = c["shadow"], c["step"], c["step"], c["states"]
        print(f"restart at step {step}", flush=True)
    draw_pairs = Draw(lambda epoch: batches(enc, pairs, args.pair_pieces, random.Random(args.seed * 1000 + epoch)), states["pairs"])
    draw_rest = Draw(lambda epoch: plan(enc, trees, names, args.pieces, random.Random(args.seed * 1000 + epoch)), states["rest"])
    print(f"{len(pairs)} sentences with pairs in {len(draw_pairs.todo)} batches, {len(trees)} trees, {len(names)} name sentences", flush=True)
    joint.train()
    start, begin, sums = time.time(), step, {}
    while step < args.steps:
        rng = random.Random(args.seed * 10**9 + step)
        scale = min((step + 1) / args.warmup, max(0.0, (args.steps - step) / (args.steps - args.warmup)))
        for g in opt.param_groups:
            g["lr"] = g["base"] * scale
        if step % args.every == args.every - 1:
            kind, idx = draw_rest()
            ls = losses(net, collate([enc.item((trees if kind == "tree" else names)[i], rng) for i in idx]), False)
            loss = weighted(ls)
        else:
            found, off = relation_loss(joint, labels, enc, [pairs[i] for i in draw_pairs()], rng, args)
            ls, loss = {"pairs": found, "off": off}, found + args.hold * off
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(joint.parameters(), 5.0)
        opt.step()
        avg.update(joint)
        step += 1
        for k, v in ls.items():
            s = sums.setdefault(k, [0.0, 0])
            s[0], s[1] = s[0] + v.item(), s[1] + 1
        if step % 50 == 0:
            text = " ".join(f"{k} {a / n:.3f}" for k, (a, n) in sorted(sums.items()))
            print(f"{time.strftime('%H:%M:%S')} step {step} pass {draw_pairs.epoch} {(time.time() - start) / (step - begin):.2f} s/step {text}", flush=True)
            sums = {}
        if step % 200 == 0 or step == args.steps:
            part = lambda name: {k.removeprefix(name): v for k, v in avg.shadow.items() if k.startswith(name)}
            save(run / "relation.pt", part("relation."))
            save(last, {"joint": joint.state_dict(), "opt": opt.state_dict(), "shadow": avg.shadow, "ema": part("net."), "step": step,
                        "states": {"pairs": draw_pairs.state, "rest": draw_rest.state}, "args": vars(args), "sizes": labels.sizes()})


if __name__ == "__main__":
    main()

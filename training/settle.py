"""After `joint.py`: weights between those before and after it, and the last layer and its heads trained anew on top.

What relations taught the encoder costs the trees a little, and frames were written for the parses of before. The relation
head reads middle layers only, so the last layer is free: with everything under it fixed, it learns by turns trees and names as
`train.py` has them, and what the network of before says of the texts with relations and of those of the tests of frames.
"""
import argparse
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

import relation
from blend import middle
from data import Labels, add_paths, batches, collate, load_training
from joint import Draw
from model import Network
from train import Average, losses, noisy, optimizer, plan, save, weighted


def between(before, after, share):
    """Weights of the encoder `share` of the way from before to after, everything on top (name schemes too) as before."""
    encoder = {k: v for k, v in before.items() if k.startswith("encoder.")}
    return {**before, **middle(encoder, after, share)}


def distance(net, teacher, enc, rows):
    """How far a network is from another on some sentences, without dropout: divergence of tags, lemmas, heads and labels."""
    b = collate([enc.item({"words": r["words"]}) for r in rows])
    keep = b["word_mask"].bool()
    net.eval()
    words, root = net.encode(b)
    with torch.no_grad():
        theirs, their_root = teacher.encode(b)
        heads = teacher.arc_scores(theirs, their_root, b["word_mask"]).argmax(-1)

    def outputs(n, words, root):
        yield n.arc_scores(words, root, b["word_mask"])
        yield n.rel_logits(words, root, heads)
        yield from (n.upos(words), n.lemma(words), n.ner(words))
    with torch.no_grad():
        goal = [x[keep].log_softmax(-1) for x in outputs(teacher, theirs, their_root)]
    found = [x[keep].log_softmax(-1) for x in outputs(net, words, root)]
    net.train()
    return sum(F.kl_div(x, y, log_target=True, reduction="batchmean") for x, y in zip(found, goal))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--before", required=True, help="checkpoint that joint.py went on from")
    ap.add_argument("--after", required=True, help="its last checkpoint; labels.json stands beside it")
    ap.add_argument("--share", type=float, default=0.8, help="how far the encoder goes from before to after")
    ap.add_argument("--out", required=True, help="checkpoint to write; labels.json goes beside it")
    ap.add_argument("--steps", type=int, default=700)
    ap.add_argument("--pieces", type=int, default=1900)
    ap.add_argument("--lr-encoder", type=float, default=2e-4)
    ap.add_argument("--lr-heads", type=float, default=4e-4)
    ap.add_argument("--hold", type=float, default=2.0, help="weight of saying what the network of before says")
    ap.add_argument("--offices", default=Path(__file__).parent.parent / "data/lexicon/offices.toml", help="the product's list of offices")
    ap.add_argument("--seed", type=int, default=61)
    ap.add_argument("--threads", type=int, default=1)
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    labels = Labels.load(Path(args.after).parent / "labels.json")
    trees, names = load_training(args.shared, args.cache)
    enc = noisy(args, labels, trees, names)
    pairs = [r for r in relation.load_rows(args) if not r["held"]]
    before, after = (torch.load(p, weights_only=False, map_location="cpu")["ema"] for p in (args.before, args.after))
    net, teacher = Network(labels.sizes(), dropout=0.25, schemes=True), Network(labels.sizes(), schemes=True)
    net.load_state_dict(between(before, after, args.share))
    teacher.load_state_dict(before)
    last = f"encoder.layers.{len(net.encoder.layers) - 1}."
    for name, p in net.named_parameters():
        p.requires_grad_(not name.startswith("encoder.") or name.startswith(last))
    opt, avg = optimizer(net, args.lr_encoder, args.lr_heads), Average(net, 0.99)
    teacher.eval()
    shuffled = lambda rows: Draw(lambda epoch: [[rows[i] for i in x] for x in batches(enc, rows, args.pieces, random.Random(args.seed * 1000 + epoch))])
    held = [shuffled(pairs), shuffled([r for r in pairs if r["source"] == "tests"])]
    draw_rest = Draw(lambda epoch: plan(enc, trees, names, args.pieces, random.Random(args.seed * 1000 + epoch)))
    net.train()
    start, sums = time.time(), {}
    for step in range(args.steps):
        for g in opt.param_groups:
            g["lr"] = g["base"] * min((step + 1) / 40, 1 - step / args.steps)
        if step % 3 == 2:
            kind, idx = draw_rest()
            rng = random.Random(args.seed * 10**9 + step)
            ls = losses(net, collate([enc.item((trees if kind == "tree" else names)[i], rng) for i in idx]), False)
            loss = weighted(ls)
        else:
            ls = {("texts", "tests")[step % 3]: distance(net, teacher, enc, held[step % 3]())}
            loss = args.hold * sum(ls.values())
        opt.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in net.parameters() if p.requires_grad], 5.0)
        opt.step()
        avg.update(net)
        for k, v in ls.items():
            sums.setdefault(k, []).append(v.item())
        if step % 50 == 49:
            text = " ".join(f"{k} {sum(v) / len(v):.3f}" for k, v in sorted(sums.items()))
            print(f"{time.strftime('%H:%M:%S')} step {step + 1} {(time.time() - start) / (step + 1):.2f} s/step {text}", flush=True)
            sums = {}
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    save(args.out, {"ema": avg.shadow, "step": args.steps, "sizes": labels.sizes(), "args": vars(args)})
    labels.save(Path(args.out).parent / "labels.json")


if __name__ == "__main__":
    main()

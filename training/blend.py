"""The average of two checkpoints of one shape, weight by weight (the transitions between name tags too): a run that
goes on from another lies in the same basin, and the middle is better than either end."""
import argparse
from pathlib import Path

import torch

from data import Labels
from train import save


def middle(a, b, share):
    """Weights `share` of the way from `a` to `b`; those that `a` lacks, as where it was recovered, are those of `b`."""
    if isinstance(a, dict):
        return {k: middle(a[k], b[k], share) if k in a else b[k] for k in b}
    is_weight = torch.is_tensor(a) and a.is_floating_point()
    return a * (1 - share) + b * share if is_weight else b


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--first", required=True, help="checkpoint; labels.json stands beside it")
    ap.add_argument("--second", required=True, help="checkpoint of a run that went on from the first")
    ap.add_argument("--share", type=float, default=0.5, help="share of the second")
    ap.add_argument("--out", required=True, help="checkpoint to write; labels.json goes beside it")
    args = ap.parse_args()
    first, second = (torch.load(p, weights_only=False, map_location="cpu") for p in (args.first, args.second))
    labels, other = (Labels.load(Path(p).parent / "labels.json") for p in (args.first, args.second))
    if labels.lists != other.lists:
        raise SystemExit(f"{args.first} and {args.second} have other classes")
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    save(args.out, {**second, "ema": middle(first["ema"], second["ema"], args.share)})
    if labels.transitions and other.transitions:  # folded checkpoints have them in labels.json
        rows = zip(labels.transitions, other.transitions)
        labels.transitions = [[round(x * (1 - args.share) + y * args.share, 4) for x, y in zip(a, b)] for a, b in rows]
    labels.save(Path(args.out).parent / "labels.json")


if __name__ == "__main__":
    main()

"""One name head from the shared part and the annotation schemes' parts (see model.py): a checkpoint that
evaluate.py and export.py read. The transitions between tags go into labels.json."""
import argparse
from pathlib import Path

import torch

from crf import transitions
from data import SCHEMES, Labels
from model import fold
from train import save


def mixture(text):
    """`uner=0.5,news=0.5` as a dictionary."""
    out = {}
    for part in filter(None, text.split(",")):
        name, share = part.split("=")
        if name not in SCHEMES:
            raise SystemExit(f"no such scheme: {name} (there are {', '.join(SCHEMES)})")
        out[name] = float(share)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--checkpoint", required=True)
    ap.add_argument("--mix", default="uner=0.7,wikigold=0.3", help="shares of the schemes; '' for the shared part alone")
    ap.add_argument("--out", required=True, help="checkpoint to write; labels.json goes beside it")
    args = ap.parse_args()
    c = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    Path(args.out).parent.mkdir(parents=True, exist_ok=True)
    save(args.out, {"ema": fold(c["ema"], mixture(args.mix)), "sizes": c["sizes"], "step": c["step"], "mix": args.mix})
    labels = Labels.load(Path(args.checkpoint).parent / "labels.json")
    labels.transitions = transitions(c["ema"])
    labels.save(Path(args.out).parent / "labels.json")


if __name__ == "__main__":
    main()

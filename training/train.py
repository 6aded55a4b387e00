"""Train the joint model. Restarts from the last checkpoint of the run if there is one."""
import argparse
import os
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from data import IGNORE, OTHER_ALLOWED, OTHER_ID, PASSES, Encoder, Labels, Offices, Swapper, add_paths, batches, collate, load_training, predicates
from model import TRUNK, Network, encoder_dir
from recover import weights as recovered
from wordpiece import WordPiece

WEIGHTS = {"arc": 1.0, "rel": 1.0, "upos": 1.0, "lemma": 0.7, "feats": 0.3, "ner": 1.5}


def name_loss(logits, b, keep):
    """Cross-entropy of name tags word by word."""
    ner = b["ner"][keep]
    ce = F.cross_entropy(logits, ner.masked_fill(ner == OTHER_ID, IGNORE), ignore_index=IGNORE, reduction="none")
    other = -logits.log_softmax(-1)[:, OTHER_ALLOWED].logsumexp(-1)
    ce = torch.where(ner == OTHER_ID, other, ce)
    w = b["weight"][:, None].expand_as(keep)[keep] * (ner != IGNORE)
    return (ce * w).sum() / w.sum().clamp(min=1)


def losses(net, b, amp):
    """Loss of each head on a batch."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=amp):
        x = net.encoder(b["input_ids"], b["attention_mask"], b["shape_ids"])
    x = x.float()
    words = x.gather(1, b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
    keep = b["word_mask"].bool()
    flat = net.drop(words[keep])
    out = {}
    if hasattr(net, "crf"):
        logits = net.name_logits(net.drop(words), b["scheme"])
        out["ner"] = net.crf.loss(logits, b["ner"], b["word_mask"], b["weight"])
    else:
        out["ner"] = name_loss(net.ner(flat), b, keep)
    if "head" in b:
        for k in ("upos", "feats", "lemma"):
            out[k] = F.cross_entropy(getattr(net, k)(flat), b[k][keep], ignore_index=IGNORE)
        root = x[:, 0]
        out["arc"] = F.cross_entropy(net.arc_scores(words, root, b["word_mask"])[keep], b["head"][keep])
        rel = net.rel_logits(words, root, b["head"].clamp(min=0))
        out["rel"] = F.cross_entropy(rel[keep], b["rel"][keep], ignore_index=IGNORE)
    return out


def optimizer(net, lr_encoder, lr_heads):
    """AdamW with two learning rates; no decay on norms and biases."""
    groups = {}
    for name, p in net.named_parameters():
        if not p.requires_grad:
            continue
        enc = name.startswith("encoder.") and "shapes" not in name
        decay = 0.01 if p.dim() > 1 and "tokens" not in name else 0.0
        groups.setdefault((lr_encoder if enc else lr_heads, decay), []).append(p)
    return torch.optim.AdamW([{"params": ps, "lr": lr, "base": lr, "weight_decay": d} for (lr, d), ps in groups.items()],
                             betas=(0.9, 0.98), eps=1e-8, fused=True)


class Average:
    """Exponential moving average of the weights."""

    def __init__(self, net, decay, every=4):
        self.decay, self.every, self.n = decay, every, 0
        self.shadow = {k: v.detach().clone() for k, v in net.state_dict().items()}

    @torch.no_grad()
    def update(self, net):
        self.n += 1
        if self.n % self.every:
            return
        d = min(self.decay ** self.every, (1 + self.n) / (40 + self.n))
        frozen = {k for k, p in net.named_parameters() if not p.requires_grad}
        for k, v in net.state_dict().items():
            if k not in frozen:
                self.shadow[k].lerp_(v, 1 - d)


def save(path, obj):
    """Write atomically."""
    tmp = str(path) + ".tmp"
    torch.save(obj, tmp)
    os.replace(tmp, path)


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


def plan(enc, trees, names, pieces, rng, share=1.0):
    """Shuffled (kind, indices) batches of one pass; name-only sentences as often as PASSES says, times `share`."""
    often = [(i, share * PASSES[s["source"]]) for i, s in enumerate(names)]
    drawn = [i for i, n in often for _ in range(int(n) + (rng.random() < n % 1))]
    name = [[drawn[j] for j in x] for x in batches(enc, [names[i] for i in drawn], pieces, rng)]
    out = [("tree", x) for x in batches(enc, trees, pieces, rng)] + [("name", x) for x in name]
    rng.shuffle(out)
    return out


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    add_paths(ap)
    ap.add_argument("--run", default="main", help="name of the run's folder in the cache")
    ap.add_argument("--steps", type=int, default=2400)
    ap.add_argument("--warmup", type=int, default=300)
    ap.add_argument("--pieces", type=int, default=1800)
    ap.add_argument("--lr-encoder", type=float, default=1.5e-4)
    ap.add_argument("--lr-heads", type=float, default=1.5e-3)
    ap.add_argument("--dropout", type=float, default=0.2)
    ap.add_argument("--share", type=float, default=1.0, help="factor for the name-only sentences of a pass")
    ap.add_argument("--freeze-tokens", action="store_true", help="leave the word piece embeddings as they are")
    ap.add_argument("--freeze-trunk", action="store_true", help="leave the word pieces and lower layers, on which those for relations stand, as they are")
    ap.add_argument("--offices", default=Path(__file__).parent.parent / "data/lexicon/offices.toml", help="the product's list of offices")
    ap.add_argument("--init", help="start from the weights of this checkpoint")
    ap.add_argument("--init-onnx", help="start from the weights and classes of this model.onnx (labels.json beside it)")
    ap.add_argument("--ema", type=float, default=0.997)
    ap.add_argument("--seed", type=int, default=11)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--amp", action="store_true", help="bf16 in the encoder (for CPUs with AVX512-BF16)")
    ap.add_argument("--stop", type=int, default=None, help="leave after this step (for timing)")
    args = ap.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    run = Path(args.cache) / args.run
    run.mkdir(parents=True, exist_ok=True)

    trees, names = load_training(args.shared, args.cache)
    if args.init_onnx:
        labels = Labels.load(Path(args.init_onnx).parent / "labels.json")
    else:
        labels = Labels.build(trees, predicates(args.shared))
    labels.save(run / "labels.json")
    swapper = Swapper(args.shared, [*trees, *names])
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, swapper, Offices(args.offices, swapper, trees))
    net = Network(labels.sizes(), dropout=args.dropout, schemes=True)
    if args.init_onnx:
        net.load_state_dict(recovered(args.init_onnx, labels.sizes()), strict=False)
    else:
        net.encoder.load_minilm()
    if args.init:
        c = torch.load(args.init, weights_only=False)
        net.load_state_dict(c.get("net", c["ema"]), strict=False)
    net.encoder.tokens.weight.requires_grad_(not args.freeze_tokens)
    if args.freeze_trunk:
        e = net.encoder
        for part in (e.tokens, e.positions, e.shapes, e.norm, *e.layers[:TRUNK]):
            part.requires_grad_(False)
    opt = optimizer(net, args.lr_encoder, args.lr_heads)
    avg = Average(net, args.ema)
    step, epoch, pos = 0, 0, 0
    last = run / "last.pt"
    if last.exists():
        c = torch.load(last, weights_only=False)
        net.load_state_dict(c["net"])
        opt.load_state_dict(c["opt"])
        avg.shadow, avg.n = c["ema"], c["step"]
        step, epoch, pos = c["step"], c["epoch"], c["pos"]
        print(f"restart at step {step}", flush=True)
    print(f"{len(trees)} trees, {len(names)} name sentences, sizes {labels.sizes()}", flush=True)
    net.train()
    start, begin, sums, pieces = time.time(), step, {}, 0
    while step < args.steps:
        todo = plan(enc, trees, names, args.pieces, random.Random(args.seed * 1000 + epoch), args.share)
        while pos < len(todo) and step < args.steps:
            kind, idx = todo[pos]
            rng = random.Random(args.seed * 10**9 + epoch * 10**5 + pos)
            b = collate([enc.item((trees if kind == "tree" else names)[i], rng) for i in idx])
            scale = min((step + 1) / args.warmup, max(0.0, (args.steps - step) / (args.steps - args.warmup)))
            for g in opt.param_groups:
                g["lr"] = g["base"] * scale
            ls = losses(net, b, args.amp)
            loss = sum(WEIGHTS[k] * v for k, v in ls.items())
            opt.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            opt.step()
            avg.update(net)
            step, pos = step + 1, pos + 1
            pieces += b["attention_mask"].numel()
            for k, v in ls.items():
                s = sums.setdefault(k, [0.0, 0])
                s[0] += v.item()
                s[1] += 1
            if step % 25 == 0:
                rate = (time.time() - start) / (step - begin)
                text = " ".join(f"{k} {a / n:.3f}" for k, (a, n) in sorted(sums.items()))
                print(f"{time.strftime('%H:%M:%S')} step {step} epoch {epoch} {rate:.2f} s/step {pieces // (step - begin)} pieces {text}", flush=True)
                sums = {}
            if step % 100 == 0 or step == args.steps:
                save(run / f"step-{step}.pt" if step % 500 == 0 else run / "ema.pt",
                     {"ema": avg.shadow, "step": step, "sizes": labels.sizes()})
                save(last, {"net": net.state_dict(), "opt": opt.state_dict(), "ema": avg.shadow, "step": step, "epoch": epoch,
                            "pos": pos, "args": vars(args), "sizes": labels.sizes()})
            if args.stop and step >= args.stop:
                return
        if pos >= len(todo):
            epoch, pos = epoch + 1, 0


if __name__ == "__main__":
    main()

"""Figures of a checkpoint (PyTorch) or of ONNX files on the development sets, with gold words.

UPOS, FEATS, lemma accuracy, UAS and LAS (universal and full labels, best head per word) on EWT
and GUM; names on UNER-EWT and on the tenth of wikigold kept out of training, GPE counted as LOC
and the types that these sets lack dropped.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from crf import decode
from data import (NAME_TYPES, Encoder, Labels, add_paths, apply_script, batches, collate, gum_mentions, load_treebank,
                  read_columns, read_uner, span_head, spans)
from export import feed, session
from model import Network, encoder_dir
from wordpiece import WordPiece

OUTPUTS = ["upos", "feats", "lemma", "arc", "rel", "ner"]


def torch_backend(state, sizes, amp=False):
    """batch -> arrays: classes (logits for names), labels only for the best heads ([B,W])."""
    net = Network(sizes)
    net.load_state_dict(state)
    net.eval()

    @torch.no_grad()
    def run(b):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=amp):
            x = net.encoder(b["input_ids"], b["attention_mask"], b["shape_ids"])
        x = x.float()
        words = x.gather(1, b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        arc = net.arc_scores(words, x[:, 0], b["word_mask"])
        head = arc.argmax(-1)
        rel = net.rel_logits(words, x[:, 0], head).argmax(-1)
        out = {k: getattr(net, k)(words).argmax(-1).numpy() for k in ("upos", "feats", "lemma")}
        return {**out, "ner": net.ner(words).numpy(), "head": head.numpy(), "rel": rel.numpy()}
    return run


def onnx_backend(path):
    """batch -> arrays from an ONNX file."""
    s = session(path)

    def run(b):
        o = dict(zip(OUTPUTS, s.run(OUTPUTS, feed(b))))
        head = o["arc"].argmax(-1)
        rel = np.take_along_axis(o["rel"], head[..., None], 2)[..., 0]
        return {**{k: o[k].argmax(-1) for k in ("upos", "feats", "lemma")}, "ner": o["ner"], "head": head, "rel": rel}
    return run


def predictions(run, enc, sents, pieces=1500):
    """Arrays per sentence, in the order of the sentences."""
    out = [None] * len(sents)
    for idx in batches(enc, sents, pieces, None, noise=False):
        p = run(collate([enc.item(sents[i]) for i in idx]))
        for b, i in enumerate(idx):
            out[i] = {k: v[b][: len(sents[i]["words"])] for k, v in p.items()}
    return out


def tree_scores(run, enc, labels, sents):
    """Percentages on treebank sentences."""
    hit, n = dict.fromkeys(("upos", "feats", "lemma", "uas", "las", "las_full"), 0), 0
    L = labels.lists
    for s, p in zip(sents, predictions(run, enc, sents)):
        if p is None:
            n += len(s["words"])
            continue
        for i, w in enumerate(s["words"]):
            n += 1
            hit["upos"] += L["upos"][p["upos"][i]] == s["upos"][i]
            hit["feats"] += L["feats"][p["feats"][i]] == s["feats"][i]
            hit["lemma"] += apply_script(w, L["lemma"][p["lemma"][i]]) == s["lemma"][i]
            ok, rel = p["head"][i] == s["head"][i], L["rel"][p["rel"][i]]
            hit["uas"] += ok
            hit["las"] += ok and rel.split(":")[0] == s["rel"][i].split(":")[0]
            hit["las_full"] += ok and rel == s["rel"][i]
    return {k: round(100 * float(v) / n, 2) for k, v in hit.items()}


def name_scores(run, enc, labels, rows):
    """Precision, recall and F1 of PER, ORG and LOC spans."""
    sents = [{"words": w} for w, _ in rows]
    tp = np.zeros((4, 3))
    kinds = ["PER", "ORG", "LOC"]
    for (w, gold), p in zip(rows, predictions(run, enc, sents)):
        tags = [labels.lists["ner"][x].replace("GPE", "LOC") for x in decode(p["ner"], labels.transitions)] if p is not None else ["O"] * len(w)
        g = {x for x in spans(gold) if x[2] in kinds}
        q = {x for x in spans(tags) if x[2] in kinds}
        for i, sel in enumerate([None, *kinds]):
            a = {x for x in g if sel in (None, x[2])}
            b = {x for x in q if sel in (None, x[2])}
            tp[i] += [len(a & b), len(b), len(a)]
    res = {}
    for i, sel in enumerate(["all", *kinds]):
        t, b, a = tp[i]
        res[sel] = prf(t, b, a)
    return res


def prf(t, b, a):
    """Percentages from hits, found and gold."""
    prec, rec = t / max(b, 1), t / max(a, 1)
    return tuple(round(100 * float(x), 1) for x in (prec, rec, 2 * prec * rec / max(prec + rec, 1e-9)))


def type_scores(run, enc, labels, shared, cache):
    """Precision, recall, F1 and number of gold names of each type: against spaCy's silver labels, and against GUM's
    own types of mentions headed by a proper noun (by head word, places and states together)."""
    silver = {}
    with open(Path(cache) / "silver-dev.jsonl", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            silver[r["source"], r["id"]] = r["ner"]
    for source in ("ewt-dev", "gum-dev"):
        sents = load_treebank(Path(shared) / f"corpora/ud/{source}.conllu")
        count = {(k, t): np.zeros(3, int) for k in ("silver", "gold") for t in NAME_TYPES}
        for s, p in zip(sents, predictions(run, enc, sents)):
            found = set(spans([labels.lists["ner"][x] for x in decode(p["ner"], labels.transitions)]))
            want = set(spans(silver[source, s["id"]]))
            for t in NAME_TYPES:
                a, b = {x for x in found if x[2] == t}, {x for x in want if x[2] == t}
                count["silver", t] += [len(a & b), len(a), len(b)]
            if source == "gum-dev":
                # The smallest mention of each head.
                heads = {}
                for a, b, k in sorted(gum_mentions(s), key=lambda m: m[0] - m[1]):
                    heads[span_head(s["head"], a, b)] = k
                kind = {"person": "PER", "organization": "ORG", "place": "LOC", "event": "EVENT"}
                want = {(h, kind[k]) for h, k in heads.items() if s["upos"][h] == "PROPN" and k in kind}
                here = {(span_head(s["head"], a, b), k.replace("GPE", "LOC")) for a, b, k in found}
                for t in ("PER", "ORG", "LOC", "EVENT"):
                    a, b = {x for x in here if x[1] == t}, {x for x in want if x[1] == t}
                    count["gold", t] += [len(a & b), len(a), len(b)]
        for (k, t), (hit, b, a) in count.items():
            if a:
                print(f"{source} {k:6} {t:5}", *prf(hit, b, a), f"of {a}")


def name_sets(shared):
    """(name, rows) of the sets for measuring names."""
    ner = Path(shared) / "corpora/ner"
    yield "uner-ewt-dev", list(read_uner(ner / "uner-ewt-dev.iob2").values())
    yield "wikigold-tenth", [r for i, r in enumerate(read_columns(ner / "wikigold.conll")) if i % 10 == 0]


def report(run, enc, labels, shared, quick=False):
    """Print all figures."""
    for name in ("ewt-dev", "gum-dev"):
        sents = load_treebank(Path(shared) / f"corpora/ud/{name}.conllu")
        if quick:
            sents = sents[::4]
        print(name, tree_scores(run, enc, labels, sents), flush=True)
    for name, rows in name_sets(shared):
        print(name, "precision, recall, F1:", name_scores(run, enc, labels, rows), flush=True)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--checkpoint", help="measure this checkpoint in PyTorch")
    ap.add_argument("--weights", choices=["ema", "net"], default="ema")
    ap.add_argument("--onnx", help="measure this model.onnx")
    ap.add_argument("--labels", help="labels.json (default: beside the file)")
    ap.add_argument("--types", action="store_true", help="each type of name (needs silver.py --dev)")
    ap.add_argument("--quick", action="store_true", help="every fourth treebank sentence")
    args = ap.parse_args()
    torch.set_num_threads(1)
    path = args.checkpoint or args.onnx
    labels = Labels.load(args.labels or Path(path).parent / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels, limit=512)
    if args.checkpoint:
        c = torch.load(path, weights_only=False, map_location="cpu")
        print(f"step {c['step']} {args.weights}")
        run = torch_backend(c[args.weights], c["sizes"])
    else:
        run = onnx_backend(path)
    report(run, enc, labels, args.shared, args.quick)
    if args.types:
        type_scores(run, enc, labels, args.shared, args.cache)


if __name__ == "__main__":
    main()

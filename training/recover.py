"""Trainable weights from a shipped model.onnx, relation-layers.onnx and relation.onnx, for going on where no checkpoint
is left.

Undoes what `export.py` does: weights are multiplied by their scales, the evening out of input
channels is put back, and the division of queries by the root of the head size is taken out. What
rounding to 7 bits took away stays lost (0.1 LAS or less, see README.md), so a recovered model scores as
the int8 file does.
"""
import math

import numpy as np
import onnx
import torch
from onnx import numpy_helper

HEADS = ["upos", "feats", "lemma", "ner", "arc_dep", "rel_dep", "arc_head", "rel_head"]


class Reader:
    """Constants of a graph by the nodes that read them, in the order in which `export.build` wrote them."""

    def __init__(self, path):
        graph = onnx.load(str(path)).graph
        self.const = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
        self.nodes = list(graph.node)
        self.made = {o: n for n in self.nodes for o in n.output}
        self.readers = {}
        for n in self.nodes:
            for i in n.input:
                self.readers.setdefault(i, []).append(n)

    def of(self, kind):
        return [n for n in self.nodes if n.op_type == kind]

    def linears(self):
        """(weight [in, out], bias) of each quantised product, in order."""
        for n in self.of("MatMulInteger"):
            quantise = self.made[n.input[0]]
            before = self.made.get(quantise.input[0])
            cast = self.readers[n.output[0]][0]
            scale = self.readers[cast.output[0]][0]
            add = self.readers[scale.output[0]][0]
            weight = self.const[n.input[1]].astype(np.float32) * (self.const[scale.input[1]] / self.const[quantise.input[1]])
            # The divisor of the channels is the constant of the product before QuantizeLinear.
            even = self.const.get(before.input[1]) if before is not None and before.op_type == "Mul" else None
            if even is not None:
                weight = weight * even[:, None]
            yield weight, self.const[add.input[1]].copy()


def layer_weights(linears, prefix, i):
    """Products of layer `i`, named `prefix` and its number, from (weight, bias) in the order of `Reader.linears`."""
    w = {}
    for k, part in enumerate(("qkv", "out", "up", "down")):
        weight, bias = linears[4 * i + k]
        if part == "qkv":
            dim = len(weight)
            weight[:, :dim] *= math.sqrt(dim // 12)
            bias[:dim] *= math.sqrt(dim // 12)
        w[f"{prefix}{i}.{part}.weight"], w[f"{prefix}{i}.{part}.bias"] = weight.T, bias
    return w


def tensors(w):
    return {k: torch.from_numpy(np.array(v, dtype=np.float32, order="C")) for k, v in w.items()}


def weights(path, sizes):
    """State of a `Network` with `sizes` classes per head."""
    g, w = Reader(path), {}
    tokens, shapes = (g.const[n.input[0]] for n in g.of("Gather") if n.input[1] in ("input_ids", "shape_ids")
                      if g.const[n.input[0]].shape[1] > 1)
    scale = next(g.const[n.input[0]] for n in g.of("Gather") if n.input[1] == "input_ids" and g.const[n.input[0]].shape[1] == 1)
    w["encoder.tokens.weight"] = tokens.astype(np.float32) * scale
    w["encoder.shapes.weight"] = shapes
    w["encoder.positions.weight"] = next(g.const[n.input[0]] for n in g.of("Slice") if n.input[0] in g.const)
    norms = [(g.const[n.input[1]], g.const[n.input[2]]) for n in g.of("LayerNormalization")]
    layers, linears = (len(norms) - 1) // 2, list(g.linears())
    names = ["encoder.norm"] + [f"encoder.layers.{i}.norm{k}" for i in range(layers) for k in (1, 2)]
    for name, (weight, bias) in zip(names, norms, strict=True):
        w[name + ".weight"], w[name + ".bias"] = weight, bias
    for i in range(layers):
        w.update(layer_weights(linears, "encoder.layers.", i))
    weight, bias = linears[4 * layers]
    label = linears[4 * layers + 1][0].shape[0]
    arc = (weight.shape[1] - sum(sizes[h] for h in HEADS[:4]) - 2 * label) // 2
    start = 0
    for h in HEADS:
        n = sizes.get(h) or (arc if h.startswith("arc") else label)
        w[h + ".weight"], w[h + ".bias"] = weight[:, start:start + n].T, bias[start:start + n]
        start += n
    product = next(n for n in g.of("MatMul") if n.input[1] in g.const and g.const[n.input[1]].shape == (arc, arc))
    add = g.readers[product.output[0]][0]
    w["arc_w"] = np.concatenate([g.const[product.input[1]], g.const[add.input[1]][None]])
    n = sizes["rel"]
    (left, left_bias), (const, const_bias) = linears[4 * layers + 1:]
    rel = np.zeros((label + 1, n, label + 1), np.float32)
    rel[:label, :, :label] = left.reshape(label, n, label)
    rel[label, :, :label] = left_bias.reshape(n, label)
    rel[:label, :, label], rel[label, :, label] = const, const_bias
    w["rel_w"] = rel
    return tensors(w)


def relation_weights(folder):
    """State of `Relations`, but for the question of words, which is not shipped."""
    g, head, w = Reader(folder / "relation-layers.onnx"), Reader(folder / "relation.onnx").const, {}
    linears = list(g.linears())
    for i in range(len(linears) // 4):
        w.update(layer_weights(linears, "layers.", i))
        for k in ("norm1", "norm2"):
            for x in ("weight", "bias"):
                w[f"layers.{i}.{k}.{x}"] = g.const[f"{k}.{i}.{x}"]
    for name, value in head.items():
        if name.endswith((".weight", ".bias", ".between", ".way")):
            is_product = name.endswith(".weight") and value.ndim == 2
            w["relation." + name] = value.T if is_product else value
    return tensors(w)


def main():
    """Write checkpoints: last.pt for evaluate.py, export.py and the trunk of relation.py; relations.pt for its --init."""
    import argparse
    import shutil
    from pathlib import Path
    from data import Labels
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--model", type=Path, default=Path("../data/model"), help="folder of the files")
    ap.add_argument("--out", type=Path, required=True, help="folder to write into; labels.json is put there as well")
    args = ap.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    labels = Labels.load(args.model / "labels.json")
    state = weights(args.model / "model.onnx", labels.sizes())
    torch.save({"ema": state, "sizes": labels.sizes(), "step": 0}, args.out / "last.pt")
    shutil.copy(args.model / "labels.json", args.out)
    torch.save({"ema": relation_weights(args.model)}, args.out / "relations.pt")


if __name__ == "__main__":
    main()

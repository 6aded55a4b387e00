"""Fit `data/lexicon/antecedents.toml`: which antecedent a pronoun has.

The product lists for each pronoun what it might stand for, with features (`tidings mentions --antecedents`). Where an
annotated claim has the pronoun as its subject or object, the right candidates are those that the article calls what the claim
does. A log-linear model with some weights for each kind of pronoun is fitted on articles that are not held out. Prints how often the first candidate is right, and how often one is taken.
"""
import argparse
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import torch

from data import add_paths
from pairs import ROOT, documents, run_product

HEAD = """# What tells which antecedent a pronoun of the third person has: weights of features, by kind of pronoun. The likeliest
# candidate by the sum of its weights is taken where its share among all is at least `least`.
# Written by training/antecedents.py from annotated articles; src/mention/coreference/antecedent.rs says what the features are.
"""


# What the network for antecedents (`antecedent_network.py`) thinks, which is fitted after the weights.
WORDS = "the words"


class Question(NamedTuple):
    """A pronoun whose antecedent is annotated, as the product asks it, and which of its candidates are right."""
    article: str
    held: bool
    asked: dict
    right: list


def questions(args):
    """The pronouns whose antecedent is annotated, and the texts that they stand in."""
    texts = [d for d in documents(args.shared, args.tidings, tests=False) if d[4] is not None]
    articles, asked, out = [d[2] for d in texts], defaultdict(dict), []
    for q in run_product(args.tidings, articles, "mentions", "--antecedents"):
        asked[q["article"]][q["start"], q["end"]] = q
    for source, held, article, claims, gold in texts:
        seen = {}
        for claim, *spans in claims:
            for name, span in zip((claim["s"], claim["o"]), spans):
                seen.setdefault(tuple(span), set()).add(name)
        for span, names in sorted(seen.items()):
            q = asked[article["id"]].get(span)
            if q and q["candidates"]:
                called = lambda name: gold.resolve({"name": name, "text": name, "wikidata": None})
                for c in q["candidates"]:
                    c["features"].pop(WORDS, None)
                # Of several together each is right, if the claims name each.
                right = [all(called(x) & names for x in c.get("members") or [c["name"]]) for c in q["candidates"]]
                out.append(Question(article["id"], held, q, [bool(x) for x in right]))
    return out, articles


def log_sum(values, owner, n):
    """Logarithm of the sum of the exponentials of what each of `n` owners has."""
    top = torch.full((n,), -1e9).scatter_reduce(0, owner, values, "amax")
    return top + torch.zeros(n).index_add(0, owner, (values - top[owner]).exp()).log()


def loss_of(values, owner, right, n):
    """Minus the logarithm of the share of the right answers, for each of `n` pronouns."""
    return log_sum(values, owner, n) - log_sum(values[right], owner[right], n)


def by_features(weights, candidates):
    """The sums of the weights of the features of candidates."""
    return [sum(weights.get(f, 0.0) * v for f, v in c.items()) for c in candidates]


def count(table, shares, right, least):
    """Takes in whether the likeliest candidate of a pronoun is right, and whether it is taken."""
    share, best = shares.max(0)
    taken = share.item() >= least
    table.update({"asked": 1, "any right": any(right), "first right": right[best], "taken": taken, "taken and right": taken and right[best]})


def show(tables):
    """Prints what `count` has taken in, by kind of pronoun and by how it was measured."""
    print("| pronoun | | asked | right one among them | first right | taken | of these right |\n|---|---|---|---|---|---|---|")
    for (kind, how), t in sorted(tables.items()):
        of = lambda a, b: f"{100 * t[a] / max(t[b], 1):.1f}"
        print(f"| {kind} | {how} | {t['asked']} | {of('any right', 'asked')} | {of('first right', 'asked')} | "
              f"{of('taken', 'asked')} | {of('taken and right', 'taken')} |")


def fit(asked, penalty, own):
    """Weights of each class: those that all classes share, and what a class has of its own (`own` times the penalty)."""
    classes, names = (sorted(x) for x in ({q[0] for q in asked}, {f for q in asked for c in q[2] for f in c}))
    column = {n: i for i, n in enumerate(names)}
    rows, owner, kind, right = [], [], [], []
    for n, (of_class, _, features, good) in enumerate(asked):
        for c, ok in zip(features, good):
            row = torch.zeros(len(names))
            for f, v in c.items():
                row[column[f]] = v
            rows.append(row), owner.append(n), kind.append(classes.index(of_class)), right.append(ok)
    x, owner, kind, right = torch.stack(rows), torch.tensor(owner), torch.tensor(kind), torch.tensor(right)
    shared, apart = torch.zeros(len(names), requires_grad=True), torch.zeros(len(classes), len(names), requires_grad=True)
    opt = torch.optim.LBFGS([shared, apart], max_iter=300, line_search_fn="strong_wolfe")

    def step():
        opt.zero_grad()
        values = (x * (shared + apart)[kind]).sum(1)
        loss = loss_of(values, owner, right, len(asked)).sum()
        loss = loss + penalty * (shared ** 2).sum() + own * penalty * (apart ** 2).sum()
        loss.backward()
        return loss
    opt.step(step)
    return {k: {n: round(v, 2) for n, v in zip(names, w) if abs(v) >= 0.005} for k, w in zip(classes, (shared + apart).tolist())}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_paths(ap)
    ap.add_argument("--tidings", default="tidings", help="the product's binary")
    ap.add_argument("--out", type=Path, default=ROOT / "data/lexicon/antecedents.toml")
    ap.add_argument("--penalty", type=float, default=0.5)
    ap.add_argument("--own", type=float, default=2.0, help="how much more weights cost that a kind of pronoun has for itself")
    ap.add_argument("--least", type=float, default=0.4)
    args = ap.parse_args()
    asked = [(q.asked["class"], q.held, [c["features"] for c in q.asked["candidates"]], q.right) for q in questions(args)[0]]
    lines, tables = [HEAD + f"\nleast = {args.least}\n"], defaultdict(Counter)
    fitted = fit([q for q in asked if not q[1] and any(q[3])], args.penalty, args.own)
    for kind, weights in fitted.items():
        lines.append(f"\n[weight.{kind}]\n" + "".join(f'"{n}" = {v}\n' for n, v in sorted(weights.items(), key=lambda x: -x[1])))
        for _, held, features, right in (q for q in asked if q[0] == kind):
            values = torch.tensor(by_features(weights, features))
            count(tables[kind, "held out" if held else "fitted"], values.softmax(0), right, args.least)
    args.out.write_text("".join(lines), encoding="utf-8")
    show(tables)


if __name__ == "__main__":
    main()

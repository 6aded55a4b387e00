"""Corpora, labels and batches."""
import json
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import torch

from wordpiece import (CHAR_MAP, S_CAPITAL, S_LOWER, S_MIXED, S_TITLE, S_UPPER, SHAPES, shape)

NAME_TYPES = ["PER", "ORG", "LOC", "GPE", "NORP", "EVENT", "WORK"]
IGNORE = -100
# A name of some other kind: the tag "!" asks only that it be none of PER, ORG, LOC, GPE.
OTHER, OTHER_ID = "!", -200
OTHER_ALLOWED = [0, *range(9, 15)]
# Who drew the names' borders: each set has habits of its own, which the network learns apart (see model.py).
SCHEMES = ["uner", "wikigold", "wnut17", "gum", "news"]
# How often a pass uses a sentence of a name-only source.
PASSES = {"wikigold": 3.0, "wnut17": 0.7, "claims": 1.5, "wikinews": 0.45, "patterns": 0.5}


def add_paths(ap):
    """Arguments that every script has."""
    ap.add_argument("--shared", default="../shared", help="folder with corpora/, news/, claims-train/, gazetteer/")
    ap.add_argument("--cache", default=os.path.expanduser("~/.cache/tidings/training"), help="checkpoints and caches")


# ---------------------------------------------------------------- reading

def read_conllu(path):
    """Sentences of a CoNLL-U file; multiword ranges and empty nodes are left out."""
    sent = None
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# sent_id"):
                sent = {"id": line.split("=", 1)[1].strip(), "words": [], "lemma": [], "upos": [], "feats": [],
                        "head": [], "rel": [], "misc": []}
            elif not line:
                if sent and sent["words"]:
                    yield sent
                sent = None
            elif line[0] != "#":
                c = line.split("\t")
                if not c[0].isdigit():
                    continue
                for key, i in (("words", 1), ("lemma", 2), ("upos", 3), ("feats", 5), ("rel", 7), ("misc", 9)):
                    sent[key].append(c[i])
                sent["head"].append(int(c[6]))
    if sent and sent["words"]:
        yield sent


def read_columns(path, word=0, tag=1):
    """(words, tags) of a file with one token per line and blank lines between sentences."""
    words, tags = [], []
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.strip():
                if words:
                    yield words, tags
                words, tags = [], []
            elif not (line.startswith("# ") and ("=" in line)):
                c = line.rstrip("\n").split("\t" if "\t" in line else " ")
                words.append(c[word])
                tags.append(c[tag])
    if words:
        yield words, tags


def read_uner(path):
    """sent_id -> (words, tags) of a Universal NER file."""
    out, sid = {}, None
    with open(path, encoding="utf-8") as f:
        for line in f:
            if line.startswith("# sent_id"):
                sid = line.split("=", 1)[1].strip()
                out[sid] = ([], [])
            elif line[0].isdigit():
                c = line.rstrip("\n").split("\t")
                out[sid][0].append(c[1])
                out[sid][1].append(c[2] if c[2][2:] != "O" else "O")
    return out


def spans(tags):
    """(start, end, type) spans of BIO (or IO) tags."""
    out, start, kind = [], None, None
    for i, t in enumerate([*tags, "O"]):
        if kind is not None and (t == "O" or t[:2] == "B-" or t[2:] != kind):
            out.append((start, i, kind))
            kind = None
        if t != "O" and kind is None:
            start, kind = i, t[2:]
    return out


def to_bio(n, items, base=None):
    """BIO tags from spans."""
    tags = base or ["O"] * n
    for s, e, k in items:
        tags[s:e] = ["B-" + k] + ["I-" + k] * (e - s - 1)
    return tags


# ---------------------------------------------------------------- names

def merge_uner(gold, silver):
    """Gold PER, ORG, LOC with silver GPE, NORP, EVENT, WORK; OTHER where gold says OTH and silver nothing."""
    n = len(gold)
    g, s = spans(gold), spans(silver)
    taken, tags = [False] * n, ["O"] * n
    for a, b, k in g:
        over = [x for x in s if x[0] < b and a < x[1]]
        if k == "LOC" and any(x[2] == "GPE" for x in over):
            k = "GPE"
        if k == "OTH":
            good = [x for x in over if x[2] in ("NORP", "EVENT", "WORK")]
            if good:
                k = good[0][2]
            else:
                tags[a:b] = [OTHER] * (b - a)
                taken[a:b] = [True] * (b - a)
                continue
        to_bio(n, [(a, b, k)], tags)
        taken[a:b] = [True] * (b - a)
    for a, b, k in s:
        if k in ("NORP", "EVENT", "WORK") and not any(taken[a:b]):
            to_bio(n, [(a, b, k)], tags)
    return tags


def merge_wikigold(gold, silver):
    """As for UNER; MISC takes the silver type, or is only kept from PER, ORG, LOC."""
    return merge_uner(["O" if t == "O" else t.replace("MISC", "OTH") for t in gold], silver)


WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}


def read_wnut(path):
    """WNUT17 with its types mapped; products and works are OTHER."""
    for words, tags in read_columns(path):
        out = []
        for t in tags:
            kind = t[2:]
            out.append("O" if t == "O" else t[:2] + WNUT[kind] if kind in WNUT else OTHER)
        yield words, out


GUM_TYPE = {"person": "PER", "organization": "ORG", "place": "LOC"}
# What GUM calls one of these is no person, body or place, whatever the silver label says.
GUM_OTHER = {"object", "abstract", "animal", "plant", "substance", "time", "event"}


def gum_mentions(sent):
    """(start, end, type) of the mentions of GUM's Entity= field that lie within the sentence."""
    open_, out = [], []
    for i, misc in enumerate(sent["misc"]):
        m = re.search(r"Entity=([^|]*)", misc)
        if not m:
            continue
        for part in re.findall(r"\([^()]*\)?|[^()]+\)", m.group(1)):
            if part.startswith("("):
                f = part[1:].rstrip(")").split("-")
                item = (f[0], i, f[1] if len(f) > 1 else "")
                if part.endswith(")"):
                    out.append((i, i + 1, item[2]))
                else:
                    open_.append(item)
            else:
                key = part.rstrip(")").split("-")[0]
                for j in range(len(open_) - 1, -1, -1):
                    if open_[j][0] == key:
                        out.append((open_[j][1], i + 1, open_[j][2]))
                        del open_[j]
                        break
    return out


def span_head(head, a, b):
    """Word (0-based) of a..b whose head lies outside."""
    for i in range(a, b):
        h = head[i] - 1
        if h < a or h >= b:
            return i
    return a


def merge_gum(sent, silver):
    """Silver names corrected by GUM's mentions headed by a proper noun."""
    n, s = len(silver), spans(silver)
    by_head = {}
    for a, b, k in gum_mentions(sent):
        h = span_head(sent["head"], a, b)
        if sent["upos"][h] == "PROPN" and (h not in by_head or b - a < by_head[h][1] - by_head[h][0]):
            by_head[h] = (a, b, k)
    out, blank = [], []
    for a, b, k in s:
        h = span_head(sent["head"], a, b)
        gold = by_head.get(h, (0, 0, None))[2]
        want = GUM_TYPE.get(gold)
        if k in ("PER", "ORG", "LOC", "GPE"):
            if want and want != k and not (want == "LOC" and k == "GPE"):
                k = want
            elif gold == "event":
                k = "EVENT"
            elif gold in GUM_OTHER:
                blank.append((a, b, OTHER))
                continue
            elif gold is None:
                # No mention of a name here: the silver label may be wrong.
                blank.append((a, b, None))
                continue
        by_head.pop(h, None)
        out.append((a, b, k))
    tags = to_bio(n, out)
    for h, (a, b, k) in by_head.items():
        if k not in GUM_TYPE or tags[h] != "O":
            continue
        first = last = h
        while first > a and sent["upos"][first - 1] == "PROPN":
            first -= 1
        while last + 1 < b and sent["upos"][last + 1] == "PROPN":
            last += 1
        if all(t == "O" for t in tags[first:last + 1]):
            to_bio(n, [(first, last + 1, GUM_TYPE[k])], tags)
    for a, b, k in blank:
        for i in range(a, b):
            if tags[i] == "O":
                tags[i] = k
    return tags


# ---------------------------------------------------------------- lemma scripts

def lemma_script(form, lemma):
    """Shortest edit script; absolute where the two share too little."""
    best = None
    for case in ("l", "k"):
        f = form.lower() if case == "l" else form
        size, fi, li = 0, 0, 0
        for i in range(len(f)):
            for j in range(len(lemma)):
                k = 0
                while i + k < len(f) and j + k < len(lemma) and f[i + k] == lemma[j + k]:
                    k += 1
                if k > size:
                    size, fi, li = k, i, j
        sp, ap, ss, tail = fi, lemma[:li], len(f) - fi - size, lemma[li + size:]
        cost = sp + ss + len(ap) + len(tail)
        if size and (best is None or cost < best[0]):
            best = (cost, size, f"{case}|{sp}|{ap}|{ss}|{tail}")
    if best is None or best[1] * 2 < len(lemma) or best[0] > 6:
        return "=" + lemma
    return best[2]


def apply_script(form, script):
    """Lemma of a form; the form itself where the script cannot apply."""
    if script.startswith("="):
        return script[1:]
    case, sp, ap, ss, tail = script.split("|")
    f = form.lower() if case == "l" else form
    sp, ss = int(sp), int(ss)
    if sp + ss > len(f):
        return f
    return ap + f[sp:len(f) - ss] + tail


# ---------------------------------------------------------------- labels

class Labels:
    """Class lists of all heads, kept in labels.json, and what one name tag after another scores.

    `transitions` has a row for the start of a sentence and one for each tag before, with a column for each tag after.
    """

    def __init__(self, lists, transitions=None):
        self.lists, self.transitions = lists, transitions
        self.ids = {k: {v: i for i, v in enumerate(vs)} for k, vs in lists.items()}

    @classmethod
    def build(cls, sents, relations):
        count = defaultdict(Counter)
        for s in sents:
            for k in ("upos", "feats", "rel", "script"):
                count[k].update(s[k])
        keep = lambda k, least: [v for v, n in sorted(count[k].items(), key=lambda x: (-x[1], x[0])) if n >= least and v != "?"]
        return cls({"upos": keep("upos", 1), "feats": keep("feats", 6), "lemma": keep("script", 3),
                    "rel": keep("rel", 2), "ner": ["O"] + [p + t for t in NAME_TYPES for p in ("B-", "I-")],
                    "relations": ["none", *relations]})

    def sizes(self):
        return {k: len(v) for k, v in self.lists.items() if k != "relations"}

    def save(self, path):
        obj = {"format": 1, "model": "tidings-minilm-joint", "max_pieces": 512, "shapes": SHAPES, "char_map": CHAR_MAP,
               **self.lists}
        if self.transitions is not None:
            obj["ner_transitions"] = self.transitions
        text = json.dumps(obj, ensure_ascii=False, indent=1)
        # Rows of numbers stand on one line.
        text = re.sub(r"\[\s+(-?[\d.,\s-]+?)\s+\]", lambda m: "[" + re.sub(r"\s+", " ", m.group(1)) + "]", text)
        Path(path).write_text(text + "\n", encoding="utf-8")

    @classmethod
    def load(cls, path):
        obj = json.loads(Path(path).read_text(encoding="utf-8"))
        return cls({k: obj[k] for k in ("upos", "feats", "lemma", "rel", "ner", "relations")}, obj.get("ner_transitions"))


def load_treebank(path):
    """Treebank sentences with lemma scripts."""
    out = []
    for s in read_conllu(path):
        s["script"] = ["?" if "|" in le or le == "_" and w != "_" else lemma_script(w, le)
                       for w, le in zip(s["words"], s["lemma"])]
        out.append(s)
    return out


def predicates(shared):
    import csv
    with open(Path(shared) / "predicates.csv", encoding="utf-8") as f:
        return [r["predicate"] for r in csv.DictReader(f)]


# ---------------------------------------------------------------- training sets

def load_training(shared, cache):
    """(treebank sentences, name-only sentences); `ner` holds tags, None = not in the loss."""
    ud, ner = Path(shared) / "corpora/ud", Path(shared) / "corpora/ner"
    silver = defaultdict(dict)
    rows = []
    with open(Path(cache) / "silver.jsonl", encoding="utf-8") as f:
        for line in f:
            r = json.loads(line)
            silver[r["source"]][r["id"]] = r["ner"]
            if r["source"] in ("claims", "wikinews", "patterns"):
                rows.append(r)
    uner = read_uner(ner / "uner-ewt-train.iob2")
    trees, names = [], []
    for s in load_treebank(ud / "ewt-train.conllu"):
        gold = uner.get(s["id"])
        sil = silver["ewt-train"].get(s["id"])
        s["ner"] = merge_uner(gold[1], sil) if gold and gold[0] == s["words"] else None
        s["weight"], s["scheme"] = 1.0, "uner"
        trees.append(s)
    for s in load_treebank(ud / "gum-train.conllu"):
        s["ner"], s["weight"], s["scheme"] = merge_gum(s, silver["gum-train"][s["id"]]), 0.7, "gum"
        trees.append(s)
    for s in trees:
        s.pop("misc")
    for i, (words, tags) in enumerate(read_columns(ner / "wikigold.conll")):
        if i % 10:
            names.append({"words": words, "ner": merge_wikigold(tags, silver["wikigold"][str(i)]), "weight": 1.0,
                          "source": "wikigold", "scheme": "wikigold"})
    for words, tags in read_wnut(ner / "wnut17-train.conll"):
        names.append({"words": words, "ner": tags, "weight": 0.4, "source": "wnut17", "scheme": "wnut17"})
    for r in rows:
        names.append({"words": r["words"], "ner": r["ner"], "weight": 1.0 if r["source"] == "claims" else 0.6, "source": r["source"],
                      "scheme": "news"})
    return trees, [fold_hyphens(s) for s in names]


def fold_hyphens(s):
    """Split hyphenated words as UD does (`techno-based` -> techno - based), labels following."""
    words, tags = [], []
    for w, t in zip(s["words"], s["ner"]):
        parts = re.findall(r"[^-\u2013]+|[-\u2013]", w) if re.fullmatch(r"[^\W_]+(?:['\u2019.]?[-\u2013][^\W_]+)+", w) else [w]
        words += parts
        inner = t if t in (None, "O", OTHER) else "I-" + t[2:]
        tags += [t] + [inner] * (len(parts) - 1)
    return {**s, "words": words, "ner": tags}


class Swapper:
    """Other names for names in training sentences: from the entities table, or of the same kind in the training data."""

    COUNTRIES = set("AM AZ GE RU UA BY MD TR IR IQ SY LB IL PS JO SA YE AE QA KW OM BH EG LY TN DZ MA SD SS ET ER SO DJ KE "
                    "UG RW BI TZ CD CG CF CM TD NE NG ML BF SN GM GN SL LR CI GH TG BJ MR ZA ZW ZM MW MZ AO NA BW KZ KG UZ "
                    "TM TJ AF PK IN BD LK NP MM TH LA KH VN MY ID PH CN MN KR KP JP TW".split())
    SMALL = {"of", "the", "and", "for", "in", "&", "-"}

    def __init__(self, shared, sents=()):
        self.table, self.seen, self.countries = defaultdict(list), defaultdict(list), []
        word = re.compile(r"[^\W\d_][\w'\u2019.]*")
        with open(Path(shared) / "gazetteer/entities.tsv", encoding="utf-8") as f:
            next(f)
            for line in f:
                c = line.rstrip("\n").split("\t")
                kind = {"person": "PER", "place": "LOC", "country": "LOC", "org": "ORG"}.get(c[1])
                if c[1] == "country" and len(c) > 5:
                    self.countries.append(re.findall(r"[^-\s]+|-", c[2]))
                if len(c) < 6 or kind is None or kind == "LOC" and c[1] != "country" and c[5] not in self.COUNTRIES:
                    continue
                words = re.findall(r"[^-\s]+|-", c[2])
                if not words or len(words) > 5 or not c[2][0].isupper():
                    continue
                if not all(w in self.SMALL or word.fullmatch(w) and (kind != "ORG" or w[0].isupper()) for w in words):
                    continue
                self.table[kind, len(words)].append(words)
        # Surnames stand alone in later mentions.
        self.table["PER", 1] += [p[-1:] for p in self.table["PER", 2]]
        for s in sents:
            for a, b, k in spans(["O" if t in (None, OTHER) else t for t in s["ner"] or ()]):
                self.seen["LOC" if k == "GPE" else k, b - a].append(s["words"][a:b])

    def __call__(self, rng, words, tags, same_length):
        words, tags = list(words), list(tags)
        for a, b, k in reversed(spans(["O" if t in (None, OTHER) else t for t in tags])):
            kind = "LOC" if k == "GPE" else k
            if kind not in ("PER", "LOC", "ORG") or rng.random() < 0.3:
                continue
            n = b - a
            if not same_length and n > 1:
                n = rng.choice({"PER": [1, 2, 2, 3, 3, 4], "LOC": [1, 1, 2, 3], "ORG": [1, 2, 2, 3, 3, 4]}[kind])
            pool = (self.seen if rng.random() < (0.6 if kind == "ORG" else 0.4) else self.table)[kind, n]
            if not pool:
                continue
            new = rng.choice(pool)
            words[a:b] = new
            tags[a:b] = ["B-" + k] + ["I-" + k] * (len(new) - 1)
        return words, tags


class Offices:
    """Puts office and body before a person's name ("Speaker of the Milli Majlis Sahiba Gafarova"), where the two names stand
    side by side as the press of many countries writes them and as the hand-labelled sets hardly ever do."""

    PORTFOLIOS = ["Foreign Affairs", "Defence", "Defense", "Internal Affairs", "Economy", "Finance", "Justice", "Health", "Energy",
                  "Education", "Culture", "Transport", "Agriculture"]

    def __init__(self, path, swapper, trees):
        import tomllib
        with open(path, "rb") as f:
            offices = tomllib.load(f)["office"]
        self.titles = [n.split() for o in offices if o.get("post") and not o.get("candidate") for n in o["names"]]
        self.titles = [t for t in self.titles if len(t) < 3 and "of" not in t]
        self.swapper = swapper
        # The usual tag of a capitalised word within a sentence.
        seen = defaultdict(Counter)
        for s in trees:
            for w, u in zip(s["words"][1:], s["upos"][1:]):
                if w[0].isupper():
                    seen[w][u] += 1
        self.upos = {w: c.most_common(1)[0][0] for w, c in seen.items()}

    def phrase(self, rng):
        """[(form, upos, index of the head in the phrase or None, relation, name tag)]; the first noun heads it."""
        out = []

        def noun_phrase(words, head, rel, tag):
            """Words whose last is the head; the others are adjectives or nouns before it."""
            last = len(out) + len(words) - 1
            for k, w in enumerate(words):
                kind = "O" if tag is None else ("B-" if k == 0 else "I-") + tag
                if k + 1 == len(words):
                    out.append((w, "NOUN" if w.islower() else "PROPN", head, rel, kind))
                elif self.upos.get(w.capitalize(), "PROPN") == "ADJ":
                    out.append((w, "ADJ", last, "amod", kind))
                else:
                    out.append((w, "NOUN" if w.islower() else "PROPN", last, "compound", kind))
            return last

        def of(words, head, tag, article):
            last = len(out) + 1 + article + len(words) - 1
            out.append(("of", "ADP", last, "case", "O"))
            if article:
                out.append(("the", "DET", last, "det", "O"))
            return noun_phrase(words, head, "nmod", tag)

        lower = rng.random() < 0.3
        title = rng.choice(self.titles)
        minister = rng.random() < 0.3
        if minister:
            title = ["minister"]
        title = title if lower else [w.capitalize() for w in title]
        head = noun_phrase(title, None, "nmod:desc", None)
        if minister:
            of(rng.choice(self.PORTFOLIOS).split(), head, None, 0)
        if rng.random() < 0.4:
            of(rng.choice(self.swapper.countries), head, "GPE", 0)
        else:
            body = rng.choice(self.swapper.table["ORG", rng.choice([1, 2, 2, 3, 3, 4])])
            if not any(w in self.swapper.SMALL for w in body):
                of(body, head, "ORG", int(rng.random() < 0.7))
        return out

    def person(self, rng, tags, free=lambda a, b: True):
        people = [(a, b) for a, b, k in spans(["O" if t in (None, OTHER) else t for t in tags])
                  if k == "PER" and b - a in (2, 3) and (a == 0 or tags[a - 1] == "O") and free(a, b)]
        return rng.choice(people) if people else None

    def __call__(self, rng, words, tags):
        """Words and name tags of a sentence without a tree."""
        span = self.person(rng, tags)
        if span is None:
            return words, tags
        a, b = span
        person = rng.choice(self.swapper.table["PER", b - a]) if rng.random() < 0.6 else words[a:b]
        phrase = self.phrase(rng)
        new = [p[0] for p in phrase] + list(person)
        if a == 0:
            new[0] = new[0][0].upper() + new[0][1:]
        return ([*words[:a], *new, *words[b:]],
                [*tags[:a], *[p[4] for p in phrase], "B-PER", *["I-PER"] * (b - a - 1), *tags[b:]])

    def tree(self, rng, s):
        """A treebank sentence with office and body before a flat name that has nothing on its left."""
        def free(a, b):
            flat = all(s["rel"][i] == "flat" and s["head"][i] == a + 1 for i in range(a + 1, b))
            alone = all(s["head"][i] != a + 1 for i in range(a) if s["rel"][i] not in ("case", "cc", "punct", "mark"))
            return flat and alone and s["upos"][a] == "PROPN" and s["rel"][a] not in ("flat", "compound", "nmod:desc", "appos")
        span = self.person(rng, s["ner"], free)
        if span is None:
            return s
        a, b = span
        phrase = self.phrase(rng)
        n = len(phrase)
        moved = lambda h: h + n if h > a else h
        person = rng.choice(self.swapper.table["PER", b - a]) if rng.random() < 0.6 else s["words"][a:b]
        number = {"ADJ": "Degree=Pos", "DET": "Definite=Def|PronType=Art", "ADP": "_"}
        form = lambda i, w: w[0].upper() + w[1:] if i == a == 0 else w
        lemma = lambda w, u: w.lower() if u in ("ADP", "DET", "NOUN") or u == "ADJ" and w.islower() else w
        rows = {
            "words": [form(a + i, p[0]) for i, p in enumerate(phrase)] + list(person),
            "upos": [p[1] for p in phrase] + s["upos"][a:b],
            "feats": [number.get(p[1], "Number=Sing") for p in phrase] + s["feats"][a:b],
            "script": [lemma_script(form(a + i, p[0]), lemma(p[0], p[1])) for i, p in enumerate(phrase)] + s["script"][a:b],
            "rel": [p[3] for p in phrase] + s["rel"][a:b],
            "head": [a + 1 + (n if p[2] is None else p[2]) for p in phrase] + [moved(h) for h in s["head"][a:b]],
            "ner": [p[4] for p in phrase] + s["ner"][a:b],
        }
        out = {k: s[k] for k in ("weight", "scheme")}
        for k, mid in rows.items():
            before, after = s[k][:a], s[k][b:]
            if k == "head":
                before, after = [moved(h) for h in before], [moved(h) for h in after]
            out[k] = [*before, *mid, *after]
        return out


def case_noise(rng, shapes):
    """The same sentence written all lower, all title or all upper."""
    kind = rng.choice("ltu")
    low = (S_TITLE, S_UPPER, S_CAPITAL, S_MIXED)
    if kind == "l":
        return [S_LOWER if x in low else x for x in shapes]
    if kind == "t":
        return [S_TITLE if x == S_LOWER else x for x in shapes]
    return [S_UPPER if x in (S_LOWER, S_TITLE, S_MIXED) else x for x in shapes]


class Encoder:
    """Sentences to arrays."""

    def __init__(self, wp, labels, swapper=None, offices=None, limit=300):
        self.wp, self.labels, self.swapper, self.offices, self.limit = wp, labels, swapper, offices, limit

    def length(self, s):
        return 2 + sum(len(self.wp.word(w)) for w in s["words"])

    def item(self, s, rng=None):
        """Arrays of one sentence; with `rng` the training noise is added."""
        tree = "head" in s
        if rng is not None and self.offices and tree and s.get("ner") is not None and rng.random() < 0.35:
            s = self.offices.tree(rng, s)
        words, ner = s["words"], s.get("ner")
        cut = None
        if rng is not None and self.swapper and ner is not None and rng.random() < (0.2 if tree else 0.35):
            words, ner = self.swapper(rng, words, ner, same_length=tree or "fixed" in s)
        if rng is not None and self.offices and s.get("scheme") in ("wikigold", "news") and "fixed" not in s and rng.random() < 0.12:
            words, ner = self.offices(rng, words, ner)
        n = len(words)
        if rng is not None and tree and n > 2 and words[-1] in (".", "!") and rng.random() < 0.06 and n not in s["head"]:
            cut, n = True, n - 1
        words = words[:n]
        ids, index = [self.wp.cls], []
        for w in words:
            index.append(len(ids))
            ids += self.wp.word(w)
        ids.append(self.wp.sep)
        shapes = [shape(w) for w in words]
        if rng is not None and rng.random() < 0.08:
            shapes = case_noise(rng, shapes)
        sh = [0] * len(ids)
        for i, x in zip(index, shapes):
            sh[i] = x
        if rng is not None:
            for i in range(1, len(ids) - 1):
                if rng.random() < 0.04:
                    ids[i] = self.wp.mask if rng.random() < 0.7 else self.wp.unk
        out = {"ids": ids, "shapes": sh, "index": index, "tree": tree, "weight": s.get("weight", 1.0),
               "scheme": SCHEMES.index(s.get("scheme", "news"))}
        L = self.labels.ids
        if tree:
            out["upos"] = [L["upos"][x] for x in s["upos"][:n]]
            out["feats"] = [L["feats"].get(x, IGNORE) for x in s["feats"][:n]]
            out["lemma"] = [L["lemma"].get(x, IGNORE) for x in s["script"][:n]]
            out["rel"] = [L["rel"].get(x, IGNORE) for x in s["rel"][:n]]
            out["head"] = s["head"][:n]
        out["ner"] = [IGNORE] * n if ner is None else [IGNORE if t is None else OTHER_ID if t == OTHER else L["ner"][t]
                                                       for t in ner[:n]]
        return out


def collate(items):
    """Padded tensors of a batch of items of one kind."""
    B, T, W = len(items), max(len(x["ids"]) for x in items), max(len(x["index"]) for x in items)
    z = lambda w, fill=0: np.full((B, w), fill, dtype=np.int64)
    out = {"input_ids": z(T), "attention_mask": z(T), "shape_ids": z(T), "word_index": z(W), "word_mask": z(W)}
    keys = ["ner"] + (["upos", "feats", "lemma", "rel", "head"] if items[0]["tree"] else [])
    for k in keys:
        out[k] = z(W, IGNORE)
    for b, x in enumerate(items):
        t, w = len(x["ids"]), len(x["index"])
        out["input_ids"][b, :t] = x["ids"]
        out["attention_mask"][b, :t] = 1
        out["shape_ids"][b, :t] = x["shapes"]
        out["word_index"][b, :w] = x["index"]
        out["word_mask"][b, :w] = 1
        for k in keys:
            out[k][b, :w] = x[k]
    out = {k: torch.from_numpy(v) for k, v in out.items()}
    out["weight"] = torch.tensor([x["weight"] for x in items])
    out["scheme"] = torch.tensor([x["scheme"] for x in items])
    return out


def batches(enc, sents, pieces, rng, noise=True):
    """Lists of sentence indices, bucketed by length, each of about `pieces` pieces with padding."""
    order = []
    for i, s in enumerate(sents):
        if "len" not in s:
            s["len"] = enc.length(s)
        if s["len"] <= enc.limit and s["words"]:
            order.append((s["len"] + (rng.random() * 4 if noise else 0), i))
    order.sort()
    out, cur, longest = [], [], 0
    for ln, i in order:
        longest = max(longest, int(ln))
        if cur and (len(cur) + 1) * longest > pieces:
            out.append(cur)
            cur, longest = [], int(ln)
        cur.append(i)
    if cur:
        out.append(cur)
    if noise:
        rng.shuffle(out)
    return out

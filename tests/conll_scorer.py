"""Scores of tokens, sentences, words, tags, lemmas and trees by the definition of the CoNLL 2018 shared task
(https://universaldependencies.org/conll18/evaluation.html), and of names by exact span and type.

Both sides are CoNLL-U text. They must have the same characters once white space is left out. Tokens and
sentences are compared as stretches of these characters. Words are aligned by their stretch; inside multiword
tokens, where words need not spell the text, by the longest common subsequence of lower-cased forms.
"""
from collections import namedtuple

Word = namedtuple("Word", "start end form lemma upos head deprel multiword")
F1 = namedtuple("F1", "precision recall f1")


class Document:
    """Characters, sentence and token stretches, and words of CoNLL-U text. Heads are word numbers, -1 the root."""

    def __init__(self, text):
        self.characters, self.sentences, self.tokens, self.words = "", [], [], []
        rows = []
        for line in [*text.split("\n"), ""]:
            if line.startswith("#"):
                continue
            if line.strip():
                rows.append(line.split("\t"))
            elif rows:
                self._sentence(rows)
                rows = []

    def _sentence(self, rows):
        begin, first, until = len(self.characters), len(self.words), 0
        for c in rows:
            if "." in c[0]:
                continue
            multiword = "-" not in c[0] and int(c[0]) <= until
            if not multiword:
                start = len(self.characters)
                self.characters += "".join(c[1].split())
                self.tokens.append((start, len(self.characters)))
            if "-" in c[0]:
                until = int(c[0].split("-")[1])
                continue
            head = first + int(c[6]) - 1 if c[6] not in ("0", "_") else -1
            self.words.append(Word(*self.tokens[-1], c[1].lower(), c[2], c[3], head, c[7].split(":")[0], multiword))
        self.sentences.append((begin, len(self.characters)))


def f1(correct, system, gold):
    """Precision, recall and F1 in percent."""
    if not gold and not system:
        return F1(100.0, 100.0, 100.0)
    precision, recall = (100 * correct / max(1, n) for n in (system, gold))
    return F1(precision, recall, 200 * correct / max(1, system + gold))


def longest_common(gold, system):
    """Pairs of positions of a longest common subsequence."""
    table = [[0] * (len(system) + 1) for _ in range(len(gold) + 1)]
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(system))):
            table[i][j] = table[i + 1][j + 1] + 1 if gold[i] == system[j] else max(table[i + 1][j], table[i][j + 1])
    i = j = 0
    while i < len(gold) and j < len(system):
        if gold[i] == system[j]:
            yield i, j
            i, j = i + 1, j + 1
        elif table[i + 1][j] >= table[i][j + 1]:
            i += 1
        else:
            j += 1


def multiword_stretch(gold, system, g, s):
    """Ranges of words, from `g` and `s`, of the stretch that the multiword tokens overlapping here cover."""
    if gold[g].multiword:
        end = gold[g].end
        if not system[s].multiword and system[s].start < gold[g].start:
            s += 1
    else:
        end = system[s].end
        if not gold[g].multiword and gold[g].start < system[s].start:
            g += 1
    first_g, first_s = g, s

    def beyond(words, i):
        return i >= len(words) or (words[i].start >= end if words[i].multiword else words[i].end > end)

    while not beyond(gold, g) or not beyond(system, s):
        if g < len(gold) and (s >= len(system) or gold[g].start <= system[s].start):
            word, g = gold[g], g + 1
        else:
            word, s = system[s], s + 1
        if word.multiword:
            end = max(end, word.end)
    return first_g, g, first_s, s


def align(gold, system):
    """System word number -> gold word number."""
    out, g, s = {}, 0, 0
    while g < len(gold) and s < len(system):
        a, b = gold[g], system[s]
        if a.multiword or b.multiword:
            first_g, g, first_s, s = multiword_stretch(gold, system, g, s)
            forms = [w.form for w in gold[first_g:g]], [w.form for w in system[first_s:s]]
            out.update((first_s + j, first_g + i) for i, j in longest_common(*forms))
        elif (a.start, a.end) == (b.start, b.end):
            out[s] = g
            g, s = g + 1, s + 1
        elif a.start <= b.start:
            g += 1
        else:
            s += 1
    return out


def evaluate(gold_text, system_text):
    """Figure -> F1. `UAS`, `LAS`, `UPOS` and `Lemmas` are over aligned words."""
    gold, system = Document(gold_text), Document(system_text)
    if gold.characters != system.characters:
        pairs = enumerate(zip(gold.characters, system.characters))
        at = next((i for i, (a, b) in pairs if a != b), min(len(gold.characters), len(system.characters)))
        raise ValueError("texts differ at character %d: %r and %r"
                         % (at, gold.characters[at:at + 20], system.characters[at:at + 20]))
    words = align(gold.words, system.words)
    pairs = [(gold.words[g], system.words[s]) for s, g in words.items()]
    stretches = lambda a, b: f1(len(set(a) & set(b)), len(b), len(a))
    count = lambda good: f1(sum(map(good, pairs)), len(system.words), len(gold.words))
    head = lambda w: -1 if w.head < 0 else words.get(w.head, -2)
    return {
        "Tokens": stretches(gold.tokens, system.tokens),
        "Sentences": stretches(gold.sentences, system.sentences),
        "Words": count(lambda p: True),
        "UPOS": count(lambda p: p[0].upos == p[1].upos),
        "Lemmas": count(lambda p: p[0].lemma == "_" or p[0].lemma == p[1].lemma),
        "UAS": count(lambda p: p[0].head == head(p[1])),
        "LAS": count(lambda p: p[0].head == head(p[1]) and p[0].deprel == p[1].deprel),
    }


def spans(tags):
    """(start, end, type) of BIO or IO tags."""
    out, start, kind = [], None, None
    for i, tag in enumerate([*tags, "O"]):
        if kind and (tag == "O" or tag.startswith("B-") or tag[2:] != kind):
            out.append((start, i, kind))
            kind = None
        if tag != "O" and not kind:
            start, kind = i, tag[2:]
    return out


def name_f1(gold, system, kinds=("PER", "ORG", "LOC")):
    """F1 over sentences of tags; states and towns (GPE) count as LOC, other types than `kinds` are left out."""
    correct = found = wanted = 0
    for a, b in zip(gold, system, strict=True):
        a = {x for x in spans(a) if x[2] in kinds}
        b = {x for x in spans([t.replace("GPE", "LOC") for t in b]) if x[2] in kinds}
        correct, found, wanted = correct + len(a & b), found + len(b), wanted + len(a)
    return f1(correct, found, wanted)

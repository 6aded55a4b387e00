#!/usr/bin/env python3
"""How often is each pattern of the frames right, on annotated articles?

usage: try_patterns.py --tidings BINARY [--shared DIR] [--data DIR] [--since DIR] [--held]

A pattern can be right in its tests and wrong in the wild. So each pattern of DATA/frames (with --since only those that
DIR/frames has not) becomes a frame of its own, with the keys of its frame, and all are run over the annotated articles
to learn from: those of DIR/claims-train, tests/news and training, less those that are only measured on (with --held,
these instead: look at the sum alone, or they are measured on no longer).

Prints CSV, worst first: frame, pattern, claims, how many of them have the class of an annotated claim, how many are the
wrong way round, and a wrong one. What nobody annotated counts as wrong, so that three right of five is a good pattern.
A run over the 1,300 articles takes some six minutes on two cores.
"""
import argparse
import collections
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

import news_corpus
import press_corpus

OWN = pathlib.Path(__file__).resolve().parents[1] / "training" / "articles"


def frames(data):
    """(file name, frame) of a data folder."""
    for path in sorted((pathlib.Path(data) / "frames").glob("*.toml")):
        for frame in tomllib.loads(path.read_text(encoding="utf-8"))["frame"]:
            yield path.name, frame


def toml(value):
    """A value of a frame as TOML: JSON writes strings, numbers, truths and lists of them alike."""
    return json.dumps(value, ensure_ascii=False)


def taken_apart(data, since, out):
    """Write OUT/frames, each pattern to be tried a frame of its own; (frame, pattern) by the id of that."""
    old = {(frame["id"], pattern) for _, frame in (frames(since) if since else ()) for pattern in frame["patterns"]}
    texts, tried = collections.defaultdict(list), {}
    for name, frame in frames(data):
        keys = {key: value for key, value in frame.items() if key != "test"}
        kept = [p for p in frame["patterns"] if (frame["id"], p) in old]
        parts = [(frame["id"], kept)] if kept else []
        for number, pattern in enumerate(p for p in frame["patterns"] if (frame["id"], p) not in old):
            parts.append((f"{frame['id']}@{number}", [pattern]))
            tried[parts[-1][0]] = frame["id"], pattern
        for part, patterns in parts:
            lines = (f"{key} = {toml(value)}" for key, value in {**keys, "id": part, "patterns": patterns}.items())
            texts[name].append("[[frame]]\n" + "\n".join(lines) + "\n")
    (out / "frames").mkdir(parents=True)
    for name, blocks in texts.items():
        (out / "frames" / name).write_text("\n".join(blocks), encoding="utf-8")
    cues = pathlib.Path(data) / "cues"
    if cues.is_dir():
        shutil.copytree(cues, out / "cues")
    return tried


def annotated(shared, out, held):
    """Folders of articles and their gold files: those to learn from, or those held out."""
    train = pathlib.Path(shared) / "claims-train"
    press_corpus.write(out / "press")
    press_corpus.write(out / "own", OWN)
    news_corpus.write(shared, out / "news", held=held)
    folders, gold = [train, out / "press", out / "news"], []
    gold += [p for n, p in enumerate(sorted((train / "gold").glob("*.json"))) if (n % 6 == 5) == held]
    gold += [p for p in sorted((out / "press" / "gold").glob("*.json")) if (p.name[:10] not in press_corpus.READ) == held]
    gold += sorted((out / "news" / "gold").glob("*.json"))
    if not held:
        news_corpus.write(shared, out / "learn", annotations=news_corpus.LEARN, prefix="learn")
        folders += [out / "own", out / "learn"]
        gold += [p for name in ("own", "learn") for p in sorted((out / name / "gold").glob("*.json"))]
    return [folder / "articles" for folder in folders], gold


def scored(score, gold, claims):
    """By rule: claims, right ones, those the wrong way round; and a wrong claim."""
    counts, wrong = collections.defaultdict(lambda: [0, 0, 0]), {}
    for path in gold:
        article, level = score.Gold(path), {}
        for claim in claims[article.id]:
            reached, index, reverse = score.match(article, claim, level)
            if index is not None and not reverse:
                level[index] = max(reached, level.get(index, 0))
            is_right = reached >= 2 and not reverse
            for k, one in enumerate((True, is_right, bool(reverse))):
                counts[claim["rule"]][k] += one
            if not is_right:
                ends = claim["subject"]["name"], claim["predicate"], (claim["object"] or {}).get("name")
                wrong.setdefault(claim["rule"], f"{' | '.join(map(str, ends))}: {claim['evidence']['quote']}")
    return counts, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tidings", required=True, help="the product's binary")
    parser.add_argument("--shared", default="../shared", help="folder with the annotated articles and the scorer")
    parser.add_argument("--data", default="data", help="data folder whose patterns are tried")
    parser.add_argument("--since", help="data folder whose patterns are not tried")
    parser.add_argument("--held", action="store_true", help="on the articles that are only measured on")
    args = parser.parse_args()
    scorer = pathlib.Path(args.shared) / "eval"
    if not (scorer / "score.py").is_file():
        sys.exit(f"no {scorer / 'score.py'}: nothing to compare with")
    sys.path.insert(0, str(scorer))
    import score

    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        tried = taken_apart(args.data, args.since, folder / "data")
        articles, gold = annotated(args.shared, folder, args.held)
        print(f"{len(tried)} patterns on {len(gold)} articles", file=sys.stderr)
        command = [args.tidings, "extract", "--data", folder / "data", "--rules-only", "--min-confidence", "0", *articles]
        claims = collections.defaultdict(list)
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout:
                claim = json.loads(line)
                claims[claim["article"]["id"]].append(claim)
        if process.returncode:
            sys.exit(f"{args.tidings} ended with {process.returncode}")
        counts, wrong = scored(score, gold, claims)
    table = csv.writer(sys.stdout)
    table.writerow(["frame", "pattern", "claims", "right", "reversed", "wrong"])
    fired = sorted((k for k in tried if counts[k][0]), key=lambda k: (counts[k][1] - counts[k][0], tried[k]))
    for key in fired:
        table.writerow([*tried[key], *counts[key], wrong.get(key, "")])
    total = [sum(counts[key][k] for key in fired) for k in range(3)]
    print(f"{len(fired)} fired: {total[0]} claims, {total[1]} right, {total[2]} the wrong way round", file=sys.stderr)


if __name__ == "__main__":
    main()

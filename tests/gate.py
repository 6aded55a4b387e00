#!/usr/bin/env python3
"""Score claims against annotated articles and hold the figures to their floors.

usage: gate.py --tidings BINARY [--shared DIR] [--set eval|press|news|claims-train]

Prints the scorer's table. A figure below that of its set in tests/floors.toml is an error. The articles of the set
`press` are our own (tests/press), `news` are those of the annotated news that are held out of training (tests/news);
the others and the scorer are not part of this repository: where they are not at
hand, says so and ends well.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

import news_corpus
import press_corpus

HERE = pathlib.Path(__file__).resolve().parent


def figures(score):
    return {
        "class_precision": score["class"]["precision"],
        "class_core_recall": score["class"]["core_recall"],
        "strict_f1": score["strict"]["f1"],
        "polarity": score["polarity_accuracy"],
        "modality": score["modality_accuracy"],
        "speaker": score["speaker_accuracy"],
        "link_precision": score["linking"]["precision"],
        "link_recall": score["linking"]["recall"],
        "reversed_at_most": score["reversed"],
        "bad_quotes_at_most": score["quotes"]["bad"],
    }


def score(args, folder):
    """The scorer's table, printed, and its figures."""
    scorer = pathlib.Path(args.shared) / "eval" / "score.py"
    if not (folder / "gold").is_dir() or not scorer.is_file():
        print(f"no annotated articles in {folder} or no {scorer}: nothing to score")
        return None
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as claims:
        subprocess.run([args.tidings, "extract", folder / "articles"], stdout=claims, check=True)
        command = [sys.executable, scorer, folder / "gold", claims.name, "--articles", folder / "articles"]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        return json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tidings", required=True)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--set", default="eval", choices=["eval", "press", "news", "claims-train"])
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.set == "press":
            press_corpus.write(folder)
        elif args.set == "news":
            news_corpus.write(args.shared, folder, held=True)
        else:
            folder = pathlib.Path(args.shared) / args.set
        reached = score(args, pathlib.Path(folder))
    floors = tomllib.loads((HERE / "floors.toml").read_text()).get(args.set, {})
    if reached is None or not floors:
        return
    reached = figures(reached)
    failed = []
    for name, floor in floors.items():
        figure = reached[name]
        good = figure <= floor if name.endswith("_at_most") else figure >= floor
        print(f"{name:20} {figure:6} {'at most' if name.endswith('_at_most') else 'floor'} {floor} {'' if good else 'MISSED'}")
        if not good:
            failed.append(name)
    if failed:
        sys.exit(f"below the floor: {', '.join(failed)}")


if __name__ == "__main__":
    main()

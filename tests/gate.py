#!/usr/bin/env python3
"""Score claims against annotated articles and hold the figures to their floors.

usage: gate.py --tidings BINARY [--shared DIR] [--set eval|claims-train]

Prints the scorer's table. With the set `eval`, a figure below tests/floors.toml is an error. Where the annotated
articles are not at hand, says so and ends well: they are not part of this repository.
"""
import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

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


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tidings", required=True)
    parser.add_argument("--shared", default="../shared")
    parser.add_argument("--set", default="eval", choices=["eval", "claims-train"])
    args = parser.parse_args()
    folder = pathlib.Path(args.shared) / args.set
    scorer = pathlib.Path(args.shared) / "eval" / "score.py"
    if not (folder / "gold").is_dir() or not scorer.is_file():
        print(f"no annotated articles in {folder}: nothing to score")
        return
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as claims:
        subprocess.run([args.tidings, "extract", folder / "articles"], stdout=claims, check=True)
        command = [sys.executable, scorer, folder / "gold", claims.name, "--articles", folder / "articles"]
        print(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        score = json.loads(subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout)
    if args.set != "eval":
        return
    floors = tomllib.loads((HERE / "floors.toml").read_text())["eval"]
    reached = figures(score)
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

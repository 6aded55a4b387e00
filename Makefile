# What people and CI run. One build profile (release); CARGO_TARGET_DIR chooses where builds are kept.

SHARED ?= ../shared
TARGET := $(or $(CARGO_TARGET_DIR),target)
TIDINGS := $(TARGET)/release/tidings

.PHONY: build test-scorer eval-language eval-coreference eval-arguments
.PHONY: build test-scorer eval-language eval-linking

build:
	cargo build --release

# Hand-made cases of the scorer that eval-language uses (Python's standard library only).
test-scorer:
	PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover tests

# Tokens, sentences, tags, lemmas, trees and names against the development sets, and speed: one table.
eval-language: build test-scorer
	PYTHONDONTWRITEBYTECODE=1 python3 tests/eval_language.py --tidings $(TIDINGS) --shared $(SHARED) $(EVAL_OPTIONS)

# Coreference on gold mentions of GUM: MUC, B3, CEAFe and their mean.
eval-coreference:
	cargo run --release --example eval-coreference -- $(EVAL_OPTIONS) $(SHARED)/corpora/ud/gum-dev.conllu news interview

# Do the mentions carry the arguments of annotated claims?
eval-arguments:
	cargo run --release --example eval-arguments -- $(EVAL_OPTIONS) $(SHARED)/claims-train
# Links to Wikidata against published news benchmarks: gold spans given, and end to end.
eval-linking:
	SHARED=$(SHARED) cargo test --release --test linking -- --ignored --nocapture

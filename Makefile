# What people and CI run. One build profile (release); builds are kept outside the clone, in CARGO_TARGET_DIR.

SHARED ?= ../shared
CACHE ?= $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/tidings
export CARGO_TARGET_DIR ?= $(CACHE)/target
TIDINGS := $(CARGO_TARGET_DIR)/release/tidings
DEMO ?= demo
VENV := $(CACHE)/venv
PYTHON := PYTHONDONTWRITEBYTECODE=1 $(VENV)/bin/python

.PHONY: build demo test lint test-rust test-readers test-scorer test-rocksdb eval eval-train calibrate eval-language \
	eval-coreference eval-arguments eval-events eval-linking bench clean-demo

build:
	cargo build --release

# Read the sample articles, print claims, answer a query, write a graph for Gephi: everything in the folder `demo`.
demo: build
	rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(TIDINGS) extract --format table data/articles/2024-02-16-navalny.md
	$(TIDINGS) ingest --store $(DEMO)/samples.nq.gz data/articles
	$(TIDINGS) query --store $(DEMO)/samples.nq.gz -f examples/queries/who-met-whom.rq
	$(TIDINGS) export --store $(DEMO)/samples.nq.gz --entity "Vladimir Putin" --hops 2 -o $(DEMO)/putin.graphml

# All tests: format, lints, Rust tests (with those inside the data files), the quality gate, other tools reading our output.
test: lint test-rust test-scorer eval test-readers

lint:
	cargo fmt --check
	cargo clippy --release --all-targets -- -D warnings

test-rust:
	cargo test --release

# Python tools read what we write. They are installed into a virtual environment in the cache folder.
$(VENV)/ready: tests/requirements.txt
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	touch $@

test-readers: build $(VENV)/ready
	$(PYTHON) tests/readers.py $(TIDINGS)
	$(PYTHON) tests/graph_readers.py $(TIDINGS)

# Hand-made cases of the scorer that eval-language uses (Python's standard library only).
test-scorer:
	PYTHONDONTWRITEBYTECODE=1 python3 -m unittest discover tests

# The store in a folder: needs libclang (installed here on Debian where missing) and 20 to 30 minutes the first time.
test-rocksdb:
	@test -n "$$LIBCLANG_PATH" || ldconfig -p | grep -qE 'libclang(-[0-9.]+)?\.so' \
		|| ls /usr/lib/llvm-*/lib/libclang.so* /usr/lib/llvm-*/lib/libclang-[0-9]*.so* 2>/dev/null | grep -q . \
		|| (apt-get update && apt-get install -y libclang-dev clang)
	cargo test --release --features rocksdb --lib -- store

# Quality of the claims on the annotated articles, gold (where at hand) and our own; fails below tests/floors.toml.
eval: build
	PYTHONDONTWRITEBYTECODE=1 python3 tests/gate.py --tidings $(TIDINGS) --shared $(SHARED)
	PYTHONDONTWRITEBYTECODE=1 python3 tests/gate.py --tidings $(TIDINGS) --shared $(SHARED) --set press
	PYTHONDONTWRITEBYTECODE=1 python3 tests/gate.py --tidings $(TIDINGS) --shared $(SHARED) --set news

# The same table for the articles that we learn from.
eval-train: build
	PYTHONDONTWRITEBYTECODE=1 python3 tests/gate.py --tidings $(TIDINGS) --shared $(SHARED) --set claims-train

# Fit the confidence of claims anew; run it when frames, rules or the model have changed.
calibrate: build $(VENV)/ready
	python3 tests/press_corpus.py $(CACHE)/press
	python3 tests/press_corpus.py $(CACHE)/own training/articles
	python3 tests/news_corpus.py $(SHARED) $(CACHE)/news
	python3 tests/news_corpus.py $(SHARED) $(CACHE)/learn --learn
	$(TIDINGS) extract --factors --min-confidence 0 $(SHARED)/claims-train/articles $(CACHE)/press/articles \
		$(CACHE)/own/articles $(CACHE)/news/articles $(CACHE)/learn/articles > $(CACHE)/claims-train.jsonl
	OMP_NUM_THREADS=1 $(PYTHON) training/calibrate.py $(CACHE)/claims-train.jsonl --shared $(SHARED) \
		--out data/confidence/calibration.toml

# Tokens, sentences, tags, lemmas, trees and names against the development sets, and speed: one table.
eval-language: build test-scorer
	PYTHONDONTWRITEBYTECODE=1 python3 tests/eval_language.py --tidings $(TIDINGS) --shared $(SHARED) $(EVAL_OPTIONS)

# Coreference on gold mentions of GUM: MUC, B3, CEAFe and their mean.
eval-coreference:
	cargo run --release --example eval-coreference -- $(EVAL_OPTIONS) $(SHARED)/corpora/ud/gum-dev.conllu news interview

# Do the mentions carry the arguments of annotated claims?
eval-arguments:
	cargo run --release --example eval-arguments -- $(EVAL_OPTIONS) $(SHARED)/claims-train

# Claims against the PLOVER records: the right class of event between the right source and target.
eval-events: build
	PYTHONDONTWRITEBYTECODE=1 python3 tests/eval_events.py --tidings $(TIDINGS) --shared $(SHARED) $(EVAL_OPTIONS)

# Links to Wikidata against published news benchmarks: gold spans given, and end to end.
eval-linking:
	SHARED=$(SHARED) cargo test --release --test linking -- --ignored --nocapture

# Time and memory of reading the news articles.
bench: build
	SHARED=$(SHARED) cargo bench --bench reading
	cargo bench --bench wikidata_dump
	rm -f $(CACHE)/bench.nq.gz
	/usr/bin/time -v $(TIDINGS) ingest --store $(CACHE)/bench.nq.gz $(SHARED)/news

clean-demo:
	rm -rf $(DEMO)

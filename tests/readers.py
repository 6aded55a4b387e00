#!/usr/bin/env python3
"""Other tools read what Tidings writes: rdflib and pyshacl.

usage: readers.py TIDINGS_BINARY [ARTICLE_OR_FOLDER ...]

Ingests the articles (without any: one of its own) into a new store and checks that
- rdflib reads the dump as N-Quads and as TriG, and the store file itself, and they agree;
- every graph keeps ontology/shapes.ttl, and a claim without evidence does not;
- an entity that rests on a decision tells whose;
- every predicate in use stands in ontology/tidings.ttl, and every quote in its article;
- ontology/context.jsonld turns claims into JSON-LD and back without loss;
- results of queries are what Python's csv and json modules take them for.
Needs: pip install rdflib pyshacl
"""
import csv
import gzip
import io
import json
import pathlib
import subprocess
import sys
import tempfile

import pyshacl
import rdflib.compare
from rdflib import RDF, RDFS, SKOS, Dataset, Graph, Namespace

ROOT = pathlib.Path(__file__).resolve().parent.parent
TD = Namespace("https://w3id.org/tidings/ontology#")
OA = Namespace("http://www.w3.org/ns/oa#")
PROV = Namespace("http://www.w3.org/ns/prov#")
SCHEMA = Namespace("https://schema.org/")

ARTICLE = {
    "id": "ferry-1",
    "title": "Finland and Estonia sign ferry deal",
    "date": "2025-02-01",
    "publisher": "Visby Post",
    "url": "https://visby.example/ferry-1",
    "text": "Finnish President Alexander Stubb met Estonian Prime Minister Kristen Michal in Tallinn on Friday. "
    "“Estonia supports the new line,” Michal said. Prosecutors accused a shipping company of fraud. "
    "The company denied the accusation. Stubb will visit Riga next week.",
}


def check(condition, message):
    if not condition:
        sys.exit(f"readers.py: {message}")


def run(*args):
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True)
    check(done.returncode == 0, f"{' '.join(map(str, args))}: {done.stderr.strip()}")
    return done.stdout


def union(dataset):
    graph = Graph()
    for s, p, o, _ in dataset.quads((None, None, None, None)):
        graph.add((s, p, o))
    return graph


def conforms(graph):
    shapes = Graph().parse(ROOT / "ontology" / "shapes.ttl")
    ok, _, report = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    return ok, report


def check_dumps(tidings, store):
    nquads = Dataset()
    nquads.parse(data=run(tidings, "dump", "--store", store, "--format", "nquads"), format="nquads")
    trig = Dataset()
    trig.parse(data=run(tidings, "dump", "--store", store, "--format", "trig"), format="trig")
    check(set(nquads.quads()) == set(trig.quads()), "N-Quads and TriG differ")
    stats = json.loads(run(tidings, "stats", "--store", store, "--format", "json"))
    check(len(set(nquads.quads())) == stats["quads"], "the number of quads differs from stats")
    as_file = Dataset()
    with gzip.open(store, "rt", encoding="utf-8") as lines:
        as_file.parse(data=lines.read(), format="nquads")
    # Which of an entity's names is its label, and which are others, is settled over all articles when a store is read.
    lacking = [q for q in set(nquads.quads()) - set(as_file.quads()) if q[1] != SKOS.altLabel]
    check(not lacking, f"the store file lacks quads of the dump: {lacking[:3]}")
    return nquads, stats


def check_claims(graph, texts):
    ontology = Graph().parse(ROOT / "ontology" / "tidings.ttl")
    claims = list(graph.subjects(RDF.type, TD.Claim))
    check(claims, "no claims")
    for claim in claims:
        predicate = graph.value(claim, TD.predicate)
        known = (predicate, RDF.type, TD.Predicate) in ontology or str(predicate).startswith(TD + "open/")
        check(known, f"{predicate} is not in the ontology")
        subject, object_ = graph.value(claim, TD.subject), graph.value(claim, TD.object)
        fact = (graph.value(claim, TD.polarity), graph.value(claim, TD.modality)) == (TD.positive, TD.actual)
        check(not fact or (subject, predicate, object_) in graph, f"{claim}: a fact without its direct triple")
        check(graph.value(subject, RDFS.label), f"{subject} has no label")
    for evidence in graph.subjects(RDF.type, TD.Evidence):
        article = graph.value(graph.value(evidence, OA.hasSource), SCHEMA.identifier)
        text = texts.get(str(article))
        parts = {str(p): o for s in graph.objects(evidence, OA.hasSelector) for p, o in graph.predicate_objects(s)}
        start, end = (int(parts[str(OA[name])]) for name in ("start", "end"))
        check(text is None or text[start:end] == str(parts[str(OA.exact)]), f"{evidence}: the quote is not there")
    return claims


def check_decision(graph, expected):
    renamed = [e for e in graph.subjects(TD.decision, None) if graph.value(e, RDFS.label) == rdflib.Literal("A. Stubb")]
    check(not expected or len(renamed) == 1, "the renamed entity is not there")
    for entity in renamed:
        check(graph.value(graph.value(entity, TD.decision), TD.author) == rdflib.Literal("reader"), "nobody decided")


def check_shapes(graph, claim):
    ok, report = conforms(graph)
    check(ok, report)
    bare = Graph()
    for triple in graph:
        if triple[:2] != (claim, PROV.wasDerivedFrom):
            bare.add(triple)
    ok, report = conforms(bare)
    check(not ok and "evidence" in report, "the shapes let a claim without evidence pass")


def check_context(graph, claim):
    context = json.loads((ROOT / "ontology" / "context.jsonld").read_text())["@context"]
    one = Graph()
    for triple in graph.triples((claim, None, None)):
        one.add(triple)
    text = one.serialize(format="json-ld", context=context)
    check({"type", "subject", "confidence", "evidence"} <= set(json.loads(text)), "the context lacks terms")
    back = Graph().parse(data=text, format="json-ld")
    check(rdflib.compare.isomorphic(one, back), "JSON-LD loses triples")


def check_results(tidings, store, claims):
    query = "SELECT ?c ?text { ?c a td:Claim ; td:subjectText ?text } ORDER BY ?c"
    rows = list(csv.DictReader(io.StringIO(run(tidings, "query", "--store", store, "--format", "csv", query))))
    check({row["c"] for row in rows} == {str(c) for c in claims}, "CSV results differ from the dump")
    bindings = json.loads(run(tidings, "query", "--store", store, "--format", "json", query))["results"]["bindings"]
    check([b["text"]["value"] for b in bindings] == [row["text"] for row in rows], "JSON differs from CSV")
    turtle = run(tidings, "query", "--store", store, "--format", "turtle", f"DESCRIBE <{claims[0]}>")
    check((claims[0], RDF.type, TD.Claim) in Graph().parse(data=turtle, format="turtle"), "DESCRIBE lacks the claim")


def main():
    check(len(sys.argv) >= 2, __doc__)
    tidings = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        store, paths, texts = pathlib.Path(folder) / "graph.nq.gz", sys.argv[2:], {}
        if not paths:
            own = pathlib.Path(folder) / "article.json"
            own.write_text(json.dumps(ARTICLE), encoding="utf-8")
            paths, texts = [own], {ARTICLE["id"]: ARTICLE["title"] + "\n\n" + ARTICLE["text"]}
        run(tidings, "ingest", "--store", store, *paths)
        if texts:
            run(tidings, "decide", "rename", "Alexander Stubb", "A. Stubb", "--author", "reader", "--store", store)
        dataset, stats = check_dumps(tidings, store)
        graph = union(dataset)
        claims = sorted(check_claims(graph, texts))
        check_decision(graph, bool(texts))
        check(len(claims) == stats["claims"], "the number of claims differs from stats")
        check_shapes(graph, claims[0])
        check_context(graph, claims[0])
        check_results(tidings, store, claims)
        print(f"readers.py: {stats['articles']} articles, {len(claims)} claims, {stats['quads']} quads: rdflib and pyshacl agree")


if __name__ == "__main__":
    main()

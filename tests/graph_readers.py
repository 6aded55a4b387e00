#!/usr/bin/env python3
"""networkx and igraph read the GraphML that Tidings writes, and Gephi would keep all of it.

usage: graph_readers.py TIDINGS_BINARY
Needs: pip install networkx igraph
"""
import pathlib
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

import igraph
import networkx

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPACE = "{http://graphml.graphdrawing.org/xmlns}"
GEPHI_TYPES = {"boolean", "int", "long", "float", "double", "string"}


def check(condition, message):
    if not condition:
        sys.exit(f"graph_readers.py: {message}")


def gephi_safe(path):
    root = ElementTree.parse(path).getroot()
    types = {key.get("attr.type") for key in root.iter(f"{SPACE}key")}
    check(types <= GEPHI_TYPES, f"types that Gephi drops: {types - GEPHI_TYPES}")
    weight = next(k.get("id") for k in root.iter(f"{SPACE}key") if k.get("for") == "edge" and k.get("attr.name") == "weight")
    ids, parallel = set(), set()
    for edge in root.iter(f"{SPACE}edge"):
        check(edge.get("id") not in ids, f"edge id {edge.get('id')} stands twice")
        ids.add(edge.get("id"))
        key = (edge.get("source"), edge.get("target"), edge.get("label"))
        check(key not in parallel, f"two edges that Gephi would merge: {key}")
        parallel.add(key)
        check(float(edge.find(f"{SPACE}data[@key='{weight}']").text) >= 1, "an edge of weight 0")
    return ids


def main():
    tidings = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        store, path = f"{folder}/store.nq.gz", f"{folder}/graph.graphml"
        subprocess.run([tidings, "ingest", "--store", store, ROOT / "data" / "articles"], check=True)
        subprocess.run([tidings, "export", "--store", store, "-o", path], check=True)
        edges = gephi_safe(path)
        graph = networkx.read_graphml(path)
        check(graph.number_of_edges() == len(edges), "networkx read another number of edges")
        labels = {data["label"]: node for node, data in graph.nodes(data=True)}
        putin, russia = labels["Vladimir Putin"], labels["Russia"]
        leads = [d for d in graph.get_edge_data(putin, russia).values() if d["predicate"] == "leads"]
        check(len(leads) == 1 and leads[0]["quote"] and leads[0]["weight"] >= 1, f"Putin leads Russia: {leads}")
        check(graph.nodes[putin]["wikidata"] == "Q7747", "Putin's Wikidata id is lost")
        facts = [d for *_, d in graph.edges(data=True) if (d["modality"], d["polarity"]) != ("actual", "positive")]
        check(facts and all(d["label"] != d["predicate"] for d in facts), "a claim that is no fact looks like one")
        other = igraph.Graph.Read_GraphML(path)
        check((other.vcount(), other.ecount()) == (graph.number_of_nodes(), len(edges)), "igraph read another graph")
        check("Vladimir Putin" in other.vs["label"] and other.is_directed(), "igraph lost labels or directions")
        print(f"graph_readers.py: {other.vcount()} nodes and {other.ecount()} edges read by networkx and igraph")


if __name__ == "__main__":
    main()

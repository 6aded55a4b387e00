"""Draw a GraphML file written by `tidings export` as a picture.

    pip install networkx matplotlib scipy
    python3 docs/draw.py caucasus.graphml docs/graph.png

Solid edges are given as facts, dotted ones are alleged or possible, dashed ones are planned, red ones are denied.
Several statements between the same two entities share one arrow. Offices and positions are left out.
"""

import collections
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import networkx as nx
from matplotlib.lines import Line2D

# Okabe and Ito's colours, told apart by colour-blind readers too.
COLOURS = {
    "Person": "#0072B2",
    "Organization": "#E69F00",
    "Country": "#009E73",
    "Place": "#56B4E9",
    "Event": "#CC79A7",
}
OTHER = "#999999"
LEFT_OUT = {"Position"}
HIDDEN_PREDICATES = {"holdsPosition"}


def style(edge):
    """Line style and colour of a statement: how sure the article is of it."""
    if edge.get("polarity") == "negative":
        return "dashed", "#C0392B"
    return {"actual": ("solid", "#555555"), "planned": ("dashed", "#555555")}.get(
        edge.get("modality"), ("dotted", "#555555")
    )


def read(path):
    """The nodes and, for each ordered pair, its statements."""
    graph = nx.read_graphml(path)
    graph.remove_nodes_from([n for n, d in graph.nodes(data=True) if d.get("type") in LEFT_OUT])
    pairs = collections.defaultdict(list)
    for source, target, edge in graph.edges(data=True):
        if source != target and edge.get("predicate") not in HIDDEN_PREDICATES:
            pairs[source, target].append(edge)
    drawn = nx.DiGraph()
    for pair in pairs:
        drawn.add_edge(*pair)
    for node in drawn:
        drawn.nodes[node].update(graph.nodes[node])
    return drawn, pairs


def words(edge):
    """The predicate as words, with its modality or polarity where it is not a plain fact."""
    text = "".join(" " + c.lower() if c.isupper() else c for c in edge.get("predicate", ""))
    if edge.get("polarity") == "negative":
        return "not: " + text
    return text if edge.get("modality") == "actual" else f"{text} ({edge.get('modality')})"


def layout(graph):
    """Places of the nodes: distances in the graph as distances on paper, then nodes pushed apart where they crowd."""
    place = nx.kamada_kawai_layout(graph.to_undirected())
    place = {n: [1.45 * x, y] for n, (x, y) in place.items()}
    for _ in range(80):
        for n in place:
            for m in place:
                dx, dy = place[n][0] - place[m][0], place[n][1] - place[m][1]
                if n < m and abs(dx) < 0.34 and abs(dy) < 0.24:
                    step = 0.02 if abs(dy) > 0 else 0.03
                    side, up = (1 if dx >= 0 else -1), (1 if dy >= 0 else -1)
                    place[n] = [place[n][0] + step / 2 * side, place[n][1] + step * up]
                    place[m] = [place[m][0] - step / 2 * side, place[m][1] - step * up]
    return place


def draw(path, picture):
    """Read a GraphML file, write a picture."""
    graph, pairs = read(path)
    position = layout(graph)
    figure, axes = plt.subplots(figsize=(12.5, 8.4), dpi=100)
    sizes = {n: 620 + 130 * graph.degree(n) for n in graph}
    for (source, target), edges in pairs.items():
        both = (target, source) in pairs
        line, colour = style(edges[0])
        bend = 0.14 if both else 0.04
        nx.draw_networkx_edges(
            graph, position, edgelist=[(source, target)], ax=axes, style=line, edge_color=colour, width=1.3,
            arrowsize=14, node_size=[sizes[n] for n in graph], connectionstyle=f"arc3,rad={bend}",
        )
        label = "\n".join(dict.fromkeys(words(e) for e in edges))
        nx.draw_networkx_edge_labels(
            graph, position, {(source, target): label}, ax=axes, font_size=8, font_color=colour, rotate=False,
            connectionstyle=f"arc3,rad={bend}", node_size=900,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.6},
        )
    nx.draw_networkx_nodes(
        graph, position, ax=axes, node_size=[sizes[n] for n in graph], edgecolors="white", linewidths=1.5,
        node_color=[COLOURS.get(graph.nodes[n].get("type"), OTHER) for n in graph],
    )
    for node, (x, y) in position.items():
        name = textwrap.fill(graph.nodes[node].get("label", node), 18)
        axes.annotate(
            name, (x, y), xytext=(0, -(sizes[node] ** 0.5) / 2 - 3), textcoords="offset points", ha="center", va="top",
            fontsize=9.5, fontweight="bold", linespacing=0.95,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.4},
        )
    types = {graph.nodes[n].get("type") for n in graph}
    legend = [Line2D([], [], marker="o", ls="", ms=9, color=c, label=t) for t, c in COLOURS.items() if t in types]
    if types - COLOURS.keys():
        legend.append(Line2D([], [], marker="o", ls="", ms=9, color=OTHER, label="other"))
    for name, edge in (
        ("given as a fact", {"modality": "actual"}),
        ("planned", {"modality": "planned"}),
        ("alleged or possible", {"modality": "alleged"}),
        ("denied", {"polarity": "negative"}),
    ):
        line, colour = style(edge)
        legend.append(Line2D([], [], ls=line, color=colour, label=name))
    axes.legend(handles=legend, loc="lower left", frameon=False, fontsize=9)
    axes.margins(0.09)
    axes.axis("off")
    figure.savefig(picture, bbox_inches="tight", pad_inches=0.15, facecolor="white")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    draw(sys.argv[1], sys.argv[2])

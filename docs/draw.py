"""Draw a GraphML file written by `tidings export` as a picture.

    pip install networkx matplotlib scipy
    python3 docs/draw.py caucasus.graphml docs/graph.png

Solid edges are given as facts, dotted ones are alleged or possible, dashed ones are planned, red ones are denied.
Several statements between the same two entities share one arrow. Offices and mere concepts are left out.
"""

import collections
import sys
import textwrap

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
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
LEFT_OUT = {"Position", "Concept"}
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


def crowding(graph, place):
    """How bad a layout is: short edges, edges that cross, nodes on edges of others, nodes on each other."""
    points = {n: np.array(p) for n, p in place.items()}
    edges = {tuple(sorted(e)) for e in graph.edges}
    bad = 0.0
    for a, b in edges:
        bad += 12 * max(0, 0.8 - np.linalg.norm(points[a] - points[b])) / 0.8
        for n in points.keys() - {a, b}:
            along = points[b] - points[a]
            t = min(1, max(0, np.dot(points[n] - points[a], along) / np.dot(along, along)))
            bad += 4 * max(0, 0.22 - np.linalg.norm(points[n] - points[a] - t * along)) / 0.22
        for c, d in edges:
            if (a, b) < (c, d) and not {a, b} & {c, d}:
                side = [np.cross(points[b] - points[a], points[n] - points[a]) for n in (c, d)]
                other = [np.cross(points[d] - points[c], points[n] - points[c]) for n in (a, b)]
                bad += side[0] * side[1] < 0 and other[0] * other[1] < 0
    for n in points:
        for m in points:
            bad += n < m and 6 * max(0, 0.42 - np.linalg.norm(points[n] - points[m])) / 0.42
    return bad


def layout(graph):
    """The least crowded of some force-directed layouts; the same for the same graph."""
    plain = nx.Graph(sorted(tuple(sorted(e)) for e in graph.edges))
    tries = []
    for seed in range(120):
        place = nx.spring_layout(plain, k=2.2 / len(plain) ** 0.5, iterations=150, seed=seed)
        if seed % 2:
            place = nx.kamada_kawai_layout(plain, pos=place)
        low = np.min(list(place.values()), axis=0)
        high = np.max(list(place.values()), axis=0)
        tries.append({n: [1.6, 1.0] * (2 * (p - low) / (high - low) - 1) for n, p in place.items()})
    return min(tries, key=lambda place: crowding(graph, place))


def box(x, y, text, points):
    """Left, low, right, high of a text around a place, roughly, in the layout's units."""
    lines = text.split("\n")
    wide, tall = 0.0022 * points * max(map(len, lines)), 0.0052 * points * len(lines)
    return x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2


def free_place(tail, head, bend, text, taken):
    """Where on a bent edge its text covers least of what is there already, near the middle rather than not."""
    best = None
    (x0, y0), (x1, y1) = tail, head
    for t in (0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75, 0.2, 0.8):
        off = 2 * t * (1 - t) * bend
        x, y = x0 + t * (x1 - x0) + off * (y1 - y0), y0 + t * (y1 - y0) - off * (x1 - x0)
        own = box(x, y, text, 8)
        cover = sum(
            max(0, min(own[2], b[2]) - max(own[0], b[0])) * max(0, min(own[3], b[3]) - max(own[1], b[1])) for b in taken
        )
        if best is None or cover < best[0] - 1e-6:
            best = (cover, x, y, own)
    return best[1:]


def draw(path, picture):
    """Read a GraphML file, write a picture."""
    graph, pairs = read(path)
    position = layout(graph)
    figure, axes = plt.subplots(figsize=(12.5, 8.2), dpi=100)
    sizes = {n: 620 + 130 * graph.degree(n) for n in graph}
    names = {n: textwrap.fill(graph.nodes[n].get("label", n), 18) for n in graph}
    texts = {}
    for (source, target), edges in pairs.items():
        both = (target, source) in pairs
        line, colour = style(edges[0])
        bend = 0.14 if both else 0.04
        nx.draw_networkx_edges(
            graph, position, edgelist=[(source, target)], ax=axes, style=line, edge_color=colour, width=1.3,
            arrowsize=14, node_size=[sizes[n] for n in graph], connectionstyle=f"arc3,rad={bend}",
        )
        texts[source, target] = ("\n".join(dict.fromkeys(words(e) for e in edges)), bend, colour)
    nx.draw_networkx_nodes(
        graph, position, ax=axes, node_size=[sizes[n] for n in graph], edgecolors="white", linewidths=1.5,
        node_color=[COLOURS.get(graph.nodes[n].get("type"), OTHER) for n in graph],
    )
    for node, (x, y) in position.items():
        axes.annotate(
            names[node], (x, y), xytext=(0, -(sizes[node] ** 0.5) / 2 - 3), textcoords="offset points", ha="center",
            va="top", fontsize=9.5, fontweight="bold", linespacing=0.95,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.4},
        )
    taken = [box(p[0], p[1], "MMMM", 16) for p in position.values()]
    taken += [
        box(p[0], p[1] - 0.0022 * sizes[n] ** 0.5 - 0.05 - 0.02 * names[n].count("\n"), names[n], 11.5)
        for n, p in position.items()
    ]
    for (source, target), (text, bend, colour) in sorted(texts.items(), key=lambda t: -len(t[1][0])):
        x, y, own = free_place(position[source], position[target], bend, text, taken)
        taken.append(own)
        axes.text(
            x, y, text, ha="center", va="center", fontsize=8, color=colour, linespacing=1.0, zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 0.5},
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
    axes.legend(
        handles=legend, loc="upper center", bbox_to_anchor=(0.5, 0.0), ncol=len(legend), frameon=False, fontsize=9,
        handletextpad=0.4, columnspacing=1.4,
    )
    axes.set_aspect("equal")
    axes.margins(0.07, 0.13)
    axes.axis("off")
    figure.savefig(picture, bbox_inches="tight", pad_inches=0.15, facecolor="white")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    draw(sys.argv[1], sys.argv[2])

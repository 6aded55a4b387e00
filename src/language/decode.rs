//! From scores to structures: the best dependency tree with exactly one root (Chu-Liu/Edmonds), and the best
//! sequence of name tags in which every name begins with a B. Both are exact and deterministic.

use super::labels::{NameTag, Transitions};
use crate::document::Name;

/// Heads of the words (`None` for the root) that form the best tree with one root.
///
/// `scores` holds one row a dependent with `words + 1` numbers, the first for the root.
pub fn tree(scores: &[f32], words: usize) -> Vec<Option<usize>> {
    let width = words + 1;
    if words == 0 || scores.len() < words * width {
        return Vec::new();
    }
    let greedy: Vec<usize> = (0..words).map(|d| best_head(&scores[d * width..(d + 1) * width], d)).collect();
    let heads = if is_tree(&greedy) { greedy } else { one_root_tree(scores, words) };
    heads.into_iter().map(|head| head.checked_sub(1)).collect()
}

/// How probable the head chosen for each word is, 0 to 1, by its row of scores alone (softmax).
pub fn certainty(scores: &[f32], heads: &[Option<usize>]) -> Vec<f32> {
    let width = heads.len() + 1;
    let probability = |(row, head): (&[f32], &Option<usize>)| {
        let largest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let total: f32 = row.iter().map(|score| (score - largest).exp()).sum();
        let chosen = row.get(head.map_or(0, |h| h + 1)).copied().unwrap_or(f32::NEG_INFINITY);
        let p = (chosen - largest).exp() / total;
        if p.is_finite() { p } else { 0.0 }
    };
    scores.chunks_exact(width).zip(heads).map(probability).collect()
}

/// The best head of word `dependent`, in columns of the score row: not itself.
fn best_head(row: &[f32], dependent: usize) -> usize {
    let candidates = (0..row.len()).filter(|&head| head != dependent + 1);
    candidates.fold(0, |best, head| if row[head] > row[best] { head } else { best })
}

/// One root, and every word reaches it. Heads are columns: 0 the root, else word + 1.
pub(super) fn is_tree(heads: &[usize]) -> bool {
    if heads.iter().filter(|&&head| head == 0).count() != 1 {
        return false;
    }
    // 0 not seen, 1 on the path now walked, 2 reaches the root.
    let mut state = vec![0u8; heads.len() + 1];
    state[0] = 2;
    let mut path = Vec::new();
    for start in 1..=heads.len() {
        let mut node = start;
        while state[node] == 0 {
            state[node] = 1;
            path.push(node);
            node = heads[node - 1];
        }
        if state[node] == 1 {
            return false;
        }
        for node in path.drain(..) {
            state[node] = 2;
        }
    }
    true
}

/// A penalty on edges from the root, larger than any tree's score, leaves exactly one of them.
fn one_root_tree(scores: &[f32], words: usize) -> Vec<usize> {
    let width = words + 1;
    let clean = |score: f32| f64::from(if score.is_finite() { score.clamp(-1e6, 1e6) } else { -1e6 });
    let largest = scores.iter().map(|&s| clean(s).abs()).fold(1.0, f64::max);
    let penalty = 4.0 * largest * width as f64;
    let mut matrix = vec![f64::NEG_INFINITY; width * width];
    for dependent in 1..width {
        for head in 0..width {
            if head != dependent {
                let score = clean(scores[(dependent - 1) * width + head]);
                matrix[dependent * width + head] = if head == 0 { score - penalty } else { score };
            }
        }
    }
    let heads = arborescence(&matrix, width);
    heads.into_iter().skip(1).collect()
}

/// Best arborescence from node 0: `matrix[d * n + h]` is the score of the edge from `h` to `d`. Returns the
/// head of each node (0 for node 0).
fn arborescence(matrix: &[f64], n: usize) -> Vec<usize> {
    let mut heads = vec![0; n];
    for d in 1..n {
        let row = &matrix[d * n..(d + 1) * n];
        heads[d] = (0..n).filter(|&h| h != d).fold(0, |best, h| if row[h] > row[best] { h } else { best });
    }
    let Some(cycle) = find_cycle(&heads) else { return heads };
    contract(matrix, n, &heads, &cycle)
}

/// Contracts a cycle to one node (the last), solves the smaller problem and opens the cycle again.
fn contract(matrix: &[f64], n: usize, heads: &[usize], cycle: &[usize]) -> Vec<usize> {
    let mut in_cycle = vec![false; n];
    for &node in cycle {
        in_cycle[node] = true;
    }
    let outside: Vec<usize> = (0..n).filter(|&node| !in_cycle[node]).collect();
    let m = outside.len() + 1;
    let merged = m - 1;
    let mut smaller = vec![f64::NEG_INFINITY; m * m];
    // For each node outside: the cycle's node it best hangs on, and the one that best hangs on it.
    let (mut best_head, mut best_entry) = (vec![cycle[0]; m], vec![cycle[0]; m]);
    for (i, &node) in outside.iter().enumerate() {
        for (j, &other) in outside.iter().enumerate() {
            smaller[i * m + j] = matrix[node * n + other];
        }
        for &inner in cycle {
            if matrix[node * n + inner] > smaller[i * m + merged] {
                smaller[i * m + merged] = matrix[node * n + inner];
                best_head[i] = inner;
            }
            let entry = matrix[inner * n + node] - matrix[inner * n + heads[inner]];
            if entry > smaller[merged * m + i] {
                smaller[merged * m + i] = entry;
                best_entry[i] = inner;
            }
        }
    }
    let solved = arborescence(&smaller, m);
    let mut result = heads.to_vec();
    for (i, &node) in outside.iter().enumerate().skip(1) {
        let head = solved[i];
        result[node] = if head == merged { best_head[i] } else { outside[head] };
    }
    let entry = solved[merged];
    result[best_entry[entry]] = outside[entry];
    result
}

fn find_cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen_from = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut node = start;
        while node != 0 && seen_from[node] == 0 {
            seen_from[node] = start;
            node = heads[node];
        }
        if node != 0 && seen_from[node] == start {
            let mut cycle = vec![node];
            let mut next = heads[node];
            while next != node {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// The names of the best tag sequence, by the scores of the tags and of one tag after another (Viterbi). `scores`
/// holds one row a word, as wide as `tags`.
pub fn names(scores: &[f32], tags: &[NameTag], transitions: &Transitions) -> Vec<Name> {
    let rows: Vec<&[f32]> = scores.chunks_exact(tags.len().max(1)).collect();
    spans(&viterbi(&rows, tags.len(), transitions), tags)
}

fn viterbi(rows: &[&[f32]], width: usize, transitions: &Transitions) -> Vec<usize> {
    let [first, rest @ ..] = rows else { return Vec::new() };
    let mut total: Vec<f32> = first.iter().zip(transitions.after(None)).map(|(score, start)| score + start).collect();
    let mut back: Vec<usize> = Vec::with_capacity(rest.len() * width);
    let mut next = vec![0.0; width];
    for row in rest {
        let from = back.len();
        back.resize(from + width, 0);
        next.fill(f32::NEG_INFINITY);
        for (before, &so_far) in total.iter().enumerate() {
            for (after, &step) in transitions.after(Some(before)).iter().enumerate() {
                if so_far + step > next[after] {
                    next[after] = so_far + step;
                    back[from + after] = before;
                }
            }
        }
        total.iter_mut().zip(next.iter().zip(*row)).for_each(|(total, (next, score))| *total = next + score);
    }
    let mut tag = (0..total.len()).fold(0, |best, i| if total[i] > total[best] { i } else { best });
    let mut path = vec![tag; rows.len()];
    for position in (1..rows.len()).rev() {
        tag = back[(position - 1) * width + tag];
        path[position - 1] = tag;
    }
    path
}

fn spans(path: &[usize], tags: &[NameTag]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (position, &tag) in path.iter().enumerate() {
        match (tags[tag], names.last_mut()) {
            (NameTag::Inside(kind), Some(open)) if open.kind == kind && open.tokens.end == position => {
                open.tokens.end = position + 1;
            }
            (NameTag::Begin(kind) | NameTag::Inside(kind), _) => {
                names.push(Name { tokens: position..position + 1, kind })
            }
            (NameTag::Outside, _) => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::NameType::{Org, Per};

    #[test]
    fn certainty_is_that_of_the_head_chosen() {
        let scores = [0.0, -9.0, 5.0, 3.0, 1.0, -9.0];
        let sure = certainty(&scores, &tree(&scores, 2));
        assert!(sure[0] > 0.9 && sure[0] < 1.0 && sure[1] > 0.8 && sure[1] < 0.9, "{sure:?}");
        let other = certainty(&scores, &[None, Some(0)]);
        assert!(other[0] < 0.01 && other[1] < 0.2, "{other:?}");
        assert_eq!(certainty(&[f32::NAN; 2], &[None]), [0.0]);
    }

    #[test]
    fn the_greedy_tree_is_taken_when_it_is_one() {
        // Columns: root, word 1, word 2.
        assert_eq!(tree(&[0.0, -9.0, 5.0, 3.0, 1.0, -9.0], 2), [Some(1), None]);
        assert_eq!(tree(&[-5.0, 9.0], 1), [None]);
        assert_eq!(tree(&[], 0), []);
    }

    #[test]
    fn cycles_and_second_roots_are_resolved_for_the_best_sum() {
        // Words 1 and 2 prefer each other; opening the cycle at word 2 costs less.
        assert_eq!(tree(&[1.0, 0.0, 9.0, 4.0, 8.0, 0.0], 2), [Some(1), None]);
        // Both prefer the root; one of them must not be.
        assert_eq!(tree(&[9.0, 0.0, 1.0, 9.0, 5.0, 0.0], 2), [None, Some(0)]);
    }

    /// Best tree by trying all.
    fn brute_force(scores: &[f32], words: usize) -> f32 {
        let width = words + 1;
        let mut best = f32::NEG_INFINITY;
        for code in 0..width.pow(words as u32) {
            let heads: Vec<usize> = (0..words).map(|d| code / width.pow(d as u32) % width).collect();
            if heads.iter().enumerate().all(|(d, &h)| h != d + 1) && is_tree(&heads) {
                best = best.max(heads.iter().enumerate().map(|(d, &h)| scores[d * width + h]).sum());
            }
        }
        best
    }

    proptest! {
        #[test]
        fn trees_are_best_and_whole(scores in prop::collection::vec(-9i8..9, 4 * 5)) {
            let scores: Vec<f32> = scores.into_iter().map(f32::from).collect();
            let heads: Vec<usize> = tree(&scores, 4).into_iter().map(|head| head.map_or(0, |h| h + 1)).collect();
            prop_assert!(is_tree(&heads));
            let sum: f32 = heads.iter().enumerate().map(|(d, &h)| scores[d * 5 + h]).sum();
            prop_assert_eq!(sum, brute_force(&scores, 4));
        }

        #[test]
        fn large_and_odd_scores_give_a_tree(scores in prop::collection::vec(any::<f32>(), 30 * 31)) {
            let heads: Vec<usize> = tree(&scores, 30).into_iter().map(|head| head.map_or(0, |h| h + 1)).collect();
            prop_assert!(is_tree(&heads));
        }
    }

    #[test]
    fn names_begin_with_a_b() {
        let tags =
            [NameTag::Outside, NameTag::Begin(Per), NameTag::Inside(Per), NameTag::Begin(Org), NameTag::Inside(Org)];
        // Greedy would be O I-PER I-ORG.
        let rows = [[0.0, -1.0, 0.0, -9.0, -9.0], [0.0, 1.0, 3.0, 0.0, 0.0], [0.0, 0.0, 2.5, 0.0, 3.0]];
        let plain = Transitions::new(&tags, &[]).expect("no rows fit all tags");
        assert_eq!(names(&rows.concat(), &tags, &plain), [Name { tokens: 0..3, kind: Per }]);
        assert_eq!(names(&[9.0, 0.0, 0.0, 0.0, 0.0], &tags, &plain), []);
        assert_eq!(names(&[], &tags, &plain), []);
        let adjacent = [[0.0, 9.0, 0.0, 0.0, 0.0], [0.0, 9.0, 1.0, 0.0, 0.0]];
        assert_eq!(names(&adjacent.concat(), &tags, &plain).len(), 2);
        // A learnt dislike of one name right after another joins them.
        let mut learnt = vec![vec![0.0; 5]; 6];
        learnt[2][1] = -9.0;
        let learnt = Transitions::new(&tags, &learnt).expect("six rows of five");
        assert_eq!(names(&adjacent.concat(), &tags, &learnt), [Name { tokens: 0..2, kind: Per }]);
        assert_eq!(Transitions::new(&tags, &[vec![0.0; 5]]), None);
    }
}

//! MUC, B³ and CEAFe over clusters of mention numbers, and their mean, the CoNLL average.

use std::collections::{BTreeSet, HashMap};

/// Clusters of mention numbers.
pub type Clusters = Vec<BTreeSet<usize>>;

/// Sums of the three measures.
#[derive(Default, Clone)]
pub struct Scores {
    /// MUC, B³, CEAFe: sums for recall and precision with their denominators.
    sums: [[f64; 4]; 3],
}

impl Scores {
    /// Scores of one document.
    pub fn of(key: &Clusters, response: &Clusters) -> Self {
        let (muc_r, muc_rd) = muc(key, response);
        let (muc_p, muc_pd) = muc(response, key);
        let (b3_r, b3_rd) = b_cubed(key, response);
        let (b3_p, b3_pd) = b_cubed(response, key);
        let similarity = ceaf_e(key, response);
        Scores {
            sums: [
                [muc_r, muc_rd, muc_p, muc_pd],
                [b3_r, b3_rd, b3_p, b3_pd],
                [similarity, key.len() as f64, similarity, response.len() as f64],
            ],
        }
    }

    /// Adds another document.
    pub fn add(&mut self, other: &Scores) {
        for (sum, more) in self.sums.iter_mut().flatten().zip(other.sums.iter().flatten()) {
            *sum += more;
        }
    }

    fn f1(&self) -> [f64; 3] {
        self.sums.map(|[r, rd, p, pd]| {
            let (recall, precision) = (r / rd.max(1e-9), p / pd.max(1e-9));
            200.0 * recall * precision / (recall + precision).max(1e-9)
        })
    }

    /// One line of the table.
    pub fn line(&self) -> String {
        let [muc, b3, ceaf] = self.f1();
        let [r, rd, p, pd] = self.sums[0];
        format!(
            "MUC {muc:5.1} (P {:4.1} R {:4.1})  B3 {b3:5.1}  CEAFe {ceaf:5.1}  CoNLL {:5.1}",
            100.0 * p / pd.max(1e-9),
            100.0 * r / rd.max(1e-9),
            (muc + b3 + ceaf) / 3.0
        )
    }
}

/// Links of `key` that `response` keeps, and all links.
fn muc(key: &Clusters, response: &Clusters) -> (f64, f64) {
    let home: HashMap<usize, usize> = homes(response);
    let mut kept = 0.0;
    let mut all = 0.0;
    for cluster in key {
        let mut parts = BTreeSet::new();
        let mut alone = 0;
        for mention in cluster {
            match home.get(mention) {
                Some(part) => drop(parts.insert(part)),
                None => alone += 1,
            }
        }
        kept += (cluster.len() - parts.len() - alone) as f64;
        all += (cluster.len() - 1) as f64;
    }
    (kept, all)
}

fn homes(clusters: &Clusters) -> HashMap<usize, usize> {
    clusters.iter().enumerate().flat_map(|(i, c)| c.iter().map(move |&m| (m, i))).collect()
}

fn b_cubed(key: &Clusters, response: &Clusters) -> (f64, f64) {
    let home = homes(response);
    let mut sum = 0.0;
    let mut mentions = 0.0;
    for cluster in key {
        for mention in cluster {
            mentions += 1.0;
            if let Some(other) = home.get(mention).and_then(|&i| response.get(i)) {
                sum += cluster.intersection(other).count() as f64 / cluster.len() as f64;
            }
        }
    }
    (sum, mentions)
}

/// Entity-based CEAF: similarity of the best one-to-one alignment.
fn ceaf_e(key: &Clusters, response: &Clusters) -> f64 {
    let n = key.len().max(response.len());
    let mut cost = vec![vec![0.0; n]; n];
    for (row, k) in cost.iter_mut().zip(key) {
        for (cell, r) in row.iter_mut().zip(response) {
            *cell = -2.0 * k.intersection(r).count() as f64 / (k.len() + r.len()) as f64;
        }
    }
    -assignment(&cost)
}

/// Least cost of a one-to-one assignment of rows to columns (Hungarian method with potentials).
fn assignment(cost: &[Vec<f64>]) -> f64 {
    let n = cost.len();
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let (mut matched, mut way) = (vec![0usize; n + 1], vec![0usize; n + 1]);
    for row in 1..=n {
        matched[0] = row;
        let mut column = 0;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut used = vec![false; n + 1];
        loop {
            used[column] = true;
            let here = matched[column];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for j in 1..=n {
                if used[j] {
                    continue;
                }
                let reduced = cost[here - 1][j - 1] - u[here] - v[j];
                if reduced < least[j] {
                    (least[j], way[j]) = (reduced, column);
                }
                if least[j] < delta {
                    (delta, next) = (least[j], j);
                }
            }
            for j in 0..=n {
                if used[j] {
                    u[matched[j]] += delta;
                    v[j] -= delta;
                } else {
                    least[j] -= delta;
                }
            }
            column = next;
            if matched[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let previous = way[column];
            matched[column] = matched[previous];
            column = previous;
        }
    }
    (1..=n).map(|j| cost[matched[j] - 1][j - 1]).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(clusters: &[&[usize]]) -> Clusters {
        clusters.iter().map(|c| c.iter().copied().collect()).collect()
    }

    #[test]
    fn the_same_clusters_score_a_hundred() {
        let key = sets(&[&[0, 1, 2], &[3, 4]]);
        for value in Scores::of(&key, &key).f1() {
            assert!((value - 100.0).abs() < 1e-6);
        }
    }

    #[test]
    fn measures_agree_with_the_worked_example() {
        // Key {a b c} {d e f g}, response {a b} {c d} {f g h i}: the textbook example of the reference scorer.
        let key = sets(&[&[0, 1, 2], &[3, 4, 5, 6]]);
        let response = sets(&[&[0, 1], &[2, 3], &[5, 6, 7, 8]]);
        let (kept, all) = muc(&key, &response);
        assert_eq!((kept, all), (2.0, 5.0));
        let (kept, all) = muc(&response, &key);
        assert_eq!((kept, all), (2.0, 5.0));
        let (sum, mentions) = b_cubed(&key, &response);
        assert!((sum / mentions - (2.0 * 2.0 / 3.0 + 1.0 / 3.0 + 0.25 + 2.0 * 0.5) / 7.0).abs() < 1e-9);
        assert!((ceaf_e(&key, &response) - (0.8 + 0.5)).abs() < 1e-9);
    }
}

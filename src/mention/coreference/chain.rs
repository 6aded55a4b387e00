//! Clusters become chains: name, type, gender and number of each.

use super::Clusters;
use crate::lexicon::EntityType;
use crate::mention::features::mention_surface;
use crate::mention::{Chain, Mention, MentionKind, Mentions};

impl Clusters<'_> {
    /// The chains in order of their first mention.
    pub(super) fn into_mentions(self) -> Mentions {
        let ids = self.ids();
        let mut number = vec![0; self.clusters.len()];
        for (index, &id) in ids.iter().enumerate() {
            number[id] = index;
        }
        let chains = ids.iter().map(|&id| self.chain(&self.clusters[id], &number)).collect();
        let mut mentions: Vec<Mention> = self.mentions.to_vec();
        for (index, mention) in mentions.iter_mut().enumerate() {
            mention.chain = number[self.cluster_of[index]];
            let is_first = self.cluster(index).first() == Some(&index);
            mention.rule = match self.rules[index] {
                Some(rule) if !is_first => rule,
                _ if is_first => "first",
                // Everything else was joined to it.
                _ => "same chain",
            };
        }
        Mentions { considered: self.considered, ..Mentions::new(mentions, chains) }
    }

    fn chain(&self, cluster: &[usize], number: &[usize]) -> Chain {
        let mut members: Vec<usize> =
            cluster.iter().flat_map(|&m| &self.members[m]).map(|&m| number[self.cluster_of[m]]).collect();
        members.sort_unstable();
        members.dedup();
        Chain {
            mentions: cluster.to_vec(),
            name: self.name(cluster),
            entity_type: self.type_of(cluster),
            is_named: self.is_named(cluster),
            gender: self.gender_of(cluster),
            is_plural: self.is_plural(cluster),
            owner: cluster.iter().find_map(|&m| self.features[m].owner),
            members,
        }
    }

    /// The fullest form: of names the longest (of states the one that is no adjective), of descriptions the first
    /// with the most words that say something.
    fn name(&self, cluster: &[usize]) -> String {
        let of_kind = |kind| cluster.iter().copied().filter(move |&m| self.mentions[m].kind == kind);
        let entity_type = self.type_of(cluster);
        // `max_by_key` keeps the last of equals; the first is wanted.
        let best_name = of_kind(MentionKind::Name).rev().max_by_key(|&m| {
            let name = mention_surface(self.words(m), &self.mentions[m]);
            let is_state = entity_type == EntityType::Country && self.knowledge.state_named(&name).is_some();
            (self.mentions[m].entity_type == entity_type, is_state, self.features[m].words.len(), name.chars().count())
        });
        let best_nominal = || of_kind(MentionKind::Nominal).rev().max_by_key(|&m| self.features[m].words.len());
        best_name
            .or_else(best_nominal)
            .or_else(|| cluster.first().copied())
            // Square brackets are the editor's: "[Ada] Berg".
            .map(|m| mention_surface(self.words(m), &self.mentions[m]).replace(['[', ']'], ""))
            .unwrap_or_default()
    }
}

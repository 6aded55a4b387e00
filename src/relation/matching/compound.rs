//! Patterns joined by a hyphen: "Riga-backed militia", "pro-Riga groups", "anti-Riga protests", "the Oslo-Riga
//! talks".

use super::{Miss, Search};
use crate::document::Upos;
use crate::lexicon::pattern::{Filler, Pattern, TriggerKind};

impl Search<'_> {
    /// Fills both slots from the words around the hyphen.
    pub(super) fn compound(&mut self, pattern: &Pattern) -> Result<(), Miss> {
        let clause = self.clause;
        let at = |i: usize, offset: isize| i.checked_add_signed(offset).filter(|&j| j < clause.sentence.tokens.len());
        let is_hyphen = |i: Option<usize>| i.is_some_and(|i| matches!(clause.form(i), "-" | "–" | "‑"));
        let mut slots = pattern.arguments.iter().filter_map(|a| match &a.filler {
            Filler::Slot(slot) => Some(slot.role),
            _ => None,
        });
        let Some(first) = slots.next() else { return Err(Miss::Kind) };
        let noun_above = |i: usize| {
            let mut at = i;
            while let Some(head) = clause.sentence.tokens[at].head {
                if matches!(clause.sentence.tokens[head].upos, Upos::Noun | Upos::Propn) && head > i {
                    return Some(head);
                }
                at = head;
            }
            None
        };
        let head = self.head;
        let (left, right) = match pattern.kind {
            TriggerKind::CompoundParticiple if is_hyphen(at(head, -1)) => (at(head, -2), noun_above(head)),
            TriggerKind::CompoundPrefix => {
                let named = if is_hyphen(at(head, 1)) { at(head, 2) } else { Some(head) };
                // "the party is pro-Russian"
                let bearer = named.and_then(|n| noun_above(n).or_else(|| clause.surface_subject(n)));
                (named, bearer)
            }
            TriggerKind::CompoundPair => {
                let pair = (0..head).rev().find(|&i| {
                    is_hyphen(Some(i))
                        && i > 0
                        && at(i, 1).and_then(noun_above) == Some(head)
                        && at(i, 1).is_some_and(|j| self.is_nominal(j))
                        && self.is_nominal(i - 1)
                });
                (pair.map(|i| i - 1), pair.and_then(|i| at(i, 1)))
            }
            _ => return Err(Miss::Kind),
        };
        let (Some(left), Some(right)) = (left, right) else { return Err(Miss::Slot(first)) };
        self.fill(first, &[left])?;
        match pattern
            .arguments
            .iter()
            .find_map(|a| if let Filler::Word(words) = &a.filler { Some(words) } else { None })
        {
            Some(words) if words.iter().any(|w| clause.is_word(right, w)) => {
                self.bindings.words.push(right);
                self.bindings.event = Some(right);
                Ok(())
            }
            Some(words) => Err(Miss::Word(words.join("|"))),
            None => self.fill(slots.next().ok_or(Miss::Kind)?, &[right]),
        }
    }
}

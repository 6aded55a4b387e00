//! Headlines say what the story tells again with its circumstances. In: the claims of a document. Out: claims of the
//! title get time, place and topic from the same claim in the text, where the text gives only one.

use super::Extraction;
use crate::document::Document;
use crate::mention::Mentions;

/// Complete the claims of the title from those of the text.
pub fn complete(document: &Document, mentions: &Mentions, claims: &mut [Extraction]) {
    let chain = |mention: usize| mentions.mentions[mention].chain;
    let is_title = |claim: &Extraction| document.sentences.get(claim.sentence).is_some_and(|s| s.is_title);
    let same = |a: &Extraction, b: &Extraction| {
        a.predicate == b.predicate
            && a.polarity == b.polarity
            && chain(a.subject) == chain(b.subject)
            && chain(a.object) == chain(b.object)
    };
    for i in 0..claims.len() {
        if !is_title(&claims[i]) {
            continue;
        }
        let told: Vec<&Extraction> = claims.iter().filter(|c| !is_title(c) && same(c, &claims[i])).collect();
        let time = only(told.iter().filter_map(|c| c.time.clone()), |time| time.clone());
        let place = only(told.iter().filter_map(|c| c.place), |&place| chain(place));
        let topic = only(told.iter().filter_map(|c| c.topic), |&topic| chain(topic));
        let claim = &mut claims[i];
        claim.time = claim.time.take().or(time);
        claim.place = claim.place.or(place);
        claim.topic = claim.topic.or(topic);
    }
}

/// The first of some values, if all are the same by `key`.
fn only<T, K: PartialEq>(values: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Option<T> {
    let mut values = values;
    let first = values.next()?;
    let wanted = key(&first);
    values.all(|other| key(&other) == wanted).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::only;

    #[test]
    fn one_value_or_none() {
        assert_eq!(only([2, 2].into_iter(), |&n| n), Some(2));
        assert_eq!(only([2, 3].into_iter(), |&n| n), None);
        assert_eq!(only(std::iter::empty::<u8>(), |&n| n), None);
    }
}

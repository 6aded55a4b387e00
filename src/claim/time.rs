//! Times of claims and articles as RDF: typed by their precision, and as first and last day.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use oxigraph::model::Literal;
use oxigraph::model::vocab::xsd;

/// The literal for an ISO time: `xsd:date`, `xsd:gYearMonth`, `xsd:gYear`, `xsd:dateTime`, else (spans, and what is
/// no ISO time) a plain string.
pub(super) fn literal(iso: &str) -> Literal {
    let datatype = match iso.len() {
        4 if days(iso).is_some() => xsd::G_YEAR,
        7 if days(iso).is_some() => xsd::G_YEAR_MONTH,
        10 if days(iso).is_some() => xsd::DATE,
        _ if is_date_time(iso) => xsd::DATE_TIME,
        _ => return Literal::new_simple_literal(iso),
    };
    Literal::new_typed_literal(iso, datatype)
}

/// Is it `xsd:dateTime`: seconds given, offset absent, `Z` or with a colon?
fn is_date_time(iso: &str) -> bool {
    let zoned = iso.ends_with('Z') || (iso.get(iso.len().saturating_sub(3)..).is_some_and(|end| end.starts_with(':')));
    iso.len() >= 19
        && iso.is_ascii()
        && iso.get(10..11) == Some("T")
        && iso.get(16..17) == Some(":")
        && (iso.parse::<DateTime>().is_ok() || (zoned && iso.parse::<Timestamp>().is_ok()))
}

/// First and last day of a year, month, day, moment or span `start/end`, in ISO 8601.
pub(super) fn days(iso: &str) -> Option<(String, String)> {
    let (start, end) = iso.split_once('/').unwrap_or((iso, iso));
    let (first, last) = (bounds(start)?.0, bounds(end)?.1);
    (first <= last).then(|| (first.to_string(), last.to_string()))
}

fn bounds(iso: &str) -> Option<(Date, Date)> {
    if !iso.is_ascii() {
        return None;
    }
    match iso.len() {
        4 => {
            let year: i16 = iso.parse().ok()?;
            Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?))
        }
        7 => {
            let first: Date = format!("{iso}-01").parse().ok()?;
            Some((first, first.last_of_month()))
        }
        _ => {
            let day: Date = iso.get(..10)?.parse().ok()?;
            matches!(iso.get(10..11), None | Some("T")).then_some((day, day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_typed_by_their_precision() {
        for (iso, datatype) in [
            ("2025", xsd::G_YEAR),
            ("2025-10", xsd::G_YEAR_MONTH),
            ("2025-10-30", xsd::DATE),
            ("2025-10-30T18:00:00Z", xsd::DATE_TIME),
            ("2025-10-30T18:00:00+04:00", xsd::DATE_TIME),
            ("2025-10-30T18:00:00", xsd::DATE_TIME),
            ("2025-10-30T18:00Z", xsd::STRING),
            ("2025-10-01/2025-10-07", xsd::STRING),
            ("2025-13-01", xsd::STRING),
            ("soon", xsd::STRING),
            ("", xsd::STRING),
            ("20é", xsd::STRING),
        ] {
            assert_eq!(literal(iso).datatype(), datatype, "{iso}");
        }
    }

    #[test]
    fn times_have_a_first_and_a_last_day() {
        let bounds = |iso| days(iso).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(bounds("2024-02").as_deref(), Some("2024-02-01 2024-02-29"));
        assert_eq!(bounds("2024").as_deref(), Some("2024-01-01 2024-12-31"));
        assert_eq!(bounds("2024-02/2024-03-05").as_deref(), Some("2024-02-01 2024-03-05"));
        assert_eq!(bounds("2024-03/2024-02"), None);
        assert_eq!(bounds("spring"), None);
    }
}

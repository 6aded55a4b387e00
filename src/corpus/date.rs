//! Dates of publication: any of the forms that feeds write goes in, ISO 8601 comes out, or nothing where the form
//! is not known or ambiguous.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, fmt::rfc2822};

/// Written forms of a whole date, in `strptime` notation.
const DATES: [&str; 12] = [
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%B %d, %Y",
    "%B %d %Y",
    "%d %B %Y",
    "%d %B, %Y",
    "%A, %B %d, %Y",
    "%A %d %B %Y",
    "%A, %d %B %Y",
    "%d-%B-%Y",
    "%d. %B %Y",
];

/// Written forms of a time of day after a date.
const TIMES: [&str; 6] = [", %H:%M", " %H:%M", ", %H:%M:%S", " %H:%M:%S", ", %I:%M %p", " %I:%M %p"];

/// The date or date and time that the whole of `written` stands for, in ISO 8601.
pub(super) fn iso(written: &str) -> Option<String> {
    let written = written.trim();
    already_iso(written).or_else(|| rfc_2822(written)).or_else(|| named_month(written)).or_else(|| epoch(written))
}

/// `2025`, `2025-10`, `2025-10-30`, or one with a time and perhaps an offset. The time zone stays as written.
fn already_iso(written: &str) -> Option<String> {
    let digits = |range: std::ops::Range<usize>| {
        written.get(range).is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    match written.len() {
        4 if digits(0..4) => return Some(written.to_owned()),
        7 if digits(0..4) && written.get(4..5) == Some("-") && digits(5..7) => {
            return format!("{written}-01").parse::<Date>().is_ok().then(|| written.to_owned());
        }
        _ => {}
    }
    if !(digits(0..4) && written.get(4..5) == Some("-")) {
        return None;
    }
    let date: Date = written.get(..10)?.parse().ok()?;
    let rest = written.get(10..)?;
    if rest.is_empty() {
        return Some(date.to_string());
    }
    let time = rest.strip_prefix(['T', 't', ' '])?.trim_start();
    let mut joined = format!("{date}T{}", time.replace(" UTC", "Z").replace(" GMT", "Z").replace(' ', ""));
    let offset = joined.len().saturating_sub(5);
    if joined.get(offset..).is_some_and(|offset| offset.starts_with(['+', '-']) && !offset.contains(':')) {
        joined.insert(offset + 3, ':');
    }
    if joined.parse::<Timestamp>().is_ok() || joined.parse::<DateTime>().is_ok() { Some(joined) } else { None }
}

/// The form of RSS and e-mail.
fn rfc_2822(written: &str) -> Option<String> {
    let zoned = rfc2822::parse(written).ok()?;
    Some(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

fn named_month(written: &str) -> Option<String> {
    for format in DATES.into_iter().flat_map(|format| [format.to_owned(), format.replace("%B", "%b")]) {
        if let Ok(date) = Date::strptime(&format, written) {
            return Some(date.to_string());
        }
        for time in TIMES {
            if let Ok(moment) = DateTime::strptime(format!("{format}{time}"), written) {
                return Some(moment.to_string());
            }
        }
    }
    None
}

/// Seconds or milliseconds since 1970, from 2001 on.
fn epoch(written: &str) -> Option<String> {
    let number: i64 = written.parse().ok()?;
    let seconds = match written.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let moment = Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC);
    Some(moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn known_forms_become_iso() {
        for (written, expected) in [
            ("2025-10-30", "2025-10-30"),
            ("2025-10-30T18:00:00Z", "2025-10-30T18:00:00Z"),
            ("2025-10-30 18:00:00", "2025-10-30T18:00:00"),
            ("2025-10-30 18:00:00 +0400", "2025-10-30T18:00:00+04:00"),
            ("2025-10", "2025-10"),
            ("2025", "2025"),
            ("Thu, 30 Oct 2025 18:00:00 +0400", "2025-10-30T18:00:00+04:00"),
            ("October 30, 2025", "2025-10-30"),
            ("October 30 2025, 18:00", "2025-10-30T18:00:00"),
            ("30 Oct 2025", "2025-10-30"),
            ("Thursday, October 30, 2025", "2025-10-30"),
            ("20251030", "2025-10-30"),
            ("2025/10/30", "2025-10-30"),
            ("1761840000", "2025-10-30T16:00:00Z"),
            ("1761840000000", "2025-10-30T16:00:00Z"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn what_is_ambiguous_or_no_date_is_nothing() {
        for written in ["", "yesterday", "03/04/2025", "2025-13-01", "2025-02-30", "2025-13", "12", "Oct", "2025-1ö-01"]
        {
            assert_eq!(iso(written), None, "{written}");
        }
    }
}

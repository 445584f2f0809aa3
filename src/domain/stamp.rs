//! Instants: milliseconds with the offset of the shop's clock at that moment.
//!
//! The offset travels with the instant, so that a fact's local day never depends on a setting read later.

use chrono::{DateTime, Duration, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::cmp::Ordering;
use std::fmt;

/// An instant in milliseconds, with the local offset in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    ms: i64,
    offset_minutes: i16,
}

impl Stamp {
    /// The instant `ms` milliseconds after 1970 began in UTC, seen in `zone`.
    pub fn in_zone(ms: i64, zone: Tz) -> Self {
        let utc = DateTime::<Utc>::from_timestamp_millis(ms).unwrap_or_default();
        let offset = zone.offset_from_utc_datetime(&utc.naive_utc()).fix();
        Self { ms: utc.timestamp_millis(), offset_minutes: (offset.local_minus_utc() / 60) as i16 }
    }

    /// A local day and time in `zone`. Where a clock change skips that time, the next valid minute is taken.
    pub fn at(day: NaiveDate, time: NaiveTime, zone: Tz) -> Self {
        let mut local = NaiveDateTime::new(day, time);
        for _ in 0..240 {
            if let Some(moment) = zone.from_local_datetime(&local).earliest() {
                return Self::in_zone(moment.timestamp_millis(), zone);
            }
            local += Duration::minutes(1);
        }
        Self::in_zone(local.and_utc().timestamp_millis(), zone)
    }

    /// Milliseconds since 1970 began in UTC.
    pub fn ms(self) -> i64 {
        self.ms
    }

    /// The same instant as chrono sees it, with its offset.
    pub fn local(self) -> DateTime<FixedOffset> {
        let offset = FixedOffset::east_opt(i32::from(self.offset_minutes) * 60).unwrap_or_else(|| Utc.fix());
        offset.timestamp_millis_opt(self.ms).earliest().unwrap_or_default()
    }

    /// The local day.
    pub fn day(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// The local time of day.
    pub fn time(self) -> NaiveTime {
        self.local().time()
    }

    /// Milliseconds from `earlier` to this instant; negative if it lies before.
    pub fn since(self, earlier: Self) -> i64 {
        self.ms.saturating_sub(earlier.ms)
    }

    /// The instant `minutes` later, with the same offset. For times of a calendar use [`Stamp::at`].
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self { ms: self.ms.saturating_add(minutes.saturating_mul(60_000)), ..self }
    }

    /// Reads RFC 3339, such as `2026-11-23T14:32:05.120+08:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let moment = DateTime::parse_from_rfc3339(text).ok()?;
        let offset_minutes = i16::try_from(moment.offset().local_minus_utc() / 60).ok()?;
        Some(Self { ms: moment.timestamp_millis(), offset_minutes })
    }
}

impl PartialOrd for Stamp {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Stamp {
    fn cmp(&self, other: &Self) -> Ordering {
        self.ms.cmp(&other.ms).then(self.offset_minutes.cmp(&other.offset_minutes))
    }
}

/// RFC 3339 with milliseconds.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.local().format("%Y-%m-%dT%H:%M:%S%.3f%:z"))
    }
}

/// Text in JSON; two integers in the index.
impl Serialize for Stamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if to.is_human_readable() { to.collect_str(self) } else { (self.ms, self.offset_minutes).serialize(to) }
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        if from.is_human_readable() {
            let text = String::deserialize(from)?;
            Self::parse(&text)
                .ok_or_else(|| de::Error::custom(format!("{text} is not a time such as 2026-11-23T17:30:00+08:00")))
        } else {
            let (ms, offset_minutes) = Deserialize::deserialize(from)?;
            Ok(Self { ms, offset_minutes })
        }
    }
}

impl JsonSchema for Stamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}

#[cfg(test)]
mod tests {
    use super::Stamp;

    #[test]
    fn an_instant_keeps_its_offset_in_text() {
        let text = "2026-11-23T14:32:05.120+08:00";
        let stamp = Stamp::parse(text).expect("RFC 3339");
        assert_eq!(stamp.to_string(), text);
        assert_eq!(stamp.day().to_string(), "2026-11-23");
    }

    #[test]
    fn the_same_moment_in_the_shops_zone_has_the_shops_day() {
        let utc = Stamp::parse("2026-11-23T17:00:00Z").expect("RFC 3339");
        let local = Stamp::in_zone(utc.ms(), chrono_tz::Asia::Shanghai);
        assert_eq!(local.to_string(), "2026-11-24T01:00:00.000+08:00");
    }
}

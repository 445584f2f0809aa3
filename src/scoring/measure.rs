//! What the shop measures of itself: counts of deliveries, complaints and money.

use std::collections::BTreeMap;

use num_bigint::BigInt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::fact::word_of;
use super::fact::{Allowed, Complaint, Delivery, Fields};
use super::{FactError, Word};

/// The category of the complaints that enter the internal score.
const QUALITY: &str = "quality";

/// Something that is counted, for the shop or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Count {
    /// Vehicles handed over.
    Deliveries,
    /// Batches delivered; vehicles handed over, unless totals give another number.
    Batches,
    /// Valid complaints about quality, received in the period.
    QualityComplaints,
    /// All complaints received in the period.
    Complaints,
    /// Vehicles handed over no later than promised.
    OnTime,
    /// Vehicles that broke down or could not be used through our fault.
    LineDown,
    /// Vehicles that came back for the same fault.
    Comebacks,
    /// Money spent on redoing, towing, rush parts and loaners.
    PremiumFreight,
    /// Money billed.
    Freight,
}

/// Counts of the facts of a period. They add up: see [`Tally`](super::Tally).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Measures {
    #[serde(with = "super::bucket::pairs")]
    counted: BTreeMap<Count, u128>,
    /// Deliveries that are silent on a count, so that they stand in no denominator of it.
    #[serde(with = "super::bucket::pairs")]
    silent: BTreeMap<Count, u128>,
}

/// Counts that somebody gives as totals, in place of all deliveries and complaints.
///
/// ```
/// use shopdesk::scoring::Totals;
/// assert!(Totals::parse(r#"{"deliveries":120,"quality_complaints":3}"#).is_ok());
/// let error = Totals::parse(r#"{"deliveries":-1}"#).unwrap_err();
/// assert_eq!(error.to_string(), "`deliveries` is -1; write a whole number, 0 or more");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals(BTreeMap<Count, BigInt>);

impl Word for Count {
    const WORDS: &'static [(&'static str, Count)] = &[
        ("deliveries", Count::Deliveries),
        ("batches", Count::Batches),
        ("quality_complaints", Count::QualityComplaints),
        ("complaints", Count::Complaints),
        ("on_time", Count::OnTime),
        ("line_down", Count::LineDown),
        ("comebacks", Count::Comebacks),
        ("premium_freight", Count::PremiumFreight),
        ("freight", Count::Freight),
    ];
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        word_of(deserializer)
    }
}

impl Measures {
    pub(super) fn add_delivery(&mut self, delivery: &Delivery) {
        self.add(Count::Deliveries, 1);
        self.add(Count::Batches, 1);
        self.add_stated(Count::OnTime, delivery.on_time);
        self.add_stated(Count::LineDown, delivery.line_down);
        self.add_stated(Count::Comebacks, delivery.comeback);
        if let (Some(billed), Some(premium)) = (delivery.billed, delivery.premium) {
            self.add(Count::Freight, u128::from(billed));
            self.add(Count::PremiumFreight, u128::from(premium));
        }
    }

    pub(super) fn add_complaint(&mut self, complaint: &Complaint) {
        self.add(Count::Complaints, 1);
        if complaint.valid == Some(true) && complaint.category.as_deref() == Some(QUALITY) {
            self.add(Count::QualityComplaints, 1);
        }
    }

    pub(super) fn merge(&mut self, other: &Measures) {
        for (count, number) in &other.counted {
            self.add(*count, *number);
        }
        for (count, number) in &other.silent {
            *self.silent.entry(*count).or_default() += number;
        }
    }

    /// Takes out what other measures count; `false` where they count what was never put in.
    pub(super) fn take(&mut self, other: &Measures) -> bool {
        let take = |own: &mut BTreeMap<Count, u128>, other: &BTreeMap<Count, u128>| {
            for (count, number) in other {
                let Some(left) = own.get(count).and_then(|own| own.checked_sub(*number)) else { return false };
                match left {
                    0 => own.remove(count),
                    left => own.insert(*count, left),
                };
            }
            true
        };
        take(&mut self.counted, &other.counted) && take(&mut self.silent, &other.silent)
    }

    /// Gives how often something was counted.
    pub(super) fn counted(&self, count: Count) -> u128 {
        self.counted.get(&count).copied().unwrap_or_default()
    }

    /// Gives a component's two numbers. What a delivery does not state is not counted against it.
    pub(super) fn pair(&self, numerator: Count, denominator: Count) -> (BigInt, BigInt) {
        let silent = match denominator {
            Count::Deliveries | Count::Batches => self.silent.get(&numerator).copied().unwrap_or_default(),
            Count::QualityComplaints
            | Count::Complaints
            | Count::OnTime
            | Count::LineDown
            | Count::Comebacks
            | Count::PremiumFreight
            | Count::Freight => 0,
        };
        (self.counted(numerator).into(), (self.counted(denominator) - silent).into())
    }

    fn add(&mut self, count: Count, number: u128) {
        // Nothing is not an entry: what was counted and taken out again leaves none either.
        if number > 0 {
            *self.counted.entry(count).or_default() += number;
        }
    }

    fn add_stated(&mut self, count: Count, stated: Option<bool>) {
        match stated {
            Some(true) => self.add(count, 1),
            Some(false) => {}
            None => *self.silent.entry(count).or_default() += 1,
        }
    }
}

impl Totals {
    /// Reads totals from one JSON object of whole numbers, money in fen. What is not given is not counted.
    pub fn parse(json: &str) -> Result<Totals, FactError> {
        let mut fields = Fields::read(json, "")?;
        let mut totals = BTreeMap::new();
        for (word, count) in Count::WORDS {
            let Some(raw) = fields.take(word) else { continue };
            let digits = raw.bytes().all(|byte| byte.is_ascii_digit());
            let number = if digits { raw.parse().ok() } else { None };
            totals.insert(*count, number.ok_or_else(|| fields.wrong(word, raw, Allowed::Whole))?);
        }
        match fields.rest().next() {
            Some((field, raw)) => Err(fields.wrong(&field, raw, Allowed::OneOf(Count::all()))),
            None => Ok(Totals(totals)),
        }
    }

    /// Gives a component's two numbers where both were given; batches are deliveries unless given.
    pub(super) fn pair(&self, numerator: Count, denominator: Count) -> Option<(BigInt, BigInt)> {
        let given = |count: Count| match count {
            Count::Batches => self.0.get(&Count::Batches).or_else(|| self.0.get(&Count::Deliveries)),
            Count::Deliveries
            | Count::QualityComplaints
            | Count::Complaints
            | Count::OnTime
            | Count::LineDown
            | Count::Comebacks
            | Count::PremiumFreight
            | Count::Freight => self.0.get(&count),
        };
        Some((given(numerator)?.clone(), given(denominator)?.clone()))
    }
}

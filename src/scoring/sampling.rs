//! What a survey reached, and whether that is enough for its scores to count (S7, S19; N8).

use std::collections::{BTreeSet, HashMap, HashSet};

use serde::Serialize;

use super::fact::{Delivery, Issued, Response};
use super::number::{Exact, fraction, two_decimals, two_decimals_judged, whole};
use super::{Book, Day, Fact, Period, Respondent, Scheme};

/// What a survey reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SamplingLine {
    /// Forms handed out and calls begun in the period.
    pub issued: u64,
    /// Those of them that were answered.
    pub returned: u64,
    /// The returned in per cent of the issued; nothing where none were issued.
    #[serde(rename = "return")]
    pub returned_percent: Option<String>,
    /// The active customers who were asked, in per cent of all active ones; nothing where there are none.
    pub coverage: Option<String>,
    /// What the scheme asks for, in the order of its procedure.
    pub gates: Vec<GateLine>,
}

/// One thing that a survey must reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GateLine {
    /// `interval`, `coverage`, `return`, `forms`, `competitor-forms`, or `segment:NAME`.
    pub gate: String,
    /// What is asked for: per cent, a number, or for the interval a duration such as `P12M`.
    pub required: String,
    /// What was reached; nothing where it cannot be told.
    pub actual: Option<String>,
    /// Whether that is enough; nothing where it cannot be told.
    pub met: Option<bool>,
}

/// A form or call: shop and name.
pub(super) type FormName<'a> = (Option<&'a str>, &'a str);
/// A customer: shop and name; two shops may use one name for two people.
pub(super) type Customer<'a> = (Option<&'a str>, &'a str);

/// The survey of a period: what was issued, who was asked, who answered.
#[derive(Debug, Default)]
pub(super) struct Survey<'a> {
    pub(super) issued: HashMap<FormName<'a>, &'a Issued>,
    pub(super) returned: HashMap<FormName<'a>, &'a Response>,
    pub(super) active: HashSet<Customer<'a>>,
    pub(super) surveyed: HashSet<Customer<'a>>,
    answered: HashSet<Customer<'a>>,
    segments: HashMap<&'a str, BTreeSet<Customer<'a>>>,
    forms: u64,
    competitor_forms: u64,
    pub(super) days: BTreeSet<Day>,
}

/// Tells what the survey of a period reached.
pub(super) fn report(scheme: &Scheme, book: &Book, period: Period) -> SamplingLine {
    Survey::read(scheme, book, period).line(scheme, period)
}

impl<'a> Survey<'a> {
    pub(super) fn read(scheme: &Scheme, book: &'a Book, period: Period) -> Survey<'a> {
        let mut survey = Survey::default();
        for (fact, _) in book.facts() {
            let within = period.contains(fact.stamp().at.day());
            match fact {
                Fact::Issued(issued) => survey.issue(scheme, issued, within),
                Fact::Delivery(delivery) if within => survey.hand_over(delivery),
                Fact::Delivery(_) | Fact::Response(_) | Fact::Complaint(_) | Fact::Attempt(_) => {}
            }
        }
        for (fact, _) in book.facts() {
            if let Fact::Response(response) = fact
                && scheme.reads().any(|id| id == response.scheme)
            {
                survey.answer(response, period);
            }
        }
        survey
    }

    fn issue(&mut self, scheme: &Scheme, issued: &'a Issued, within: bool) {
        if issued.scheme.as_ref().is_some_and(|asked| scheme.reads().all(|id| id != asked)) {
            return;
        }
        self.days.insert(issued.stamp.at.day());
        if !within {
            return;
        }
        let shop = issued.stamp.shop.as_deref();
        self.issued.insert((shop, &issued.stamp.id), issued);
        if let Some(customer) = &issued.customer {
            self.surveyed.insert((shop, customer));
            self.enlist(issued.segment.as_deref(), (shop, customer));
        }
    }

    fn hand_over(&mut self, delivery: &'a Delivery) {
        if let Some(customer) = &delivery.customer {
            let customer = (delivery.stamp.shop.as_deref(), customer.as_str());
            self.active.insert(customer);
            self.enlist(delivery.segment.as_deref(), customer);
        }
    }

    fn enlist(&mut self, segment: Option<&'a str>, customer: Customer<'a>) {
        if let Some(segment) = segment {
            self.segments.entry(segment).or_default().insert(customer);
        }
    }

    fn answer(&mut self, response: &'a Response, period: Period) {
        let (day, shop) = (response.stamp.at.day(), response.stamp.shop.as_deref());
        let name = (shop, response.stamp.id.as_str());
        // A form that was handed out on the last day may come back later, but not later than what is told.
        let asked = self
            .issued
            .get(&name)
            .is_some_and(|issued| issued.scheme.as_ref().is_none_or(|scheme| *scheme == response.scheme));
        if asked && period.to.is_none_or(|to| day <= to) {
            self.returned.insert(name, response);
        }
        self.days.insert(day);
        if !period.contains(day) {
            return;
        }
        match response.respondent {
            Respondent::Customer | Respondent::Dealer | Respondent::Staff => self.forms += 1,
            Respondent::Competitor => self.competitor_forms += 1,
            Respondent::Internal => {}
        }
        if let Some(customer) = &response.customer {
            self.answered.insert((shop, customer));
        }
    }

    /// Gives the customers of a segment.
    pub(super) fn members(&self, segment: &str) -> impl Iterator<Item = Customer<'a>> {
        self.segments.get(segment).into_iter().flatten().copied()
    }

    /// Gives the customers of a segment who have not answered, by name.
    pub(super) fn open(&self, segment: &str) -> Vec<Customer<'a>> {
        let members = self.segments.get(segment).into_iter().flatten();
        members.filter(|customer| !self.answered.contains(*customer)).copied().collect()
    }

    fn line(&self, scheme: &Scheme, period: Period) -> SamplingLine {
        let segment = |segment: &String| {
            let members = self.segments.get(segment.as_str()).map_or(0, BTreeSet::len) as u64;
            (members, self.open(segment).len() as u64)
        };
        let reached = Reached {
            issued: self.issued.len() as u64,
            returned: self.returned.len() as u64,
            active: self.active.len() as u64,
            asked: self.active.intersection(&self.surveyed).count() as u64,
            forms: self.forms,
            competitor_forms: self.competitor_forms,
            days: &self.days,
            segments: scheme.sampling.segments_whole.iter().map(segment).collect(),
        };
        line(scheme, period, &reached)
    }
}

/// What a survey reached, in numbers.
pub(super) struct Reached<'a> {
    pub(super) issued: u64,
    pub(super) returned: u64,
    /// Active customers, and those of them who were asked.
    pub(super) active: u64,
    pub(super) asked: u64,
    pub(super) forms: u64,
    pub(super) competitor_forms: u64,
    /// The days on which somebody was asked or answered, in the period or not.
    pub(super) days: &'a BTreeSet<Day>,
    /// For each segment that must be whole: its customers, and those who have not answered.
    pub(super) segments: Vec<(u64, u64)>,
}

/// Holds what was reached against the gates of the scheme.
pub(super) fn line(scheme: &Scheme, period: Period, reached: &Reached<'_>) -> SamplingLine {
    let percent = |part: u64, of: u64| fraction(part, of).map(|share| share * whole(100));
    let returned = percent(reached.returned, reached.issued);
    let coverage = percent(reached.asked, reached.active);
    let wanted = &scheme.sampling;
    let number = |gate: &str, least: Option<u32>, actual: u64| least.map(|least| count(gate, least.into(), actual));
    let gates = [
        wanted.interval_months_max.map(|months| interval(reached.days, months, period)),
        share("coverage", wanted.coverage_percent_min.as_ref(), coverage.as_ref()),
        share("return", wanted.return_percent_min.as_ref(), returned.as_ref()),
        number("forms", wanted.forms_min, reached.forms),
        number("competitor-forms", wanted.competitor_forms_min, reached.competitor_forms),
    ];
    let segments = wanted.segments_whole.iter().zip(&reached.segments);
    let whole_segments =
        segments.map(|(segment, (members, open))| count(&format!("segment:{segment}"), *members, members - open));
    SamplingLine {
        issued: reached.issued,
        returned: reached.returned,
        gates: gates.into_iter().flatten().chain(whole_segments).collect(),
        returned_percent: shown(returned.as_ref(), wanted.return_percent_min.as_ref()),
        coverage: shown(coverage.as_ref(), wanted.coverage_percent_min.as_ref()),
    }
}

fn count(gate: &str, least: u64, actual: u64) -> GateLine {
    GateLine {
        gate: gate.to_owned(),
        required: least.to_string(),
        actual: Some(actual.to_string()),
        met: Some(actual >= least),
    }
}

fn share(gate: &str, least: Option<&Exact>, actual: Option<&Exact>) -> Option<GateLine> {
    let required = least?;
    Some(GateLine {
        gate: gate.to_owned(),
        required: two_decimals(required),
        actual: shown(actual, least),
        met: actual.map(|actual| actual >= required),
    })
}

/// Prints a share, never as one that would meet its gate where the share itself does not.
fn shown(share: Option<&Exact>, least: Option<&Exact>) -> Option<String> {
    share.map(|share| two_decimals_judged(share, |share| least.is_none_or(|least| share >= least)))
}

/// The two days of asking that are farthest apart with none between them, the later one in the period.
pub(super) fn longest_gap(days: &BTreeSet<Day>, period: Period) -> Option<(Day, Day)> {
    let gaps = days.iter().zip(days.iter().skip(1)).filter(|(_, later)| period.contains(**later));
    let longest = gaps.max_by_key(|(earlier, later)| later.days_since(**earlier));
    longest.map(|(earlier, later)| (*earlier, *later))
}

/// The longest time between two days of asking of which the later is in the period.
fn interval(days: &BTreeSet<Day>, months_max: u32, period: Period) -> GateLine {
    let longest = longest_gap(days, period);
    GateLine {
        gate: "interval".to_owned(),
        required: format!("P{months_max}M"),
        actual: longest.map(|(earlier, later)| duration(earlier, later)),
        met: longest.map(|(earlier, later)| later <= earlier.months_later(months_max)),
    }
}

/// Writes the time between two days as whole months and days, as ISO 8601 does: `P12M1D`.
fn duration(from: Day, to: Day) -> String {
    let months = (1..120_000).take_while(|months| from.months_later(*months) <= to).last().unwrap_or(0);
    let days = to.days_since(from.months_later(months));
    match (months, days) {
        (0, days) => format!("P{days}D"),
        (months, 0) => format!("P{months}M"),
        (months, days) => format!("P{months}M{days}D"),
    }
}

//! What a survey of many facts reached: customers as fingerprints, forms as counts.

use std::collections::BTreeSet;

use super::facts::Facts;
use super::ids::Ids;
use super::line::{Line, Reader};
use crate::scoring::sampling::{Reached, SamplingLine, line};
use crate::scoring::{Day, Fact, Period, Respondent, Scheme};

/// The customer got a vehicle back in the period.
const ACTIVE: u64 = 1;
/// The customer was asked.
const SURVEYED: u64 = 2;
/// The customer answered.
const ANSWERED: u64 = 4;
/// From here on the segments that must be whole, a bit each.
const SEGMENT_AT: usize = 8;

/// The customers of a survey, and how many forms there are.
#[derive(Debug, Default)]
pub(super) struct Census {
    customers: Ids,
    forms: u64,
    competitor_forms: u64,
    days: BTreeSet<Day>,
}

impl Census {
    /// Counts one fact that holds, in the period or not.
    pub(super) fn count(&mut self, reader: &Reader<'_>, line: &Line) {
        let (scheme, Line { fact, within, .. }) = (reader.scheme, line);
        let (stamp, reads) = (fact.stamp(), |asked: &str| scheme.reads().any(|id| id == asked));
        let day = stamp.at.day();
        let (customer, segment, mark) = match fact {
            Fact::Issued(fact) if fact.scheme.as_deref().is_none_or(reads) => {
                self.days.insert(day);
                (&fact.customer, &fact.segment, SURVEYED)
            }
            Fact::Response(fact) if reads(&fact.scheme) => {
                self.days.insert(day);
                if *within {
                    self.count_form(fact.respondent);
                }
                // Who answered matters only where a segment must be whole.
                let customer = if scheme.sampling.segments_whole.is_empty() { &None } else { &fact.customer };
                (customer, &None, ANSWERED)
            }
            Fact::Delivery(fact) => (&fact.customer, &fact.segment, ACTIVE),
            Fact::Issued(_) | Fact::Response(_) | Fact::Complaint(_) | Fact::Attempt(_) => return,
        };
        if let Some(customer) = customer.as_ref().filter(|_| *within) {
            let whole = scheme.sampling.segments_whole.iter().position(|whole| Some(whole) == segment.as_ref());
            let segment = whole.filter(|at| SEGMENT_AT + at < 64).map_or(0, |at| 1 << (SEGMENT_AT + at));
            let (entry, _) = self.customers.enter(reader.mint.fingerprint(&(stamp.shop.as_deref(), customer)));
            entry.mark |= mark | segment;
        }
    }

    pub(super) fn len(&self) -> usize {
        self.customers.len()
    }

    pub(super) fn bytes(&self) -> usize {
        self.customers.bytes()
    }

    pub(super) fn line(&self, scheme: &Scheme, period: Period, facts: &Facts) -> SamplingLine {
        let number = |meant: u64| self.customers.iter().filter(|(_, entry)| entry.mark & meant == meant).count() as u64;
        let segment = |(at, _): (usize, &String)| {
            let member = 1 << (SEGMENT_AT + at).min(63);
            let (members, answered) = (number(member), number(member | ANSWERED));
            (members, members - answered)
        };
        let (issued, returned) = facts.issued_and_returned();
        let reached = Reached {
            issued,
            returned,
            active: number(ACTIVE),
            asked: number(ACTIVE | SURVEYED),
            forms: self.forms,
            competitor_forms: self.competitor_forms,
            days: &self.days,
            segments: scheme.sampling.segments_whole.iter().enumerate().map(segment).collect(),
        };
        line(scheme, period, &reached)
    }

    fn count_form(&mut self, respondent: Respondent) {
        match respondent {
            Respondent::Customer | Respondent::Dealer | Respondent::Staff => self.forms += 1,
            Respondent::Competitor => self.competitor_forms += 1,
            Respondent::Internal => {}
        }
    }
}

//! Which orders count for first-time fix (S11; C5, N10): those on which something was repaired. Maintenance and a recall
//! repair nothing that could fail to hold, and a car that left with the quote alone was not repaired.

use super::Order;
use super::quote::{Decision, Line};
use super::visit::Topic;

impl Order {
    /// True if something was repaired here: a line that is neither a job of the menu nor a further test, unless the
    /// maker called the car in. A line of one's own words is maintenance where the whole visit is.
    pub fn counts_as_repair(&self) -> bool {
        let topic = self.visit.topic;
        let own_words = |line: &Line| line.job.is_none() && topic != Some(Topic::Maintenance);
        let repair = |line: &Line| !line.test && (line.needs_cause || own_words(line));
        let mut done = self.lines.iter().filter(|line| line.decision() == Decision::Accepted);
        topic != Some(Topic::Recall) && done.any(repair)
    }
}

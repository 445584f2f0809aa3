//! The terms of the visit around a repair, as keys of their short names.

use crate::domain::order::checked::Mark;
use crate::domain::order::confirmed::Side;
use crate::domain::order::visit::{Class, Outcome, Topic};

/// Names what a visit is about.
pub fn topic(value: Topic) -> &'static str {
    match value {
        Topic::Repair => "visit-topic-repair",
        Topic::Maintenance => "visit-topic-maintenance",
        Topic::Complaint => "visit-topic-complaint",
        Topic::Warranty => "visit-topic-warranty",
        Topic::Recall => "visit-topic-recall",
    }
}

/// Names the document that the gravity of a fault asks for (A15).
pub fn document(value: Class) -> &'static str {
    match value {
        Class::Severe => "visit-document-severe",
        Class::General => "visit-document-general",
    }
}

/// Names how a visit ended.
pub fn outcome(value: Outcome) -> &'static str {
    match value {
        Outcome::Enter => "visit-outcome-enter",
        Outcome::Book => "visit-outcome-book",
        Outcome::QuoteOnly => "visit-outcome-quote-only",
        Outcome::Left => "visit-outcome-left",
    }
}

/// Names how an item was found.
pub fn mark(value: Mark) -> &'static str {
    match value {
        Mark::Ok => "mark-ok",
        Mark::Watch => "mark-watch",
        Mark::Bad => "mark-bad",
        Mark::NotChecked => "mark-not-checked",
        Mark::NotApplicable => "mark-not-applicable",
    }
}

/// Names for whom somebody confirms a checklist.
pub fn side(value: Side) -> &'static str {
    match value {
        Side::Technician => "mark-technician",
        Side::Reception => "mark-reception",
    }
}

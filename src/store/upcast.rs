//! Old shapes of events, raised to the current one. Upcasters are only ever added.
//!
//! The journal keeps every event as it was written. When an event's shape changes, a function from the old JSON to
//! the new joins its row in [`EVENTS`], and with it the version of the kind rises. The fixtures in
//! `tests/fixtures/journal` hold old journals for ever and prove that they still open.

use serde_json::Value;

/// Raises an event's JSON by one version.
type Upcaster = fn(Value) -> Value;

/// Every kind ever written, and how its old versions are raised: the first function makes version 2 of version 1.
/// The newest version is the number of functions plus one.
const EVENTS: &[(&str, &[Upcaster])] = &[
    ("shop.named", &[]),
    ("config.adopted", &[]),
    ("person.erased", &[]),
    ("staff.added", &[]),
    ("staff.key-added", &[]),
    ("staff.key-dropped", &[]),
    ("staff.pin-set", &[]),
    ("customer.added", &[]),
    ("customer.changed", &[]),
    ("customer.read", &[]),
    ("vehicle.added", &[]),
    ("vehicle.changed", &[]),
    ("vehicle.owner-linked", &[]),
    ("customer.merged", &[]),
    ("customer.unmerged", &[]),
    ("vehicle.merged", &[]),
    ("vehicle.unmerged", &[]),
    ("requirement.noted", &[]),
    ("requirement.reviewed", &[]),
    ("requirement.ended", &[]),
    ("order.requirement-ticked", &[]),
    ("vehicle.mileage-read", &[]),
    ("order.received", &[]),
    ("order.intake-noted", &[]),
    ("order.words-added", &[]),
    ("order.customer-named", &[]),
    ("order.promised", &[]),
    ("order.finding-noted", &[]),
    ("order.line-written", &[]),
    ("order.line-dropped", &[]),
    ("order.lines-decided", &[]),
    ("order.payers-set", &[]),
    ("order.claim-noted", &[]),
    ("order.estimate-shown", &[]),
    ("order.contract-reviewed", &[]),
    ("order.contract-signed", &[]),
    ("order.contract-changed", &[]),
    ("order.ceiling-raised", &[]),
    ("order.work-started", &[]),
    ("order.work-stopped", &[]),
    ("order.work-finished", &[]),
    ("order.quality-checked", &[]),
    ("order.ready-told", &[]),
    ("order.viewed", &[]),
    ("order.exit-checked", &[]),
    ("order.promises-judged", &[]),
    ("order.explained", &[]),
    ("order.signed", &[]),
    ("order.paid", &[]),
    ("order.handed-over", &[]),
    ("order.visit-noted", &[]),
    ("order.trip-applied", &[]),
    ("order.trip-answered", &[]),
    ("order.trip-begun", &[]),
    ("order.car-placed", &[]),
    ("order.comeback-noted", &[]),
    ("order.symptoms-noted", &[]),
    ("order.checklist-noted", &[]),
    ("order.checklist-confirmed", &[]),
    ("order.promises-given", &[]),
    ("order.promises-signed", &[]),
    ("order.handed-to-workshop", &[]),
    ("order.taken-over", &[]),
    ("order.visit-confirmed", &[]),
    ("order.fault-noted", &[]),
    ("order.part-needed", &[]),
    ("order.part-stamped", &[]),
    ("order.part-expected", &[]),
    ("order.part-cancelled", &[]),
    ("order.request-noted", &[]),
    ("order.request-answered", &[]),
    ("order.cancelled", &[]),
    ("order.moved", &[]),
    ("order.undone", &[]),
    ("online.taken", &[]),
    ("online.confirmed", &[]),
    ("online.discarded", &[]),
    ("call.planned", &[]),
    ("call.attempted", &[]),
    ("call.answered", &[]),
    ("call.attempt-taken-back", &[]),
    ("call.expired", &[]),
    ("customer.opted-out", &[]),
    ("customer.opted-in", &[]),
    ("complaint.raised", &[]),
    ("complaint.noted", &[]),
    ("complaint.customer-asked", &[]),
    ("complaint.judged", &[]),
    ("complaint.planned", &[]),
    ("complaint.approved", &[]),
    ("complaint.verified", &[]),
    ("complaint.given-up", &[]),
    ("complaint.changed", &[]),
    ("feedback.noted", &[]),
    ("feedback.read", &[]),
    ("feedback.routed", &[]),
    ("feedback.answered", &[]),
    ("feedback.turned", &[]),
    ("capa.opened", &[]),
    ("capa.issued", &[]),
    ("capa.reassigned", &[]),
    ("capa.planned", &[]),
    ("capa.acted", &[]),
    ("capa.verified", &[]),
    ("capa.told", &[]),
    ("capa.linked", &[]),
    ("capa.closed", &[]),
    ("capa.withdrawn", &[]),
    ("project.begun", &[]),
    ("project.planned", &[]),
    ("campaign.opened", &[]),
    ("campaign.changed", &[]),
    ("campaign.signed", &[]),
    ("campaign.started", &[]),
    ("campaign.forms-issued", &[]),
    ("campaign.form-answered", &[]),
    ("campaign.evaluated", &[]),
    ("campaign.reviewed", &[]),
    ("campaign.closed", &[]),
    ("campaign.cancelled", &[]),
    ("plan.written", &[]),
    ("plan.survey-planned", &[]),
    ("plan.approved", &[]),
    ("plan.outreach-noted", &[]),
];

/// The newest version of a kind; `None` for a kind this program does not know.
pub fn newest(kind: &str) -> Option<u16> {
    upcasters(kind).map(|steps| steps.len() as u16 + 1)
}

/// Raises an event of `version` to the newest version of its kind.
pub fn raise(kind: &str, version: u16, event: Value) -> Value {
    let steps = upcasters(kind).unwrap_or_default();
    let first = usize::from(version).saturating_sub(1);
    steps.iter().skip(first).fold(event, |event, step| step(event))
}

fn upcasters(kind: &str) -> Option<&'static [Upcaster]> {
    EVENTS.iter().find(|(known, _)| *known == kind).map(|(_, steps)| *steps)
}

#[cfg(test)]
mod tests {
    use super::newest;
    use crate::domain::Event;

    #[test]
    fn every_kind_of_event_has_its_row() {
        // serde names every kind that it knows when it meets one that it does not.
        let error = serde_json::from_str::<Event>(r#"{"kind":"?"}"#).expect_err("no such kind").to_string();
        let kinds: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        assert!(kinds.contains(&"shop.named") && kinds.len() > 30, "{error}");
        for kind in kinds {
            assert!(newest(kind).is_some(), "{kind} can be written, but would not be read again");
        }
    }
}

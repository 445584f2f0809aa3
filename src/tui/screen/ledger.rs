//! The ledger of a complaint's clocks: what the shop's own clock did, minute for minute, beside the customer's, which
//! never stands still (S8; feature 50).
//!
//! ```text
//! Customer's clock: 66:00. It never stands still.
//! Our clock: 2:30.
//!   Fri 27 16:00 - Fri 27 17:30     1:30  runs
//!   Fri 27 17:30 - Sat 28 00:00     6:30  outside working hours
//! ```

use crate::desk::rows::ComplaintPage;
use crate::domain::complaint::clock::{self, Ran, Span};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;

/// The lines of the ledger.
pub fn lines(cx: &Cx<'_>, page: &ComplaintPage) -> Vec<(Role, String)> {
    let (from, to) = match (page.ledger.first(), page.ledger.last()) {
        (Some(first), Some(last)) => (first.from, last.to),
        _ => (page.row.spoke, page.row.spoke),
    };
    let ours = from.plus_minutes(clock::ran_ms(&page.ledger) / 60_000);
    let mut lines = vec![
        (Role::Title, cx.with("ledger-customer", &[("time", &format::left(to, from))])),
        (Role::Title, cx.with("ledger-ours", &[("time", &format::left(ours, from))])),
        (Role::Text, String::new()),
    ];
    lines.extend(page.ledger.iter().map(|span| line(cx, span)));
    lines
}

fn line(cx: &Cx<'_>, span: &Span) -> (Role, String) {
    let moment = |at| format::moment(cx.words(), at, cx.now);
    let (from, to, time) = (moment(span.from), moment(span.to), format::left(span.to, span.from));
    let why = cx.get(why(span.ran));
    let text = cx.with("ledger-line", &[("from", &*from), ("to", &*to), ("time", &*time), ("why", &*why)]);
    (Role::Text, text)
}

fn why(ran: Ran) -> &'static str {
    match ran {
        Ran::Ran => "ledger-ran",
        Ran::ClosedDay => "ledger-closed-day",
        Ran::OutsideHours => "ledger-outside-hours",
        Ran::Answer => "ledger-answer",
        Ran::Parts => "ledger-parts",
    }
}

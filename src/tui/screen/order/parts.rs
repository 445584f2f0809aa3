//! The parts on order among the facts of an order (F1).

use super::facts::Fact;
use crate::desk::rows::{OrderPage, PartRow};
use crate::tui::action::Action;
use crate::tui::cx::Cx;
use crate::tui::screen::{brief, part_on_order};
use crate::tui::theme::Role;

/// How far each is and since when, and the key that takes its next step (F1). With several, a digit after
/// the key says which.
pub fn facts(cx: &Cx<'_>, page: &OrderPage) -> Vec<Fact> {
    let open = page.parts.iter().filter(|row| row.open).count();
    let shown = page.parts.iter().filter(|row| row.part.cancelled.is_none());
    let labels = std::iter::once("order-parts").chain(std::iter::repeat("order-and"));
    let fact = |(row, label): (&PartRow, _)| {
        let mut pieces = vec![(Role::Text, part_on_order::name(cx, &row.part)), part_on_order::state(cx, &row.part)];
        if row.open {
            let key = super::key_of(cx, Action::PartStep);
            let key = if open > 1 { format!("{key} {}", row.part.number) } else { key };
            let values = [("key", &*key), ("step", &*part_on_order::next_short(cx, &row.part))];
            pieces.push((Role::Accent, cx.with("order-part-next", &values)));
        }
        let (by, at) = row.part.stamps.last().map_or((&row.part.by, row.part.at), |stamp| (&stamp.by, stamp.at));
        Fact { label, pieces, right: format!("{}  {}", cx.name(by), brief::clock(cx, at)), rows: 1 }
    };
    shown.zip(labels).map(fact).collect()
}

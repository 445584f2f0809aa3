//! What the shop kept in a month, in words: promises, type by type (E1), and repairs that held (C5, N10).

use super::month::Month;
use crate::desk::kept::{FirstTimeFix, PromiseRate};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width, width};

/// The lines of the box: a rate for each type of promise with the number it is a share of, then the repairs.
pub fn lines(cx: &Cx<'_>, month: &Month) -> Vec<(Role, String)> {
    let rates = &month.kept.promises;
    let names: Vec<&str> = rates.iter().map(|rate| format::told(cx.words(), &rate.zh, &rate.en)).collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let mut lines = vec![(Role::Title, cx.get("scores-kept-promises").into_owned())];
    for (rate, name) in rates.iter().zip(names) {
        lines.push(promise(cx, rate, &pad_to_width(name, widest, Align::Left)));
    }
    let fix = &month.kept.fix;
    lines.push((Role::Text, String::new()));
    lines.push((Role::Title, cx.with("scores-fix", &[("days", &fix.days.to_string())])));
    match fix.orders {
        0 => lines.push((Role::Dim, format!("  {}", cx.get("scores-fix-none")))),
        _ => lines.push((Role::Text, format!("  {}", first_time_fix(cx, fix)))),
    }
    for (number, key) in [(fix.open, "scores-fix-open"), (fix.no_repair, "scores-fix-out")] {
        let values = [("n", &*number.to_string()), ("back", &fix.open_back.to_string())];
        lines.extend((number > 0).then(|| (Role::Dim, format!("  {}", cx.with(key, &values)))));
    }
    lines
}

/// One type of promise: kept of all that were judged. What the customer released the shop from stands apart.
fn promise(cx: &Cx<'_>, rate: &PromiseRate, name: &str) -> (Role, String) {
    if rate.judged + rate.not_applicable == 0 {
        return (Role::Dim, format!("  {name}  {}", cx.get("scores-kept-none")));
    }
    let share = match rate.judged {
        0 => "-".to_owned(),
        _ => format!("{} %", percent(rate.kept, rate.judged)),
    };
    let values = [("kept", &*rate.kept.to_string()), ("n", &rate.judged.to_string())];
    let of = pad_to_width(&cx.with("scores-kept-of", &values), 14, Align::Left);
    let apart = cx.with("scores-kept-not-applicable", &[("n", &rate.not_applicable.to_string())]);
    let apart = if rate.not_applicable > 0 { apart } else { String::new() };
    let role = if rate.kept < rate.judged { Role::Soon } else { Role::Text };
    (role, format!("  {name}  {}   {of}{apart}", pad_to_width(&share, 8, Align::Right)).trim_end().to_owned())
}

/// The share of repairs that needed no second visit (N10).
pub fn first_time_fix(cx: &Cx<'_>, fix: &FirstTimeFix) -> String {
    let held = percent(fix.orders - fix.back, fix.orders);
    let values = [("percent", &*held), ("back", &fix.back.to_string()), ("all", &fix.orders.to_string())];
    cx.with("scores-first-time-fix", &values)
}

/// A share in per cent with two decimals, rounded down.
fn percent(part: usize, of: usize) -> String {
    let hundredths = part * 10_000 / of.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

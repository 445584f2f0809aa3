//! The pack for the management review at the end of a year: twelve months and their trend, the gates of its campaigns,
//! what called for action, complaints, and the plan against what was done (S19: 每年年底…趋势分析报告，提交管理评审; O4, feature
//! 64). As text for people, and as a table for programs.

use super::paper::{Column, Paper};
use crate::desk::plan::{PackPage, YearRow};
use crate::domain::campaign::brief::Brief;
use crate::domain::campaign::gates::{Gate, GateName};
use crate::text::Words;

/// The pack as text, 80 columns wide.
pub fn text(page: &PackPage, shop: &str, words: &Words) -> String {
    let mut paper = Paper::default();
    let (year, version) = (page.year.to_string(), page.version.to_string());
    paper.middle(shop);
    paper.middle(&words.with("pack-title", &[("year", &year)]));
    paper.middle(&words.with("pack-scheme", &[("scheme", &page.scheme), ("version", &version)]));
    paper.rule();
    months(&mut paper, page, words);
    paper.heading(&words.get("pack-trend"));
    let trend = match &page.trend {
        None => words.get("pack-no-trend").into_owned(),
        Some(trend) => {
            let key = if trend.differs { "pack-differs" } else { "pack-not-different" };
            words.with(key, &[("from", &trend.from), ("to", &trend.to), ("points", &trend.points)])
        }
    };
    paper.wrapped(&trend, 0);
    paper.heading(&words.get("pack-campaigns"));
    if page.campaigns.is_empty() {
        paper.wrapped(&words.get("pack-no-campaigns"), 0);
    }
    for brief in &page.campaigns {
        paper.wrapped(&campaign(brief, words), 2);
        for gate in &brief.gates {
            let met = match gate.met {
                Some(true) => "pack-met",
                Some(false) => "pack-missed",
                None => "pack-unknown",
            };
            let value = value(gate, words);
            paper.wrapped(&format!("    {}: {value}, {}", words.get(gate_word(gate.gate)), words.get(met)), 6);
        }
    }
    paper.heading(&words.get("pack-plan"));
    plan(&mut paper, page, words);
    paper.sign(&words.get("pack-prepared"), &words.get("pack-reviewed"));
    paper.finish()
}

fn months(paper: &mut Paper, page: &PackPage, words: &Words) {
    let columns: Vec<Column> = COLUMNS
        .iter()
        .map(|(key, width)| Column { head: words.get(key).into_owned(), width: *width, right: *width < 9 })
        .collect();
    let rows: Vec<Vec<String>> = page.months.iter().map(cells).collect();
    paper.table(&columns, &rows);
    paper.rule();
    let total = YearRow { period: words.with("pack-year", &[("year", &page.total.period)]), ..page.total.clone() };
    paper.table_row(&columns, &cells(&total));
}

/// The columns of the months: heading and width.
const COLUMNS: [(&str, usize); 9] = [
    ("pack-month", 11),
    ("pack-forms", 7),
    ("pack-external", 7),
    ("pack-interval", 15),
    ("pack-total", 8),
    ("pack-rate", 8),
    ("pack-triggers", 8),
    ("pack-complaints", 8),
    ("pack-valid", 8),
];

fn cells(row: &YearRow) -> Vec<String> {
    let interval = if row.low.is_empty() { String::new() } else { format!("{}..{}", row.low, row.high) };
    vec![
        row.period.clone(),
        row.forms.to_string(),
        row.external.clone(),
        interval,
        row.total.clone(),
        row.rate.clone(),
        row.triggers.to_string(),
        row.complaints.to_string(),
        row.valid.to_string(),
    ]
}

fn campaign(brief: &Brief, words: &Words) -> String {
    let name = brief.slot.as_deref().unwrap_or(brief.campaign.as_str());
    let score = brief.figures.as_ref().map(|figures| figures.external.clone());
    let score = score.filter(|score| !score.is_empty()).unwrap_or_else(|| "-".into());
    let (issued, returned) = (brief.issued.to_string(), brief.returned.to_string());
    let values = [("name", name), ("issued", &issued), ("returned", &returned), ("score", &score)];
    let key = if brief.short.is_empty() { "pack-campaign" } else { "pack-campaign-short" };
    words.with(key, &values)
}

fn plan(paper: &mut Paper, page: &PackPage, words: &Words) {
    let (done, plan) = (&page.plan.done, page.plan.plan.as_ref());
    let Some(plan) = plan else {
        paper.wrapped(&words.get("pack-no-plan"), 0);
        return;
    };
    let targets = &plan.targets;
    let lines = [
        ("plan-forms", done.forms, targets.forms),
        ("plan-calls", done.calls, targets.calls),
        ("plan-visits", done.visits, targets.visits),
        ("plan-events", done.events, targets.events),
    ];
    for (key, done, wanted) in lines {
        paper.wrapped(&format!("  {}: {done} / {wanted}", words.get(key)), 4);
    }
    let approved = if plan.approved.is_some() { "pack-plan-approved" } else { "pack-plan-unapproved" };
    paper.wrapped(&format!("  {}", words.get(approved)), 4);
}

/// What a gate has, and of what; nothing where it cannot be told.
fn value(gate: &Gate, words: &Words) -> String {
    let (part, of) = (gate.part.to_string(), gate.of.to_string());
    match gate.gate {
        _ if gate.met.is_none() => "-".into(),
        GateName::Interval => words.with("campaigns-gate-days", &[("days", &part), ("months", &of)]),
        GateName::Returned | GateName::Coverage => format!("{} %", gate.percent),
        GateName::Forms | GateName::Competitors | GateName::Key => format!("{part}/{of}"),
    }
}

/// What a gate is called.
fn gate_word(gate: GateName) -> &'static str {
    match gate {
        GateName::Forms => "campaigns-gate-forms",
        GateName::Competitors => "campaigns-gate-competitors",
        GateName::Returned => "campaigns-gate-returned",
        GateName::Coverage => "campaigns-gate-coverage",
        GateName::Key => "campaigns-gate-key",
        GateName::Interval => "campaigns-gate-interval",
    }
}

/// The pack as a table: a line for each month and one for the year; below an empty line, one for each campaign's gate.
pub fn csv(page: &PackPage, words: &Words) -> String {
    let mut lines = Vec::new();
    let heads = COLUMNS.iter().map(|(key, _)| words.get(key).into_owned());
    lines.push(joined(heads.chain([words.get("pack-band").into_owned()])));
    for row in page.months.iter().chain([&page.total]) {
        lines.push(joined(cells(row).into_iter().chain([row.band.clone()])));
    }
    if !page.campaigns.is_empty() {
        let heads = ["campaigns-which", "pack-gate", "pack-part", "pack-of", "pack-percent", "pack-result"];
        lines.push(String::new());
        lines.push(joined(heads.iter().map(|key| words.get(key).into_owned())));
    }
    for brief in &page.campaigns {
        for gate in &brief.gates {
            let met = match gate.met {
                Some(true) => "pack-met",
                Some(false) => "pack-missed",
                None => "pack-unknown",
            };
            let name = brief.slot.clone().unwrap_or_else(|| brief.campaign.to_string());
            let (part, of) = (gate.part.to_string(), gate.of.to_string());
            let (gate_name, met) = (words.get(gate_word(gate.gate)).into_owned(), words.get(met).into_owned());
            lines.push(joined([name, gate_name, part, of, gate.percent.clone(), met].into_iter()));
        }
    }
    lines.join("\r\n") + "\r\n"
}

/// One line of a table (RFC 4180). What a spreadsheet would take for a formula is told to be text.
fn joined(cells: impl Iterator<Item = String>) -> String {
    let quoted = |cell: String| {
        let safe = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell };
        if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
    };
    cells.map(quoted).collect::<Vec<_>>().join(",")
}

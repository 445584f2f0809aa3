//! What of a month calls for action, with the calls as evidence; whether enough customers were reached; complaints and
//! what the shop's own faults cost.

use super::draw;
use super::month::Month;
use super::view::{Go, Line, part, sentence};
use crate::domain::{CallId, CustomerId, OrderId};
use crate::scoring::behind::Of;
use crate::scoring::report::Fired;
use crate::scoring::sampling::GateLine;
use crate::scoring::study::Study;
use crate::scoring::study::project::{Project, Record};
use crate::scoring::study::reach::Reach;
use crate::text::{format, scored};
use crate::tui::cx::Cx;
use crate::tui::theme::Role;
use crate::tui::widget::layout::{Align, pad_to_width};

/// All that calls for action, then who was reached.
pub fn lines(cx: &Cx<'_>, month: &Month, study: &Study, columns: u16) -> Vec<Line> {
    let mut lines = rules(cx, month);
    let mut projects: Vec<&Project> = study.projects.iter().collect();
    projects.sort_by_key(|project| std::cmp::Reverse(project.records.len()));
    for project in projects {
        let visits = visits(project);
        let n = visits.len().to_string();
        let records = visits.iter().map(|records| fired(cx, month, records)).collect();
        let title = cx
            .with("scores-project", &[("cause", &scored::cause(cx.words(), &month.scheme, &project.cause)), ("n", &n)]);
        part(&mut lines, title, records);
    }
    part(&mut lines, cx.get("scores-actions-title"), actions(cx, month).into_iter().collect());
    part(&mut lines, cx.get("scores-gates"), gates(cx, month));
    part(&mut lines, cx.get("scores-reached"), reached(cx, &study.reach, columns));
    part(&mut lines, cx.get("scores-complaints-title"), draw::complaints(cx, month));
    lines
}

/// The rules of the scheme, and how often each fired.
fn rules(cx: &Cx<'_>, month: &Month) -> Vec<Line> {
    let rule = |rule: &crate::scoring::scheme::Trigger| {
        let times = month.report.counts.triggers.get(&rule.rule).copied().unwrap_or(0);
        let role = if times > 0 { Role::Late } else { Role::Dim };
        let (rule, label) = (&rule.rule, format::label(cx.words(), &rule.label));
        Line::of(role, format!("{rule} {times:>4}  ")).and(Role::Text, label)
    };
    let under = month.scheme.triggers.iter().map(rule).collect();
    let mut lines = Vec::new();
    part(&mut lines, cx.get("scores-rules"), under);
    lines
}

/// How many corrective actions there are for it, and where they stand; leads to them.
fn actions(cx: &Cx<'_>, month: &Month) -> Option<Line> {
    let (all, open) = month.projects.iter().fold((0, 0), |(all, open), of| (all + of.capas, open + of.open));
    let values = [("n", all.to_string()), ("projects", month.projects.len().to_string()), ("open", open.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let role = if open > 0 { Role::Soon } else { Role::Good };
    (all > 0).then(|| Line::of(role, cx.with("scores-actions", &values)).to(Go::Improvement))
}

/// What fired, visit by visit: one that calls for action by two rules is one call to make.
fn visits(project: &Project) -> Vec<Vec<&Record>> {
    let mut visits: Vec<Vec<&Record>> = Vec::new();
    for record in &project.records {
        let same = |of: &&mut Vec<&Record>| record.fired.form.is_some() && of[0].fired.form == record.fired.form;
        match visits.iter_mut().find(same) {
            Some(visit) => visit.push(record),
            None => visits.push(vec![record]),
        }
    }
    visits
}

/// What fired for one visit: the rules, the form, what was answered, and why it counts.
fn fired(cx: &Cx<'_>, month: &Month, records: &[&Record]) -> Line {
    let Some(first) = records.iter().find(|record| record.fired.item.is_some()).or(records.first()) else {
        return Line::of(Role::Dim, String::new());
    };
    let Fired { form, item, .. } = &first.fired;
    let mut rules: Vec<&str> = records.iter().map(|record| record.fired.rule.as_str()).collect();
    rules.dedup();
    let rule = rules.join(" ");
    let label = |id: &String| scored::item(cx.words(), &month.scheme, id).to_owned();
    let response = form.as_deref().and_then(|form| month.response(form));
    let grade = item.as_ref().zip(response).and_then(|(item, response)| {
        let (_, key) = response.answers.iter().find(|(of, _)| *of == item.as_str())?;
        let grade = month.scheme.grades.iter().find(|grade| Some(grade.key) == key)?;
        Some(format!("{} {}", grade.key, format::label(cx.words(), &grade.label)))
    });
    let score = form.as_ref().filter(|_| item.is_none()).and_then(|form| month.form(form)?.score.clone());
    let about = item.as_ref().map(label).or(score).unwrap_or_default();
    let line = Line::of(Role::Late, format!("{rule}  "))
        .and(Role::Text, pad_to_width(form.as_deref().unwrap_or("-"), 14, Align::Left))
        .and(Role::Text, format!("  {}", pad_to_width(&about, 16, Align::Left)))
        .and(Role::Dim, format!("  {}", grade.unwrap_or_default()));
    match form {
        Some(form) => {
            let order = response.and_then(|response| response.order.as_deref()).map(OrderId::new);
            line.to(Go::Call(CallId::new(form), order))
        }
        None => line,
    }
}

/// What the scheme asks of the sample, and what it got.
fn gates(cx: &Cx<'_>, month: &Month) -> Vec<Line> {
    let Some(sampling) = month.sampling() else { return Vec::new() };
    let (issued, returned) = (sampling.issued.to_string(), sampling.returned.to_string());
    let asked = cx.with("scores-asked", &[("returned", &returned), ("issued", &issued)]);
    let mut lines = vec![Line::of(Role::Text, asked).to(Go::Gate("return".into()))];
    if sampling.gates.is_empty() {
        lines.push(Line::of(Role::Dim, cx.get("scores-no-gates")));
    }
    lines.extend(sampling.gates.iter().map(|gate| self::gate(cx, gate)));
    lines
}

fn gate(cx: &Cx<'_>, gate: &GateLine) -> Line {
    let marks = &cx.look.theme.marks;
    let (mark, role) = match gate.met {
        Some(true) => (marks.done, Role::Good),
        Some(false) => (marks.late, Role::Late),
        None => ("?", Role::Dim),
    };
    let (name, actual) = (gate_name(cx, &gate.gate), gate.actual.as_deref().unwrap_or("-"));
    Line::of(role, format!("{mark} "))
        .and(Role::Text, format!("{name}  {actual} / {}", gate.required))
        .to(Go::Gate(gate.gate.clone()))
}

/// What a gate asks for.
pub fn gate_name(cx: &Cx<'_>, gate: &str) -> String {
    const GATES: [(&str, &str); 5] = [
        ("interval", "scores-gate-interval"),
        ("coverage", "scores-gate-coverage"),
        ("return", "scores-gate-return"),
        ("forms", "scores-gate-forms"),
        ("competitor-forms", "scores-gate-competitor"),
    ];
    let known = GATES.iter().find(|(id, _)| *id == gate).map(|(_, key)| *key);
    cx.words().get(known.unwrap_or("scores-gate-segment")).into_owned()
}

/// What a gate was counted from: those that are missing first, as there is something to be done about them.
pub fn behind(cx: &Cx<'_>, month: &Month, gate: &str) -> Vec<(Role, String)> {
    let Some(behind) = month.behind(gate) else { return Vec::new() };
    let (missing, counted) = match behind.of {
        Of::Forms => ("scores-behind-forms-missing", "scores-behind-forms"),
        Of::Customers => ("scores-behind-customers-missing", "scores-behind-customers"),
        Of::Days => ("scores-behind-days", "scores-behind-days"),
    };
    let mut lines = Vec::new();
    for (key, role, names) in [(missing, Role::Late, &behind.missing), (counted, Role::Title, &behind.counted)] {
        if !names.is_empty() {
            lines.push((role, cx.with(key, &[("n", &names.len().to_string())])));
            lines.extend(names.iter().map(|name| (Role::Text, format!("  {name}"))));
        }
    }
    if lines.is_empty() {
        lines.push((Role::Text, cx.get("scores-behind-none").into_owned()));
    }
    lines
}

fn reached(cx: &Cx<'_>, reach: &Reach, columns: u16) -> Vec<Line> {
    let (Some(response), Some(contact), Some(refusal)) =
        (&reach.response_rate, &reach.contact_rate, &reach.refusal_rate)
    else {
        return vec![Line::of(Role::Dim, cx.get("scores-nobody-asked"))];
    };
    let rates = [("response", response.as_str()), ("contact", contact), ("refusal", refusal)];
    let counts = [
        ("complete", reach.complete),
        ("partial", reach.partial),
        ("refusal", reach.refusal),
        ("away", reach.non_contact),
        ("wrong", reach.wrong_number),
        ("open", reach.other + reach.unknown),
    ];
    let counts: Vec<(&str, String)> = counts.iter().map(|(name, n)| (*name, n.to_string())).collect();
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, n)| (*name, n.as_str())).collect();
    let mut lines = vec![Line::of(Role::Text, cx.with("scores-reach", &rates)).to(Go::Gate("return".into()))];
    lines.extend(sentence(Role::Dim, &cx.with("scores-reach-counts", &counts), columns));
    if !reach.open.is_empty() {
        let open = cx.with("scores-key-open", &[("n", &reach.open.len().to_string())]);
        lines.push(Line::of(Role::Late, format!("{} {open}", cx.look.theme.marks.late)));
    }
    let customer = |open: &crate::scoring::study::reach::Open| {
        Line::of(Role::Text, format!("  {}", open.customer)).to(Go::Customer(CustomerId::new(&open.customer)))
    };
    lines.extend(reach.open.iter().map(customer));
    lines
}

//! The two sheets before the repair: the estimate, line by line with why and what for (A9), and the contract with scope,
//! cost and time (S9; D1).

use super::paper::{Column, Paper};
use super::payers;
use super::sheet::{About, car, customer, decided, full, head, label, pairs};
use crate::desk::rows::{LineRow, OrderPage};
use crate::domain::Money;
use crate::domain::order::quote::Decision;
use crate::domain::order::visit::Class;
use crate::text::visit::document;
use crate::text::{Words, format, term};

/// Lays out the estimate: every line that is not declined.
pub fn estimate(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let words = about.words;
    pairs(paper, about, &head(page, about));
    pairs(paper, about, &customer(page));
    pairs(paper, about, &car(page));
    let version = page.versions.last().map(|version| version.number.to_string()).unwrap_or_default();
    let document = page.visit.class.map(|class| words.get(document(class)).into_owned()).unwrap_or_default();
    pairs(paper, about, &[("sheet-document", document), ("sheet-version", version)]);
    if page.visit.class == Some(Class::Severe) {
        super::sheet::findings(paper, page, about);
    }
    let lines: Vec<&LineRow> = page.lines.iter().filter(|line| line.decision != Decision::Declined).collect();
    paper.blank();
    table(paper, words, &lines);
    payers::of_lines(paper, words, &lines);
    paper.heading(&words.get("sheet-why"));
    for line in &lines {
        let why = format::told(words, &line.why, &line.english.why);
        let benefit = format::told(words, &line.benefit, &line.english.benefit);
        let said = [why, benefit].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; ");
        paper.wrapped(&format!("  {}. {said}", line.number), 5);
    }
    parts(paper, words, &lines);
    paper.blank();
    paper.wrapped(&words.get("sheet-estimate-note"), 0);
    paper.sign(&words.get("sheet-sign-customer"), &words.get("field-advisor"));
}

/// Lays out the contract: scope, cost and time.
pub fn contract(paper: &mut Paper, page: &OrderPage, about: &About<'_>) {
    let words = about.words;
    pairs(paper, about, &head(page, about));
    pairs(paper, about, &customer(page));
    pairs(paper, about, &car(page));
    let lines: Vec<&LineRow> = decided(page, Decision::Accepted).collect();
    paper.heading(&words.get("sheet-scope"));
    table(paper, words, &lines);
    payers::of_lines(paper, words, &lines);
    parts(paper, words, &lines);
    paper.blank();
    let promise = page.promise.as_ref().map(|promise| full(promise.at)).unwrap_or_default();
    pairs(paper, about, &[("sheet-ceiling", page.ceiling.to_string()), ("sheet-time", promise)]);
    if let Some(signed) = &page.contract {
        let at = format!("{}  {}", full(signed.at), words.get(term::signed_on(signed.on)));
        pairs(paper, about, &[("sheet-signed", at)]);
        for change in &signed.changes {
            let key = if change.stop { "sheet-contract-stopped" } else { "sheet-contract-changed" };
            let (at, proposer) = (full(change.at), words.get(term::party(change.proposer)).into_owned());
            let other = words.get(term::party(change.proposer.other())).into_owned();
            let why = term::reason_of(&change.reason).map_or(change.reason.as_str().into(), |key| words.get(key));
            let who = if change.who.is_empty() { other } else { change.who.clone() };
            let values = [("at", &*at), ("proposer", &proposer), ("other", &who), ("why", &*why)];
            paper.wrapped(&words.with(key, &values), 2);
        }
    }
    paper.blank();
    paper.wrapped(&words.get("sheet-contract-ceiling"), 0);
    paper.wrapped(&words.get("sheet-contract-change"), 0);
    paper.sign(&words.get("sheet-sign-customer"), &words.get("field-advisor"));
}

fn table(paper: &mut Paper, words: &Words, lines: &[&LineRow]) {
    let columns = [
        Column { head: words.get("field-line").into_owned(), width: 6, right: false },
        Column { head: words.get("field-label").into_owned(), width: 32, right: false },
        Column { head: words.get("sheet-hours").into_owned(), width: 6, right: true },
        Column { head: words.get("field-labour").into_owned(), width: 12, right: true },
        Column { head: words.get("field-parts").into_owned(), width: 12, right: true },
        Column { head: words.get("sheet-price").into_owned(), width: 12, right: true },
    ];
    let row = |line: &&LineRow| {
        let money = [line.labour, line.parts, line.price].map(|money| money.to_string());
        let told = vec![line.number.to_string(), label(words, line), format::hours(line.minutes)];
        [told, money.to_vec()].concat()
    };
    let rows: Vec<_> = lines.iter().map(row).collect();
    paper.table(&columns, &rows);
    paper.rule();
    let sum: Money = lines.iter().map(|line| line.price).sum();
    paper.pairs(&[(&words.get("sheet-sum"), sum.to_string())]);
}

/// Kind, certificate and warranty of the parts. A certificate that is not there is said, so that somebody asks for it
/// (E7).
fn parts(paper: &mut Paper, words: &Words, lines: &[&LineRow]) {
    let has_parts = |line: &&&LineRow| line.parts > Money::ZERO || !line.part.is_empty();
    let known: Vec<&&LineRow> = lines.iter().filter(has_parts).collect();
    if known.is_empty() {
        return;
    }
    paper.heading(&words.get("sheet-parts"));
    for line in known {
        let part = &line.part;
        let mut said: Vec<String> =
            part.kind.iter().map(|kind| words.get(term::part_kind(*kind)).into_owned()).collect();
        said.push(match &part.certificate {
            Some(number) => words.with("sheet-certificate", &[("number", number)]),
            None => words.get("sheet-no-certificate").into_owned(),
        });
        said.extend(part.months.map(|months| words.with("sheet-warranty-months", &[("n", &months.to_string())])));
        said.extend(part.km.map(|km| words.with("sheet-warranty-km", &[("km", &format::kilometres(km))])));
        paper.wrapped(&format!("  {}. {}", line.number, said.join("; ")), 5);
    }
}

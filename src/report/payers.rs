//! Who pays what, where others than the customer pay too: line by line, and each payer's sum with its check (Q2, J6).

use super::paper::{Column, Paper};
use super::sheet::About;
use crate::desk::rows::{LineRow, OrderPage};
use crate::domain::Money;
use crate::domain::order::payer::{PAYERS, Payer, part};
use crate::text::{Words, term};

/// Lays out who pays each line that the customer does not pay alone, and what each payer bears of all lines.
pub fn of_lines(paper: &mut Paper, words: &Words, lines: &[&LineRow]) {
    if !by_line(paper, words, lines) {
        return;
    }
    for payer in PAYERS {
        let sum: Money = lines.iter().map(|line| part(line.price, &line.payers, payer)).sum();
        if sum > Money::ZERO {
            paper.wrapped(&format!("  {}  {sum}", words.get(term::payer(payer))), 2);
        }
    }
}

/// Lays out who pays each line, and what each payer bears, has paid and still owes: together the sum of the lines, to
/// the fen.
pub fn settled(paper: &mut Paper, page: &OrderPage, about: &About<'_>, lines: &[&LineRow]) {
    let words = about.words;
    if !by_line(paper, words, lines) {
        return;
    }
    let column = |key: &str, width, right| Column { head: words.get(key).into_owned(), width, right };
    let columns = [
        column("field-payer", 22, false),
        column("sheet-part", 14, true),
        column("sheet-paid", 14, true),
        column("sheet-due", 14, true),
        column("field-claim", 16, false),
    ];
    let customer = [page.bill, page.paid, page.due].map(|money| money.to_string());
    let mut rows = vec![row(&words.get(term::payer(Payer::Customer)), customer, "")];
    rows.extend(page.payers.iter().map(|other| {
        let claim = if other.payer.is_claimed() { words.get(term::claim(other.claim)) } else { "".into() };
        let said = [claim.as_ref(), &other.reference].into_iter().filter(|text| !text.is_empty());
        let money = [other.bill, other.paid, other.due].map(|money| money.to_string());
        row(&words.get(term::payer(other.payer)), money, &said.collect::<Vec<_>>().join(" "))
    }));
    let sum = page.bill + page.payers.iter().map(|other| other.bill).sum();
    rows.push(row(&words.get("sheet-sum"), [sum.to_string(), String::new(), String::new()], ""));
    paper.table(&columns, &rows);
}

fn row(who: &str, [part, paid, due]: [String; 3], claim: &str) -> Vec<String> {
    vec![who.to_string(), part, paid, due, claim.to_string()]
}

/// Names the payers of each line that the customer does not pay alone; false if there is none.
fn by_line(paper: &mut Paper, words: &Words, lines: &[&LineRow]) -> bool {
    let mut split = lines.iter().filter(|line| !line.payers.is_empty()).peekable();
    if split.peek().is_none() {
        return false;
    }
    paper.heading(&words.get("sheet-payers"));
    for line in split {
        let share = |share: &crate::domain::order::payer::Share| {
            format!("{} {}", words.get(term::payer(share.payer)), share.amount)
        };
        let shares: Vec<String> = line.payers.iter().map(share).collect();
        paper.wrapped(&format!("  {}. {}", line.number, shares.join("; ")), 5);
    }
    true
}

//! Rows of the quote: its lines, its contract, and the jobs that it is written from.

use super::pages::text;
use super::rows::{ConsentRow, ContractChangeRow, ContractRow, JobRow, LineRow, PayerRow};
use crate::domain::Money;
use crate::domain::menu::{Job, Menu};
use crate::domain::order::Order;
use crate::domain::order::contract::{Change, Contract};
use crate::domain::order::payer::{PAYERS, Payer};
use crate::domain::order::quote::Line;
use chrono::NaiveDate;

/// A contract.
pub fn contract(contract: &Contract) -> ContractRow {
    let change = |change: &Change| ContractChangeRow {
        proposer: change.proposer,
        who: text(change.who.as_ref()),
        how: change.how,
        reason: change.reason.clone(),
        ceiling: change.ceiling,
        stop: change.stop,
        told: change.told.clone(),
        by: change.by.clone(),
        at: change.at,
    };
    ContractRow {
        on: contract.on,
        lines: contract.lines.clone(),
        ceiling: contract.ceiling,
        promise: contract.promise,
        by: contract.by.clone(),
        at: contract.at,
        in_force: contract.in_force(),
        changes: contract.changes.iter().map(change).collect(),
    }
}

/// What others than the customer pay of an order.
pub fn payers(order: &Order) -> Vec<PayerRow> {
    let others = PAYERS.into_iter().filter(|payer| !payer.is_customer() && order.bill_of(*payer) > Money::ZERO);
    let row = |payer: Payer| {
        let claim = order.claims.get(&payer);
        PayerRow {
            payer,
            bill: order.bill_of(payer),
            paid: order.paid_by(payer),
            due: order.due_of(payer),
            claim: order.claim_state(payer),
            reference: claim.and_then(|claim| claim.reference.clone()).unwrap_or_default(),
            reason: claim.and_then(|claim| claim.reason.clone()).unwrap_or_default(),
        }
    };
    others.map(row).collect()
}

/// The jobs of the menu at the prices of `day`.
pub fn jobs(menu: &Menu, day: NaiveDate) -> Vec<JobRow> {
    let row = |job: &Job| {
        let (labour, parts) = menu.price(job, day);
        let (code, told, english) = (job.code.clone(), job.zh.clone(), job.en.clone());
        JobRow {
            code,
            words: job.words.clone(),
            menu: job.menu,
            test: job.test,
            told,
            english,
            minutes: job.minutes,
            labour,
            parts,
        }
    };
    menu.jobs().iter().map(row).collect()
}

/// A line of the quote.
pub fn line(line: &Line) -> LineRow {
    let consent = line.consent.as_ref().map(|consent| ConsentRow {
        how: consent.how,
        who: text(consent.who.as_ref()),
        words: text(consent.words.as_ref()),
        by: consent.by.clone(),
        at: consent.at,
    });
    LineRow {
        number: line.number,
        job: line.job.clone().unwrap_or_default(),
        label: line.label.clone(),
        why: line.why.clone(),
        benefit: line.benefit.clone(),
        workshop: line.workshop.clone(),
        english: line.english.clone().unwrap_or_default(),
        minutes: line.minutes,
        labour: line.labour,
        parts: line.parts,
        price: line.price(),
        test: line.test,
        part: line.part.clone(),
        from: line.from.clone(),
        payers: line.payers.clone(),
        lacks: line.lacks().into_iter().map(String::from).collect(),
        decision: line.decision(),
        consent,
        work: line.work.clone(),
    }
}

//! The next call: run with `cargo bench --bench calls [-- CALLS…]`; a hundred thousand calls take a minute to make.
//!
//! A shop of so many open calls is made by commands: every customer gets one care call, due now. Then a caller works: asks
//! for the next call, holds it, logs that nobody answered, asks again. What is measured is the asking, alone and with the
//! attempt before it.

mod shop;
mod times;

use shopdesk::desk::{Answer, Desk, Door, Envelope, Query};
use shopdesk::domain::call::attempt::{LogAttempt, Outcome};
use shopdesk::domain::call::plan::PlanCall;
use shopdesk::domain::customer::add::AddCustomer;
use shopdesk::domain::customer::contact::Contact;
use shopdesk::domain::{CallId, Command, CustomerId, Key};
use std::sync::Arc;
use std::time::{Duration, Instant};
use times::Times;

const ASKED: usize = 2_000;
const ATTEMPTS: usize = 500;
/// Commands under way at once.
const AT_ONCE: usize = 1_000;

fn main() {
    for calls in shop::sizes(&[1_000, 10_000, 100_000]) {
        let folder = tempfile::tempdir().expect("a folder to work in");
        let desk = shop::staffed(folder.path(), Arc::new(shop::noon), true);
        let begun = Instant::now();
        make(&desk, calls);
        println!("{calls:>9} open calls, made in {:.1} s", begun.elapsed().as_secs_f64());
        print("next call", (0..ASKED).map(|_| timed(|| drop(next(&desk, None)))).collect());
        let mut call = next(&desk, None);
        let mut whole = Vec::new();
        for _ in 0..ATTEMPTS.min(calls / 2) {
            let Some(made) = call.take() else { break };
            whole.push(timed(|| call = attempt(&desk, &made)));
        }
        print("attempt and next", whole);
        desk.close().expect("closed");
    }
}

/// Opens so many files, each with a call that is due.
fn make(desk: &Desk, calls: usize) {
    let add = |number: usize| {
        let (name, phone) = (format!("客户{number}"), Some(format!("139{number:08}")));
        Command::AddCustomer(AddCustomer { name, phone, segment: Default::default() })
    };
    let plan = |number: usize| {
        let customer = Some(CustomerId::new(format!("C{}", number + 1)));
        let kind = Contact::Care;
        Command::PlanCall(PlanCall { kind, customer, vehicle: None, order: None, tell: None, at: None })
    };
    let all: [&dyn Fn(usize) -> Command; 2] = [&add, &plan];
    for command in all {
        for from in (0..calls).step_by(AT_ONCE) {
            let numbers = from..calls.min(from + AT_ONCE);
            let under_way = numbers.map(|n| desk.submit(&shop::li(), Envelope::new(command(n))).expect("may do so"));
            let under_way: Vec<_> = under_way.collect();
            under_way.into_iter().for_each(|pending| drop(pending.wait().expect("done")));
        }
    }
}

fn next(desk: &Desk, but: Option<CallId>) -> Option<CallId> {
    match desk.ask(&shop::li(), &Query::NextCall { but }) {
        Ok(Answer::NextCall(next)) => next.call,
        other => panic!("no answer: {other:?}"),
    }
}

/// Holds a call, logs that nobody answered, and asks for the next one.
fn attempt(desk: &Desk, call: &CallId) -> Option<CallId> {
    let li = shop::li();
    desk.hold(&li, &Key::Call(call.clone())).expect("nobody else holds it");
    let attempt = LogAttempt { call: call.clone(), outcome: Outcome::NoAnswer, back_at: None };
    desk.run(&li, Envelope::new(Command::LogAttempt(attempt))).expect("logged");
    desk.let_go(&li, None);
    next(desk, Some(call.clone()))
}

fn timed(work: impl FnOnce()) -> Duration {
    let begun = Instant::now();
    work();
    begun.elapsed()
}

fn print(what: &str, times: Vec<Duration>) {
    let (count, times) = (times.len(), Times::of(times));
    println!("  {what:<18} {count:>6} times, in ms: p50 {:.3}, p99 {:.3}", times.ms(0.5), times.ms(0.99));
}

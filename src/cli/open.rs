//! Opening the shop in this process: lock, store, demo.

use super::context::Context;
use super::demo::{self, DemoClock};
use super::trouble::Trouble;
use crate::desk::{Desk, DeskError, Setup};
use crate::server::fault::Fault;
use crate::store::StoreError;
use crate::store::clerk::Clock;
use crate::store::journal::Progress;
use crate::store::lock::{Holder, Lock, WAIT};
use std::cell::RefCell;
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::sync::Arc;

/// Keys of what an opening is doing.
pub mod phase {
    /// The journal is read, the index perhaps made again.
    pub const READING: &str = "cli-phase-reading";
    /// A demo year is made up.
    pub const FILLING: &str = "cli-phase-filling";
}

/// Says how far an opening is: what it does, how much of it is done, how much there is.
pub type Report<'a> = &'a mut dyn FnMut(&'static str, u64, u64);

/// Makes the data folder and takes its lock.
pub fn lock(context: &Context, what: &str) -> Result<Lock, Trouble> {
    context.place.make(&context.words())?;
    let holder = Holder { pid: std::process::id(), what: what.to_string(), since: context.now().to_string() };
    Lock::take(&context.place.data, &holder, WAIT).map_err(|error| match error {
        StoreError::NoRights { .. } if context.place.is_anothers() => not_owner(context),
        error => said(context, &error.into()),
    })
}

/// Another user's shop is entered through its server only.
fn not_owner(context: &Context) -> Trouble {
    let path = context.place.data.clone();
    let owner = std::fs::metadata(&path).map(|meta| meta.uid()).unwrap_or_default();
    Trouble::fault(&context.words(), Fault::NotOwner { path, owner })
}

/// Opens the shop whose lock was taken; a demo is filled where it is empty.
pub fn open(context: &Context, lock: Lock, report: Report<'_>) -> Result<Arc<Desk>, Trouble> {
    let (place, words) = (&context.place, context.words());
    if !place.demo || place.is_filled_demo() {
        return Ok(Arc::new(desk(context, lock, context.clock.clone(), place.is_demo() && place.passing, report)?));
    }
    let unusable = |error: std::io::Error| Trouble::file(&words, &place.data, &error);
    if place.is_demo() {
        // A demo that was stopped while it was made up: it holds nothing of anybody's.
        place.begin_again().map_err(unusable)?;
    } else if !place.is_empty() {
        let shown = place.data.display().to_string();
        return Err(Trouble::said(&words, "not-empty", "cli-demo-not-empty", &[("place", &shown)]));
    }
    place.mark(false).map_err(unusable)?;
    let desk = fill(context, lock, report)?;
    if place.passing {
        place.mark(true).map_err(unusable)?;
        return Ok(Arc::new(desk));
    }
    // A demo to keep is synced like any shop from here on.
    desk.close().map_err(|error| said(context, &error))?;
    drop(desk);
    place.mark(true).map_err(unusable)?;
    let lock = self::lock(context, "demo")?;
    Ok(Arc::new(self::desk(context, lock, context.clock.clone(), false, report)?))
}

/// Makes up a year that ends now, by a clock of its own that then goes on as the real one.
fn fill(context: &Context, lock: Lock, report: Report<'_>) -> Result<Desk, Trouble> {
    let clock = DemoClock::years_before(context.now(), 1, context.settings.zone(), context.clock.clone());
    let desk = desk(context, lock, clock.clock(), true, report)?;
    let report = RefCell::new(report);
    let filling = |done, of| (report.borrow_mut())(phase::FILLING, done, of);
    demo::fill(&desk, &clock, context.now(), demo::ORDERS, &filling).map_err(|error| said(context, &error))?;
    Ok(desk)
}

fn desk(context: &Context, lock: Lock, clock: Clock, unsynced: bool, report: Report<'_>) -> Result<Desk, Trouble> {
    let settings = &context.settings;
    let mut rules = settings.rules();
    rules.intake.pledges = context.pledges()?;
    rules.menu = Arc::new(context.menu()?);
    let setup = Setup {
        data: context.place.data.clone(),
        cache_bytes: settings.cache_bytes(),
        keep_free_bytes: settings.keep_free_bytes(),
        rules,
        survey: settings.survey().to_string(),
        schemes: context.schemes()?,
        checklists: context.checklists()?,
        clock,
        random: Box::new(|bytes| getrandom::fill(bytes).expect("the system gives random bytes once it has started")),
        unsynced,
    };
    let mut reading = |Progress { done, total }| report(phase::READING, done, total);
    let desk = Desk::open(setup, lock, &mut reading).map_err(|error| said(context, &error))?;
    if let Some(cut) = desk.cut() {
        let (bytes, place) = (cut.bytes.to_string(), cut.kept_in.display().to_string());
        let words = context.words();
        let vouched = words.get(if cut.vouched { "cli-torn-vouched" } else { "cli-torn-unvouched" });
        let said = format!("{} {vouched}", words.with("cli-torn-cut", &[("bytes", &bytes), ("place", &place)]));
        tracing::warn!("{said}");
        // A server in the background has nobody to tell but its log.
        let _unheard = writeln!(std::io::stderr(), "shopdesk: {said}");
    }
    Ok(desk)
}

/// What the desk said instead of opening.
fn said(context: &Context, error: &DeskError) -> Trouble {
    Trouble::desk(&context.words(), context.now(), error)
}

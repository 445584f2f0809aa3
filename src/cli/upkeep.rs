//! `verify` and `rebuild`: is the journal whole, and the index made again from it.

use super::context::Context;
use super::door;
use super::open;
use super::output::Output;
use super::progress::Bar;
use super::trouble::Trouble;
use crate::desk::DeskError;
use crate::store::StoreError;
use crate::store::index::Index;
use crate::store::journal::Progress;
use crate::store::opening;
use serde_json::json;
use std::time::Instant;

/// Checks the journal from its first line on; may run beside a server.
pub fn verify(context: &Context, json: bool) -> Result<Output, Trouble> {
    let words = context.words();
    context.must_have_shop()?;
    let mut bar = Bar::new(&words);
    let mut show = |Progress { done, total }| bar.show(open::phase::READING, done, total);
    let report = opening::verify(&context.place.data, &mut show);
    bar.end();
    let report = report.map_err(|error| desk(context, error))?;
    let hash = String::from_utf8_lossy(&report.head.hash.hex()).into_owned();
    let (lines, unfinished) = (report.lines, report.unfinished_bytes);
    let damage = report.damage.map(|damage| desk(context, StoreError::Damaged(Box::new(damage))));
    if json {
        let said = damage.as_ref().map(|t| json!({"code": t.code, "message": t.message, "hint": t.remedy}));
        let whole = json!({"ok": damage.is_none(), "lines": lines, "seq": report.head.seq, "hash": hash,
            "unfinished_bytes": unfinished, "damage": said});
        return Ok(Output::of(&whole.to_string()).failing(damage.is_some()));
    }
    if let Some(damage) = damage {
        return Err(damage);
    }
    let mut output = Output::of(&words.with("cli-verified", &[("lines", &lines.to_string()), ("hash", &hash)]));
    if unfinished > 0 {
        output.line(&words.with("cli-unfinished", &[("bytes", &unfinished.to_string())]));
    }
    Ok(output)
}

/// Throws the index away and makes it again. Refused while a server runs.
pub fn rebuild(context: &Context, json: bool) -> Result<Output, Trouble> {
    let words = context.words();
    context.must_have_shop()?;
    if door::remote(context)?.is_some() {
        return Err(Trouble::said(&words, "running", "cli-server-runs", &[("pid", &holder(context))]));
    }
    let lock = open::lock(context, "rebuild")?;
    let began = Instant::now();
    let mut bar = Bar::new(&words);
    // A damaged journal cannot make an index: the one that is there stays.
    let mut show = |Progress { done, total }| bar.show(open::phase::READING, done, total);
    let report = opening::verify(&context.place.data, &mut show).map_err(|error| desk(context, error))?;
    if let Some(damage) = report.damage {
        bar.end();
        return Err(desk(context, StoreError::Damaged(Box::new(damage))));
    }
    Index::discard(&context.place.data.join("index")).map_err(|error| desk(context, error))?;
    let shop = open::open(context, lock, &mut |phase, done, of| bar.show(phase, done, of));
    bar.end();
    let shop = shop?;
    let seq = *shop.changed().borrow();
    shop.close().map_err(|error| Trouble::desk(&words, context.now(), &error))?;
    let ms = began.elapsed().as_millis();
    if json {
        let ms = u64::try_from(ms).unwrap_or(u64::MAX);
        return Ok(Output::of(&json!({"ok": true, "lines": seq, "ms": ms}).to_string()));
    }
    let seconds = format!("{}.{}", ms / 1000, ms % 1000 / 100);
    Ok(Output::of(&words.with("cli-rebuilt", &[("lines", &seq.to_string()), ("seconds", &seconds)])))
}

/// Who holds the folder, as it wrote it down.
fn holder(context: &Context) -> String {
    let text = std::fs::read_to_string(context.place.data.join("LOCK")).unwrap_or_default();
    let holder: Option<crate::store::lock::Holder> = serde_json::from_str(&text).ok();
    holder.map(|holder| holder.pid.to_string()).unwrap_or_default()
}

fn desk(context: &Context, error: StoreError) -> Trouble {
    let error: DeskError = error.into();
    Trouble::desk(&context.words(), context.now(), &error)
}

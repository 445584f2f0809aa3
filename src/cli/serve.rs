//! The server, and the thin client that starts one.

use super::args::Globals;
use super::context::Context;
use super::door::hello;
use super::inbox;
use super::open;
use super::phrases;
use super::shop::Front;
use super::trouble::Trouble;
use crate::server::app::{Locker, Opener, Progress, Refused, Shop};
use crate::server::client::{self, Attach, Ended, Start};
use crate::server::hello::Mode;
use crate::server::ssh::{self, Port};
use crate::server::{Ending, Limits, Setup};
use crate::tui::keymap::Keymap;
use crate::tui::terminal::Depth;
use crate::tui::theme::Theme;
use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Whoever may pass through the folder may connect: by default its owner alone. The system tells the server which user
/// it is, and one whom the shop does not know may do nothing.
const SOCKET_RIGHTS: u32 = 0o666;

/// Runs the server until it is told to stop.
pub fn serve(context: &Context, background: bool) -> Result<ExitCode, Trouble> {
    context.place.make(&context.words())?;
    let clock = context.clock.clone();
    let setup = Setup {
        folder: context.place.data.clone(),
        version: env!("CARGO_PKG_VERSION").to_string(),
        background,
        lang: context.lang().code().to_string(),
        socket_rights: SOCKET_RIGHTS,
        // The server of a counter comes and goes with its terminals: nobody could rely on it.
        ssh: if background { None } else { context.settings.ssh.setup() },
        hears_port: hears_port(context.clone()),
        limits: Limits { idle: background.then(|| context.settings.idle_stop()), ..context.settings.limits() },
        phrases: phrases::phrasebook(&context.catalogue, context.settings.lang()),
        clock: Arc::new(move || clock().to_string()),
    };
    let told = move |context: &Context, key: &str| {
        let place = context.place.data.display().to_string();
        if !background {
            // For whoever started it by hand; where nobody listens, nothing is lost.
            let _unheard = writeln!(std::io::stderr(), "{}", context.words().with(key, &[("place", &place)]));
        }
    };
    match crate::server::serve(setup, locker(context.clone(), move |context| told(context, "cli-serving"))) {
        Ok(Ending::Clean) => {
            told(context, "cli-served");
            Ok(ExitCode::SUCCESS)
        }
        Ok(Ending::AtOnce) => Ok(ExitCode::FAILURE),
        // The client that started it says so.
        Err(_) if background => Ok(ExitCode::FAILURE),
        Err(refused) => Err(refused.into()),
    }
}

/// Tells whoever started the server by hand how callers get in, or why nobody does: the log alone is read too late.
fn hears_port(context: Context) -> ssh::Hear {
    Arc::new(move |port| {
        let words = context.words();
        let again = ssh::BIND_AGAIN.as_secs().to_string();
        let said = match port {
            Port::Off | Port::Nobody => return,
            Port::Open(at) => words.with("cli-serving-callers", &[("at", &at.to_string())]),
            Port::Refused { at, is_taken: true, .. } => {
                words.with("cli-serving-port-taken", &[("at", &at.to_string()), ("seconds", &again)])
            }
            Port::Refused { at, why, is_taken: false } => {
                let values = [("at", &*at.to_string()), ("why", &**why), ("seconds", &*again)];
                words.with("cli-serving-port-refused", &values)
            }
        };
        // Where nobody listens, nothing is lost.
        let _unheard = writeln!(std::io::stderr(), "{said}");
    })
}

/// Takes the folder, then opens the shop and says that it is ready.
fn locker(context: Context, ready: impl FnOnce(&Context) + Send + 'static) -> Locker {
    Box::new(move || {
        let lock = open::lock(&context, "serve").map_err(Refused::from)?;
        let opener: Opener = Box::new(move |progress| {
            let keymap = keymap(&context).map_err(Refused::from)?;
            let theme = theme(&context).map_err(Refused::from)?;
            let mut report = |phase, done, of| progress(Progress { phase, done, of });
            let desk = open::open(&context, lock, &mut report).map_err(Refused::from)?;
            desk.watch_over_journal().map_err(|error| Trouble::desk(&context.words(), context.now(), &error))?;
            // Without it the desk still works; the log says why.
            if let Err(error) = inbox::watch(&context, &desk) {
                tracing::warn!(%error, "nobody looks into the inbox");
            }
            ready(&context);
            let shop: Arc<dyn Shop> = Arc::new(Front::new(context, desk, keymap, theme));
            Ok(shop)
        });
        Ok(opener)
    })
}

/// The keys, with the shop's own on top.
fn keymap(context: &Context) -> Result<Keymap, Trouble> {
    let built_in = Keymap::built_in();
    match context.place.own(&context.words(), Path::new("keymap.toml"))? {
        Some((path, text)) => built_in.with_overrides(&text).map_err(|error| bad(context, &path, &error)),
        None => Ok(built_in),
    }
}

/// The theme that the settings name: the shop's own file of that name, or what is compiled in.
fn theme(context: &Context) -> Result<Arc<str>, Trouble> {
    let name = &context.settings.theme;
    let file = Path::new("theme").join(format!("{name}.toml"));
    if let Some((path, text)) = context.place.own(&context.words(), &file)? {
        Theme::parse(&text, Depth::True).map_err(|error| bad(context, &path, &error))?;
        return Ok(text.into());
    }
    Ok(Theme::text(name).expect("the settings allow only themes that are compiled in").into())
}

fn bad(context: &Context, path: &Path, why: &dyn std::fmt::Display) -> Trouble {
    let (file, why) = (path.display().to_string(), why.to_string());
    Trouble::said(&context.words(), "bad-config", "error-bad-config", &[("file", &file), ("why", &why)])
}

/// Opens the desk at this terminal.
pub fn attach(context: &Context, globals: &Globals) -> Result<ExitCode, Trouble> {
    let words = context.words();
    context.place.make(&words)?;
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let mut hello = hello(context, Mode::Screen);
    hello.term = set("TERM");
    hello.colorterm = set("COLORTERM");
    hello.no_color = !set("NO_COLOR").is_empty();
    let program = std::env::current_exe()
        .map_err(|error| Trouble::said(&words, "start", "cli-start", &[("why", &error.to_string())]))?;
    let start = Start { program, args: server_args(context, globals) };
    let lost = words.get("cli-lost-again").into_owned();
    let attach = Attach { folder: context.place.data.clone(), hello, start, lost };
    let ended = client::attach(&attach).map_err(|fault| Trouble::fault(&words, fault))?;
    match &ended {
        Ended::Said(exit) if exit.status != 0 => return Err(exit.clone().into()),
        Ended::Said(exit) => {
            let _unheard = writeln!(std::io::stdout(), "{}", exit.message);
        }
        Ended::Signal(_) | Ended::HungUp => {}
    }
    Ok(ExitCode::from(ended.status()))
}

/// How a server for this context is started; paths are absolute, for it stands in the root folder.
fn server_args(context: &Context, globals: &Globals) -> Vec<OsString> {
    let mut args: Vec<OsString> = vec!["serve".into(), "--background".into()];
    args.extend(["--data".into(), context.place.data.clone().into_os_string()]);
    // What keeps it from opening is said to whoever started it; sessions bring their own language.
    args.extend(["--lang".into(), context.lang().code().into()]);
    if globals.demo {
        args.push("--demo".into());
    }
    if let Some(now) = globals.now {
        args.extend(["--now".into(), now.to_string().into()]);
    }
    args
}

//! `staff` and `status`: who works here, and how the shop stands.

use super::args::StaffDo;
use super::context::Context;
use super::door::{Way, hello};
use super::input;
use super::output::Output;
use super::secret;
use super::trouble::{Trouble, nearest};
use crate::desk::rows::StaffRow;
use crate::desk::{Answer, DeskError, Door, Envelope, Query, pin};
use crate::domain::staff::add::AddStaff;
use crate::domain::staff::key::{AddKey, DropKey, LoginKey};
use crate::domain::staff::pin::SetPin;
use crate::domain::staff::role::{RIGHTS, Right, Role, allows};
use crate::domain::{Command, Refusal, StaffId};
use crate::server::hello::Mode;
use crate::server::remote;
use crate::text::{Words, term};
use serde_json::{Value, json};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Adds, changes or lists people.
pub fn staff(context: &Context, what: &StaffDo) -> Result<Output, Trouble> {
    let words = context.words();
    let said = |error: DeskError| Trouble::desk(&words, context.now(), &error);
    match what {
        StaffDo::List { json } => {
            with(context, Way::find(context, "staff")?, |way| list(&words, way, *json).map_err(said))
        }
        StaffDo::Add { id, name, roles, uid, key } => {
            let (roles, key) = (read_roles(&words, roles)?, added_key(context, id, key.as_deref())?);
            let staff = StaffId::new(id);
            let add = AddStaff { id: staff.clone(), name: name.clone(), roles, uid: *uid, gone: false };
            let commands: Vec<Command> = std::iter::once(Command::AddStaff(add)).chain(key).collect();
            let added = |way: &Way| {
                if let Some(there) = people(way).map_err(said)?.into_iter().find(|person| person.id == staff) {
                    let key = if there.gone { "cli-staff-was-here" } else { "cli-staff-there" };
                    return Err(Trouble::said(&words, "taken", key, &[("id", id), ("name", &there.name)]));
                }
                // Before anybody is added: a key that is refused afterwards would leave them behind.
                key_is_free(way, &commands).map_err(said)?;
                run(&words, way, commands, "cli-staff-added").map_err(said)
            };
            with(context, Way::find_or_make(context, "staff")?, added)
        }
        StaffDo::Change { id, name, roles, uid, key, back } => {
            let (roles, key) = (read_roles(&words, roles)?, added_key(context, id, key.as_deref())?);
            let changed = |way: &Way| {
                let people = people(way).map_err(said)?;
                let person = known(&people, id).map_err(said)?;
                if person.gone && !back {
                    let values = [("id", &**id), ("name", &*person.name)];
                    return Err(Trouble::said(&words, "gone", "cli-staff-was-here", &values));
                }
                if !roles.is_empty() && !manages(&roles) {
                    is_not_last(&words, &people, person)?;
                }
                let names = name.is_some() || !roles.is_empty() || uid.is_some() || *back;
                let name = name.clone().unwrap_or_else(|| person.name.clone());
                let change = AddStaff { id: person.id.clone(), name, roles, uid: *uid, gone: false };
                let commands: Vec<Command> =
                    names.then_some(Command::AddStaff(change)).into_iter().chain(key).collect();
                key_is_free(way, &commands).map_err(said)?;
                run(&words, way, commands, "cli-staff-changed").map_err(said)
            };
            with(context, Way::find(context, "staff")?, changed)
        }
        StaffDo::Leave { id } => {
            let left = |way: &Way| {
                let people = people(way).map_err(said)?;
                let person = known(&people, id).map_err(said)?;
                if person.gone {
                    let values = [("id", &**id), ("name", &*person.name)];
                    return Err(Trouble::said(&words, "gone", "cli-staff-was-here", &values));
                }
                is_not_last(&words, &people, person)?;
                run(&words, way, leaving(person), "cli-staff-left").map_err(said)
            };
            with(context, Way::find(context, "staff")?, left)
        }
        StaffDo::Pin { id, clear } => {
            let hash = if *clear { None } else { Some(typed_pin(context)?) };
            let set = Command::SetPin(SetPin { staff: StaffId::new(id), hash });
            let done = if *clear { "cli-pin-cleared" } else { "cli-pin-set" };
            with(context, Way::find(context, "staff")?, |way| run(&words, way, vec![set], done).map_err(said))
        }
        StaffDo::DropKey { id, fingerprint } => {
            let drop = Command::DropKey(DropKey { staff: StaffId::new(id), key: fingerprint.clone() });
            let dropped = |way: &Way| run(&words, way, vec![drop], "cli-key-dropped").map_err(said);
            with(context, Way::find(context, "staff")?, dropped)
        }
    }
}

/// Does something at a door and closes it.
fn with(context: &Context, way: Way, what: impl FnOnce(&Way) -> Result<Output, Trouble>) -> Result<Output, Trouble> {
    let output = what(&way)?;
    way.close().map_err(|error| Trouble::desk(&context.words(), context.now(), &error))?;
    Ok(output)
}

/// The person of this id.
fn known<'p>(people: &'p [StaffRow], id: &str) -> Result<&'p StaffRow, DeskError> {
    let found = people.iter().find(|person| person.id.as_str() == id);
    found.ok_or_else(|| Refusal::NotFound { field: "staff".into(), value: id.to_owned() }.into())
}

/// What it takes that a person has left: nobody works by that name from the first of these on.
fn leaving(person: &StaffRow) -> Vec<Command> {
    let (staff, name) = (person.id.clone(), person.name.clone());
    let gone = AddStaff { id: staff.clone(), name, roles: Vec::new(), uid: None, gone: true };
    let dropped = person.keys.iter().map(|key| DropKey { staff: staff.clone(), key: key.fingerprint() });
    std::iter::once(Command::AddStaff(gone)).chain(dropped.map(Command::DropKey)).collect()
}

/// Refuses to lose the last person who may manage the others.
fn is_not_last(words: &Words, people: &[StaffRow], person: &StaffRow) -> Result<(), Trouble> {
    let others = people.iter().any(|other| other.id != person.id && !other.gone && manages(&other.roles));
    if others || person.gone || !manages(&person.roles) {
        return Ok(());
    }
    Err(Trouble::said(words, "last", "cli-staff-last", &[("id", person.id.as_str())]))
}

/// Whether somebody with these roles manages people.
fn manages(roles: &[Role]) -> bool {
    roles.iter().any(|role| allows(*role, Right::ManageStaff))
}

fn read_roles(words: &Words, roles: &[String]) -> Result<Vec<Role>, Trouble> {
    roles.iter().map(|word| role(words, word)).collect()
}

/// The command that gives a person the key in a file.
fn added_key(context: &Context, id: &str, file: Option<&Path>) -> Result<Option<Command>, Trouble> {
    let key = file.map(|file| login_key(context, file)).transpose()?;
    Ok(key.map(|key| Command::AddKey(AddKey { staff: StaffId::new(id), key })))
}

/// Refuses a key that is somebody else's.
fn key_is_free(way: &Way, commands: &[Command]) -> Result<(), DeskError> {
    for command in commands {
        let Command::AddKey(add) = command else { continue };
        let Ok(key) = LoginKey::read(&add.key) else { continue };
        let owner = people(way)?.into_iter().find(|person| person.keys.iter().any(|theirs| theirs.key == key.key));
        if let Some(owner) = owner {
            let (field, value, by) = ("key".to_owned(), key.fingerprint(), owner.id.to_string());
            return Err(Refusal::Taken { field, value, by }.into());
        }
    }
    Ok(())
}

/// Everybody who works here, or did.
fn people(way: &Way) -> Result<Vec<StaffRow>, DeskError> {
    match way.ask(&way.session(), &Query::Staff)? {
        Answer::Staff(people) => Ok(Arc::unwrap_or_clone(people)),
        other => Err(other.unexpected()),
    }
}

/// Runs commands about one person, one after the other.
fn run(words: &Words, way: &Way, commands: Vec<Command>, done: &str) -> Result<Output, DeskError> {
    let mut id = String::new();
    for command in commands {
        id = way.run(&way.session(), Envelope::new(command))?.id;
    }
    Ok(Output::of(&words.with(done, &[("id", &id)])))
}

/// The text of a public key file, looked at before anybody is added.
fn login_key(context: &Context, file: &Path) -> Result<String, Trouble> {
    let words = context.words();
    let text = input::small_text(file).map_err(|error| Trouble::file(&words, file, &error))?;
    match LoginKey::read(&text) {
        Ok(_) => Ok(text),
        Err(why) => {
            let refusal = Refusal::invalid("key", file.display(), why);
            Err(Trouble::desk(&words, context.now(), &refusal.into()))
        }
    }
}

/// The hash of a PIN that is typed twice, or comes as the one line of standard input.
fn typed_pin(context: &Context) -> Result<String, Trouble> {
    let words = context.words();
    let asked = [words.get("cli-pin-new"), words.get("cli-pin-again")];
    let typed = if std::io::stdin().is_terminal() {
        secret::lines([&asked[0], &asked[1]]).map(|[first, again]| if first == again { Ok(first) } else { Err(()) })
    } else {
        secret::lines([""]).map(|[only]| Ok(only))
    };
    let typed = typed.map_err(|error| Trouble::file(&words, Path::new("/dev/stdin"), &error))?;
    let pin = typed.map_err(|()| Trouble::said(&words, "pin-differs", "cli-pin-differs", &[]))?;
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).expect("the system gives random bytes once it has started");
    pin::hash(&pin, &salt).map_err(|error| Trouble::desk(&words, context.now(), &error))
}

fn role(words: &Words, word: &str) -> Result<Role, Trouble> {
    let known: Vec<(String, Role)> = RIGHTS.iter().map(|(role, _)| (role_word(*role), *role)).collect();
    if let Some((_, role)) = known.iter().find(|(known, _)| known == word) {
        return Ok(*role);
    }
    let names: Vec<&str> = known.iter().map(|(name, _)| name.as_str()).collect();
    let (allowed, near) = (names.join(", "), nearest(word, &names).unwrap_or_default());
    let key = if near.is_empty() { "cli-role-unknown" } else { "cli-role-near" };
    Err(Trouble::said(words, "unknown-role", key, &[("role", word), ("allowed", &allowed), ("near", near)]))
}

/// A role as commands and journals write it.
fn role_word(role: Role) -> String {
    serde_json::to_value(role).ok().and_then(|value| value.as_str().map(str::to_string)).unwrap_or_default()
}

fn list(words: &Words, way: &Way, as_json: bool) -> Result<Output, DeskError> {
    let people = people(way)?;
    let mut output = Output::default();
    if as_json {
        people.iter().for_each(|person| output.line(&json!(person).to_string()));
        return Ok(output);
    }
    for person in people {
        let roles: Vec<_> = person.roles.iter().map(|role| words.get(term::role(*role)).into_owned()).collect();
        let uid = person.uid.map(|uid| uid.to_string()).unwrap_or_default();
        let gone = if person.gone { words.get("field-gone").into_owned() } else { String::new() };
        let keys = person.keys.iter().map(|key| format!("{:17}{}  {}", "", key.fingerprint(), key.comment));
        let cells = [(person.id.as_str(), 17), (person.name.as_str(), 17), (uid.as_str(), 7)];
        let line: String = cells.iter().map(|(text, width)| padded(text, *width)).collect();
        output.line(format!("{line}{}  {gone}", roles.join(", ")).trim_end());
        keys.for_each(|key| output.line(key.trim_end()));
    }
    Ok(output)
}

/// A text with blanks up to a width in cells.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width()).max(1)))
}

/// Whether people get in over SSH, as the server says of itself.
fn callers(words: &Words, server: Option<&Value>) -> String {
    let ssh = server.and_then(|server| server.get("ssh"));
    let said = |key: &str| ssh.and_then(|ssh| ssh[key].as_str()).unwrap_or_default();
    let (at, why) = (said("at"), said("why"));
    match said("state") {
        "open" => words.with("cli-callers-open", &[("at", at)]),
        "refused" if ssh.is_some_and(|ssh| ssh["taken"] == true) => words.with("cli-callers-taken", &[("at", at)]),
        "refused" => words.with("cli-callers-refused", &[("at", at), ("why", why)]),
        "nobody" => words.get("cli-callers-nobody").into_owned(),
        _ => words.get("cli-callers-off").into_owned(),
    }
}

/// Says how the shop stands, and whether a server runs.
pub fn status(context: &Context, as_json: bool) -> Result<Output, Trouble> {
    let words = context.words();
    let server = remote::status(&context.place.data, &hello(context, Mode::Status))
        .map_err(|fault| Trouble::fault(&words, fault))?
        .map(|line| serde_json::from_str::<Value>(&line).unwrap_or(Value::String(line)));
    let way = Way::find(context, "status")?;
    let said = |error: DeskError| Trouble::desk(&words, context.now(), &error);
    let session = way.session();
    let status = match way.ask(&session, &Query::Status).map_err(said)? {
        Answer::Status(status) => status,
        other => return Err(said(other.unexpected())),
    };
    let shop = match way.ask(&session, &Query::Shop).map_err(said)? {
        Answer::Shop(shop) => shop,
        other => return Err(said(other.unexpected())),
    };
    way.close().map_err(said)?;
    if as_json {
        let mut whole = json!(status);
        whole["shop"] = shop.name.into();
        whole["survey"] = shop.survey.into();
        whole["server"] = server.unwrap_or(Value::Null);
        return Ok(Output::of(&whole.to_string()));
    }
    let callers = callers(&words, server.as_ref());
    let runs = if server.is_some() { "cli-status-server" } else { "cli-status-alone" };
    let journal = if status.journal_whole { "cli-status-whole" } else { "cli-status-damaged" };
    let journal = format!("{}  {}", status.seq, words.get(journal));
    let index = if status.index_whole { "cli-status-whole" } else { "cli-status-broken" };
    let name = if shop.name.is_empty() { words.get("cli-status-unnamed").into_owned() } else { shop.name };
    let rows = [
        ("cli-status-shop", name),
        ("cli-status-folder", status.data),
        ("cli-status-journal", journal),
        ("cli-status-index", words.get(index).into_owned()),
        ("cli-status-runs", words.get(runs).into_owned()),
        ("cli-status-callers", callers),
        ("cli-status-orders", status.open_orders.to_string()),
        ("cli-status-calls", status.open_calls.to_string()),
        ("cli-status-complaints", status.open_complaints.to_string()),
    ];
    let cut = Some(status.cut_bytes).filter(|bytes| *bytes > 0);
    let cut = cut.map(|bytes| ("cli-status-cut", words.with("cli-status-bytes", &[("bytes", &bytes.to_string())])));
    let mut output = Output::default();
    for (key, value) in rows.into_iter().chain(cut) {
        output.line(&format!("{}{value}", padded(&words.get(key), 22)));
    }
    Ok(output)
}

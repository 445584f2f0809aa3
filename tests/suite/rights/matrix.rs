//! Every role × every command and every query, as the desk answers it: the whole of who may do what, in one picture.

use crate::shop::{Shop, session_of};
use serde_json::{Map, Value, json};
use shopdesk::desk::{DeskError, Door, Envelope, Query, query};
use shopdesk::domain::staff::add::AddStaff;
use shopdesk::domain::staff::role::{RIGHTS, Right, Role, allows};
use shopdesk::domain::{Command, StaffId, command, event};

/// The least that the schema of a command allows: an answer to "may they?" needs no more.
struct Samples(Value);

impl Samples {
    fn new() -> Samples {
        Samples(schemars::schema_for!(Command).to_value())
    }

    fn command(&self, name: &str) -> Command {
        let all = self.0["oneOf"].as_array().expect("the commands");
        let of_name = |one: &&Value| one["properties"]["do"]["const"] == name;
        let schema = all.iter().find(of_name).unwrap_or_else(|| panic!("{name} has no schema"));
        let line = json!({"do": name, "with": self.least(&schema["properties"]["with"])});
        serde_json::from_value(line.clone()).unwrap_or_else(|error| panic!("{line}: {error}"))
    }

    fn least(&self, schema: &Value) -> Value {
        if let Some(place) = schema["$ref"].as_str() {
            return self.least(self.0.pointer(place.trim_start_matches('#')).expect("what is referred to"));
        }
        if let Some(one) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()).and_then(|all| all.first()) {
            return self.least(one);
        }
        if let Some(only) = schema.get("const").or(schema["enum"].as_array().and_then(|all| all.first())) {
            return only.clone();
        }
        match schema["type"].as_str() {
            Some("object") => {
                let needed = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let fields = needed.map(|name| (name.to_owned(), self.least(&schema["properties"][name])));
                Value::Object(fields.collect::<Map<_, _>>())
            }
            Some("array") => json!([]),
            Some("integer" | "number") => json!(0),
            Some("boolean") => json!(false),
            _ if schema["format"] == "date-time" => json!("2026-11-23T08:00:00+08:00"),
            _ => json!("?"),
        }
    }
}

/// A query of that name, about nothing that there is.
fn query(name: &str) -> Query {
    let day = "2026-11-23";
    let every = json!({
        "ask": name, "id": "?", "text": "", "limit": 1, "days": 1, "vehicle": "?", "customer": "?", "before": "?", "seq": 0,
        "scheme": "visit", "period": "2026-11", "from": day, "to": day, "last": day, "on": day, "year": 2026,
    });
    serde_json::from_value(every).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// One person of each role.
fn staff(shop: &Shop) -> Vec<(Role, String)> {
    let roles: Vec<Role> = RIGHTS.iter().map(|(role, _)| *role).collect();
    for (at, role) in roles.iter().enumerate() {
        shop.run(Command::AddStaff(AddStaff {
            id: StaffId::new(format!("p{at}")),
            name: event::code(role),
            roles: vec![*role],
            uid: None,
            gone: false,
        }));
    }
    roles.into_iter().enumerate().map(|(at, role)| (role, format!("p{at}"))).collect()
}

fn may<T>(outcome: Result<T, DeskError>) -> &'static str {
    if matches!(outcome, Err(DeskError::NotAllowed { .. })) { "-" } else { "yes" }
}

#[test]
fn who_may_do_what_is_what_the_picture_shows() {
    let (shop, samples) = (Shop::new(), Samples::new());
    let people = staff(&shop);
    let short = |role: &Role| event::code(role).chars().take(7).collect::<String>();
    let line = |name: &str, cells: Vec<String>| {
        format!("{name:24}{}", cells.iter().map(|cell| format!("{cell:8}")).collect::<String>()).trim_end().to_owned()
    };
    let mut picture = vec![line("command", people.iter().map(|(role, _)| short(role)).collect())];
    for name in command::NAMES {
        let ask = |who: &str| may(shop.desk.run(&session_of(who), Envelope::new(samples.command(name)))).to_owned();
        picture.push(line(name, people.iter().map(|(_, who)| ask(who)).collect()));
    }
    picture.push(String::new());
    picture.push(line("query", people.iter().map(|(role, _)| short(role)).collect()));
    for name in query::NAMES {
        let ask = |who: &str| may(shop.desk.ask(&session_of(who), &query(name))).to_owned();
        picture.push(line(name, people.iter().map(|(_, who)| ask(who)).collect()));
    }
    insta::assert_snapshot!(picture.join("\n"));
}

#[test]
fn the_lists_of_commands_and_queries_are_whole() {
    // serde names every one that it knows when it meets one that it does not.
    let known = |error: serde_json::Error| {
        let said = error.to_string();
        said.split('`').skip(3).step_by(2).map(str::to_owned).collect::<Vec<_>>()
    };
    let commands = known(serde_json::from_str::<Command>(r#"{"do":"?","with":{}}"#).expect_err("no such command"));
    let queries = known(serde_json::from_str::<Query>(r#"{"ask":"?"}"#).expect_err("no such query"));
    assert_eq!(commands, command::NAMES);
    assert_eq!(queries, query::NAMES);
}

/// REQUIREMENTS section 9, "Roles", and E6, as far as there are commands for it.
#[test]
fn the_table_keeps_the_limits_of_the_procedures() {
    let may = |role, right| assert!(allows(role, right), "{role:?} {right:?}");
    let may_not = |role, right| assert!(!allows(role, right), "{role:?} {right:?}");
    // Schemes, and so the forms that reports are made from, are put in force by the administrator alone.
    RIGHTS.iter().filter(|(role, _)| *role != Role::Admin).for_each(|(role, _)| may_not(*role, Right::SetUp));
    for right in [Right::ManageStaff, Right::Override, Right::HandleComplaint, Right::SeePhones, Right::SeeReads] {
        may_not(Role::Caller, right);
    }
    may(Role::Caller, Right::Reveal);
    for role in [Role::Technician, Role::Supervisor, Role::Parts, Role::Inspector] {
        [Right::ReadFiles, Right::SeePhones, Right::Reveal].into_iter().for_each(|right| may_not(role, right));
    }
    for (role, _) in RIGHTS {
        may(*role, Right::Read);
        may(*role, Right::Complain);
        // A masked number must never be written back into a file.
        assert!(!allows(*role, Right::Receive) || allows(*role, Right::SeePhones), "{role:?}");
        assert!(!allows(*role, Right::SeePhones) || allows(*role, Right::Reveal), "{role:?}");
    }
}

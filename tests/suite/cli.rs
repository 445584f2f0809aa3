//! The other commands, run as programs, on whole and on broken shops.

use crate::program::Folder;
use crate::server::place::Terminal;
use portable_pty::CommandBuilder;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

pub const SET_UP: &str =
    r#"{"do":"set_up_shop","with":{"shop":"虹桥店","you":"李敏","technician":"王强","inspector":"赵刚"}}"#;
pub const CAR: &str = r#"{"do":"open_order","with":{"plate":"沪A12345","says":"刹车异响","name":"王建国","phone":"13800132211","mileage":42310}}"#;
const COMPLAINT: &str = r#"{"do":"raise_complaint","with":{"words":"等了太久","category":"time","name":"王建国"}}"#;

/// A shop with a car and a complaint.
pub fn shop() -> Folder {
    let shop = Folder::new();
    let ran = shop.apply(&[SET_UP, CAR, COMPLAINT].join("\n"));
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    shop
}

#[test]
fn a_rebuilt_index_says_the_same() {
    let shop = shop();
    let before = (shop.run(&["feed"]).out, shop.run(&["staff", "list", "--json"]).out, shop.run(&["status"]).out);
    let rebuilt = shop.run(&["rebuild", "--json"]);
    assert_eq!((rebuilt.status, &rebuilt.lines()[0]["ok"]), (0, &json!(true)), "{}", rebuilt.err);
    fs::remove_file(shop.data().join("STATE")).expect("a STATE");
    let after = (shop.run(&["feed"]).out, shop.run(&["staff", "list", "--json"]).out, shop.run(&["status"]).out);
    assert_eq!(before, after);
}

#[test]
fn a_changed_byte_in_the_journal_is_found_named_and_never_opened_over() {
    let shop = shop();
    let file = shop.data().join("journal/000001.jsonl");
    let text = fs::read_to_string(&file).expect("a journal");
    fs::write(&file, text.replacen("虹桥店", "虹桥殿", 1)).expect("written");
    for command in [vec!["verify"], vec!["rebuild"], vec!["serve"]] {
        if command == ["serve"] {
            assert!(shop.data().join("index").exists(), "a rebuild that cannot succeed leaves the index alone");
            fs::remove_dir_all(shop.data().join("index")).expect("removed");
        }
        let ran = shop.run(&command);
        assert_eq!(ran.status, 1, "{command:?}");
        assert!(ran.err.contains("[damaged]") && ran.err.contains("000001.jsonl"), "{}", ran.err);
        assert!(ran.err.lines().count() > 1, "a remedy follows: {}", ran.err);
    }
    let json = shop.run(&["verify", "--json"]).lines().remove(0);
    assert_eq!((&json["ok"], &json["damage"]["code"]), (&json!(false), &json!("damaged")));
}

#[test]
fn an_event_of_a_newer_version_is_named_with_its_kind_and_place() {
    let shop = shop();
    let file = shop.data().join("journal/000001.jsonl");
    let text = fs::read_to_string(&file).expect("a journal");
    let (seq, last) = (text.lines().count() + 1, text.lines().last().expect("lines"));
    let hash_of = |line: &str| line[line.len() - 66..line.len() - 2].to_string();
    let at = &last[last.find("\"at\"").expect("a time")..][..36];
    let line = format!(
        "{{\"seq\":{seq},\"group\":{seq},{at},\"by\":\"li\",\"via\":\"screen\",\"events\":[{{\"kind\":\"order.teleported\",\"v\":1}}]"
    );
    let sum = Sha256::new().chain_update(hash_of(last)).chain_update(&line).finalize();
    let hash: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    fs::write(&file, format!("{text}{line},\"hash\":\"{hash}\"}}\n")).expect("written");
    for (lang, said) in [("en", "A newer shopdesk wrote it"), ("zh", "更新版本的 shopdesk 写的")] {
        for command in ["status", "verify", "rebuild"] {
            let ran = shop.run(&["--lang", lang, command]);
            assert_eq!(ran.status, 1, "{command}");
            let parts = [said, "[newer-store]", "order.teleported", &format!("000001.jsonl:{seq}")];
            assert!(parts.iter().all(|part| ran.err.contains(part)), "{}", ran.err);
        }
    }
}

#[test]
fn a_desk_that_cannot_open_says_so_in_the_language_of_whoever_opens_it() {
    let shop = shop();
    fs::write(shop.data().join("shop.toml"), "language = \"zh\"\n").expect("written");
    let file = shop.data().join("journal/000001.jsonl");
    let text = fs::read_to_string(&file).expect("a journal");
    fs::write(&file, text.replacen("虹桥店", "虹桥殿", 1)).expect("written");
    fs::remove_dir_all(shop.data().join("index")).expect("removed");
    for (lang, said) in [("en", "The journal is damaged"), ("zh", "损坏")] {
        let mut desk = CommandBuilder::new(env!("CARGO_BIN_EXE_shopdesk"));
        desk.env_clear();
        desk.env("TERM", "xterm-256color");
        desk.args(["--lang", lang, "--data"]);
        desk.arg(shop.data());
        let mut desk = Terminal::with(desk, 80, 24);
        assert_eq!(desk.end(), 1);
        desk.wait_for(said);
        desk.wait_for("[damaged]");
        desk.assert_restored();
    }
}

#[test]
fn a_write_that_was_never_finished_is_cut_off_and_said_so() {
    let shop = shop();
    let file = shop.data().join("journal/000001.jsonl");
    let whole = fs::read_to_string(&file).expect("a journal");
    let next = whole.lines().count() + 1;
    let torn = format!("{{\"seq\":{next},\"group\":{next},\"at\":\"2026-11-23T");
    fs::write(&file, format!("{whole}{torn}")).expect("written");
    let status = shop.run(&["status"]);
    assert_eq!(status.status, 0, "{}", status.err);
    let bytes = format!("{} ", torn.len());
    assert!(status.err.contains(&bytes) && status.err.contains("torn-"), "{}", status.err);
    assert!(status.out.contains(&bytes), "{}", status.out);
    assert_eq!(fs::read_to_string(&file).expect("a journal"), whole);
}

#[test]
fn a_pin_is_read_from_standard_input_and_neither_said_nor_written() {
    let shop = shop();
    let people = shop.run(&["staff", "list", "--json"]).lines();
    let id = people[0]["id"].as_str().expect("an id").to_owned();
    let set = shop.feed(&["staff", "pin", &id], b"471182\n");
    assert_eq!((set.status, set.err.as_str()), (0, ""), "{}", set.out);
    let journal = fs::read_to_string(shop.data().join("journal/000001.jsonl")).expect("a journal");
    assert!(journal.contains("$argon2id$") && !journal.contains("471182"), "{journal}");
    assert!(!shop.run(&["staff", "list", "--json"]).out.contains("argon2"), "nobody is shown who has one");
    for wrong in ["12", "12345678901", "abcd", ""] {
        let refused = shop.feed(&["staff", "pin", &id], format!("{wrong}\n").as_bytes());
        assert_eq!(refused.status, 1, "{wrong}");
        assert!(
            refused.err.contains("4 to 8 digits") && (wrong.len() < 3 || !refused.err.contains(wrong)),
            "{}",
            refused.err
        );
    }
    assert_eq!(shop.run(&["staff", "pin", &id, "--clear"]).status, 0);
    assert_eq!(shop.feed(&["staff", "pin", "nobody"], b"1234\n").status, 1);
    let verified = shop.run(&["verify", "--json"]).lines().remove(0);
    assert_eq!(verified["ok"], json!(true));
}

#[test]
fn people_are_added_and_listed_and_a_misspelt_role_is_named() {
    let shop = shop();
    let added = shop.run(&["staff", "add", "sun", "--name", "孙丽", "--role", "caller", "--role", "quality"]);
    assert_eq!(added.status, 0, "{}", added.err);
    let list = shop.run(&["staff", "list", "--json"]);
    assert!(list.lines().iter().any(|p| p["id"] == json!("sun") && p["roles"] == json!(["caller", "quality"])));
    let wrong = shop.run(&["staff", "add", "zhou", "--name", "周", "--role", "adviser"]);
    assert_eq!(wrong.status, 1);
    assert!(wrong.err.contains("advisor"), "{}", wrong.err);
}

#[test]
fn a_person_who_is_there_is_changed_by_a_verb_of_its_own_and_never_overwritten() {
    let shop = shop();
    let person = |id: &str| {
        let all = shop.run(&["staff", "list", "--json"]).lines();
        all.into_iter().find(|person| person["id"] == json!(id)).expect("a person")
    };
    let before = person("wang");
    let again = shop.run(&["staff", "add", "wang", "--name", "王芳", "--role", "parts"]);
    assert!(again.status == 1 && again.err.contains("wang works here already: 王强"), "{}", again.err);
    assert!(again.err.contains("shopdesk staff change wang"), "{}", again.err);
    assert_eq!(person("wang"), before);
    let changed = shop.run(&["staff", "change", "wang", "--role", "technician", "--role", "inspector"]);
    assert_eq!((changed.status, person("wang")["name"].clone()), (0, json!("王强")), "{}", changed.err);
    assert_eq!(person("wang")["roles"], json!(["technician", "inspector"]));
    assert_eq!(shop.run(&["staff", "change", "wang", "--name", "王刚"]).status, 0);
    assert_eq!(
        (&person("wang")["name"], &person("wang")["roles"]),
        (&json!("王刚"), &json!(["technician", "inspector"]))
    );
    for wrong in [&["staff", "change", "wang"][..], &["staff", "change", "nobody", "--name", "N"]] {
        assert_ne!(shop.run(wrong).status, 0, "{wrong:?}");
    }
    let none = shop.run(&["staff", "drop-key", "wang", "SHA256:6Jx"]);
    assert!(none.status == 1 && none.err.contains("has no key"), "{}", none.err);
}

#[test]
fn who_leaves_is_gone_with_their_keys_and_comes_back_without_them() {
    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJkB4tYk0J5bWq9rVqKJc2xR4w1m0N7f3e8s1u2v3w4x wang@home\n";
    let shop = shop();
    let key = shop.data().with_file_name("wang.pub");
    fs::write(&key, KEY).expect("written");
    let key = key.to_str().expect("a path");
    assert_eq!(shop.run(&["staff", "change", "wang", "--key", key]).status, 0);
    let wang = || {
        let all = shop.run(&["staff", "list", "--json"]).lines();
        all.into_iter().find(|person| person["id"] == json!("wang")).expect("he stays on record")
    };
    assert_eq!(wang()["keys"].as_array().map(Vec::len), Some(1));
    let left = shop.run(&["staff", "leave", "wang"]);
    assert_eq!((left.status, left.out.contains("wang has left")), (0, true), "{}{}", left.out, left.err);
    assert_eq!((&wang()["gone"], wang()["keys"].as_array().map_or(0, Vec::len)), (&json!(true), 0));
    for again in [
        &["staff", "leave", "wang"][..],
        &["staff", "add", "wang", "--name", "王强", "--role", "parts"],
        &["staff", "change", "wang", "--role", "parts"],
    ] {
        let again = shop.run(again);
        assert!(again.status == 1 && again.err.contains("wang has left: 王强"), "{}", again.err);
        assert!(again.err.contains("staff change wang --back"), "{}", again.err);
    }
    assert_eq!(shop.run(&["staff", "change", "wang", "--back", "--key", key]).status, 0);
    assert_eq!((&wang()["gone"], &wang()["roles"]), (&json!(false), &json!(["technician"])));
    assert_eq!(shop.run(&["verify"]).status, 0);
}

#[test]
fn the_last_who_may_manage_people_does_not_leave() {
    let shop = shop();
    for lost in [&["staff", "leave", "li"][..], &["staff", "change", "li", "--role", "advisor"]] {
        let refused = shop.run(lost);
        assert!(refused.status == 1 && refused.err.contains("li is the last who may manage people"), "{}", refused.err);
    }
    assert_eq!(shop.run(&["staff", "change", "zhao", "--role", "inspector", "--role", "admin"]).status, 0);
    assert_eq!(shop.run(&["staff", "leave", "li"]).status, 0);
    assert_eq!(shop.run(&["staff", "leave", "zhao"]).status, 1);
}

#[test]
fn a_score_of_the_shop_equals_the_score_of_its_feed() {
    let shop = shop();
    let own = shop.run(&["score", "--scheme", "visit", "--format", "json"]);
    let feed = shop.run(&["feed"]).out;
    let fed = shop.feed(&["score", "--scheme", "visit", "-"], feed.as_bytes());
    assert_eq!((own.status, &own.out), (0, &fed.out), "{}{}", own.err, fed.err);
    assert_eq!(own.lines()[0]["external"], json!(null));
    let nothing = shop.feed(&["score", "--scheme", "visit", "-"], b"");
    assert_eq!((nothing.status, nothing.out.as_str()), (1, ""));
}

#[test]
fn what_stops_a_command_is_said_with_code_and_remedy() {
    let none = Folder::new();
    for command in [vec!["status"], vec!["feed"], vec!["verify"], vec!["rebuild"]] {
        let ran = none.run(&command);
        assert_eq!(ran.status, 1, "{command:?}");
        assert!(ran.err.contains("[no-shop]") && ran.err.contains("--data"), "{}", ran.err);
        assert!(!none.data().exists(), "{command:?} made a folder");
    }
    let shop = shop();
    fs::write(shop.data().join("shop.toml"), "zone = \"Asia/Shanghai\"\nlangage = \"zh\"\n").expect("written");
    let ran = shop.run(&["status"]);
    assert_eq!(ran.status, 1);
    assert!(
        ["shop.toml:2", "langage", "language", "[bad-setting]"].iter().all(|part| ran.err.contains(part)),
        "{}",
        ran.err
    );
    fs::remove_file(shop.data().join("shop.toml")).expect("removed");
    let frozen = shop.run(&["--now", "2026-11-23T14:32:00+08:00", "status"]);
    assert!(frozen.err.contains("[frozen-clock]"), "{}", frozen.err);
    let desk = shop.run(&[]);
    assert!(desk.status == 1 && desk.err.contains("[no-terminal]"), "{}", desk.err);
    let group = shop.run(&["score", "--scheme", "visit", "--by", "advsor"]);
    assert!(group.status == 1 && group.err.contains("advsor") && group.err.contains("technician"), "{}", group.err);
    let scheme = shop.run(&["score", "--scheme", "visti"]);
    assert!(scheme.status == 1 && scheme.err.contains("visti") && scheme.err.contains("engine-10"), "{}", scheme.err);
}

#[test]
fn a_command_that_reads_makes_no_shop_and_none_is_made_among_other_files() {
    let reading: [&[&str]; 7] = [
        &["status"],
        &["feed"],
        &["feed", "--follow"],
        &["verify"],
        &["rebuild"],
        &["staff", "list"],
        &["score", "--scheme", "visit"],
    ];
    let making: [&[&str]; 3] = [&["apply"], &["serve"], &["staff", "add", "li", "--name", "李敏", "--role", "admin"]];
    let names = |shop: &Folder| -> Vec<_> {
        let entries = fs::read_dir(shop.data()).expect("a folder").flatten();
        entries.map(|entry| entry.file_name().into_string().expect("UTF-8")).collect()
    };
    let with = |name: &str| {
        let shop = Folder::new();
        fs::create_dir(shop.data()).expect("made");
        fs::write(shop.data().join(name), "").expect("written");
        shop
    };
    for name in ["letter.odt", "shop.toml"] {
        let shop = with(name);
        for command in reading {
            let ran = shop.run(command);
            assert!(ran.status == 1 && ran.err.contains("[no-shop]"), "{command:?} {}", ran.err);
            assert_eq!(names(&shop), [name], "{command:?}");
        }
    }
    let shop = with("letter.odt");
    for command in making {
        let ran = shop.run(command);
        assert_eq!(ran.status, 1, "{command:?}");
        assert!(ran.err.contains("[not-a-shop]") && ran.err.contains("letter.odt"), "{command:?} {}", ran.err);
        assert_eq!(names(&shop), ["letter.odt"], "{command:?}");
    }
    // A folder called journal is not yet a shop.
    fs::create_dir(shop.data().join("journal")).expect("made");
    assert!(shop.command(&["apply"]).output().expect("runs").status.code() == Some(1));
    // The owner's own settings may be there first.
    let shop = with("shop.toml");
    fs::create_dir(shop.data().join("theme")).expect("made");
    assert_eq!(shop.apply(SET_UP).status, 0);
    // Whatever else comes into the folder of a shop later is nobody's business.
    fs::write(shop.data().join("letter.odt"), "").expect("written");
    assert_eq!((shop.run(&["status"]).status, shop.apply(CAR).status), (0, 0));
    // A shop without its journal is damaged, not gone.
    fs::remove_dir_all(shop.data().join("journal")).expect("removed");
    let status = Command::new(env!("CARGO_BIN_EXE_shopdesk")).arg("--data").arg(shop.data()).arg("status").output();
    assert!(String::from_utf8_lossy(&status.expect("runs").stderr).contains("[damaged]"));
}

#[test]
fn a_command_line_that_is_not_understood_is_said_in_the_language_asked_for() {
    let shop = Folder::new();
    let mistakes: [(&[&str], &str, &str); 8] = [
        (&["frobnicate"], "There is no command frobnicate", "没有命令 frobnicate"),
        (&["feed", "--folow"], "Did you mean --follow?", "是否想用 --follow？"),
        (&["staff", "add"], "Missing: --name <NAME>", "还缺：--name <NAME>"),
        (&["score", "--scheme", "visit", "--format", "xml"], "Possible: json, text", "可用：json, text"),
        (&["feed", "--since", "x"], "--since <SEQ> cannot be “x”", "--since <SEQ> 不能是“x”"),
        (&["feed", "--since", "x"], "Possible: the number of a journal line", "可用：日志行号"),
        (&["staff", "add", "a", "--name", "b", "--role", "parts", "--uid", "-"], "cannot be “-”", "用户号"),
        (&["score", "--scheme", "visit", "--format", ""], "Possible: json, text", "可用：json, text"),
    ];
    for (mistake, en, zh) in mistakes {
        for (lang, said) in [("en", en), ("zh", zh)] {
            let ran = shop.run(&[&["--lang", lang], mistake].concat());
            assert!(ran.status == 2 && ran.err.contains(said) && ran.err.contains("[usage]"), "{}", ran.err);
        }
    }
    let lang = shop.run(&["--lang", "fr", "status"]);
    assert!(lang.status == 2 && lang.err.contains("“fr”") && lang.err.contains("Possible: en, zh"), "{}", lang.err);
}

#[test]
fn what_cannot_be_printed_is_a_failure_of_every_command() {
    let shop = shop();
    let commands: [&[&str]; 11] = [
        &["status"],
        &["status", "--json"],
        &["verify"],
        &["verify", "--json"],
        &["rebuild"],
        &["staff", "list"],
        &["score", "--scheme", "visit"],
        &["feed"],
        &["apply"],
        &["apply", "--schema"],
        &["--help"],
    ];
    for command in commands {
        let full = fs::File::options().write(true).open("/dev/full").expect("a device that is always full");
        let mut child =
            shop.command(command).stdin(Stdio::piped()).stdout(full).stderr(Stdio::piped()).spawn().expect("starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Only apply reads it.
        let _unread = stdin.write_all(b"{}\n");
        drop(stdin);
        let ended = child.wait_with_output().expect("it ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{command:?} {said}");
        assert!(said.contains("[output]") || command == ["--help"], "{command:?} {said}");
    }
}

#[test]
fn every_command_has_help_with_an_example() {
    let shop = Folder::new();
    for command in [
        &[][..],
        &["serve"],
        &["apply"],
        &["feed"],
        &["verify"],
        &["rebuild"],
        &["status"],
        &["score"],
        &["staff"],
        &["staff", "add"],
        &["staff", "change"],
        &["staff", "leave"],
        &["staff", "list"],
    ] {
        let ran = shop.run(&[command, &["--help"]].concat());
        assert_eq!(ran.status, 0, "{command:?}");
        assert!(ran.out.contains("Example") && ran.out.contains("  shopdesk"), "{}", ran.out);
    }
}

const LINE: &str = r#"{"do":"write_line","with":{"order":"R261123-001","job":"BRK"}}"#;

/// D5: the price that holds on the day a line is written stays with it; the shop's own list counts from its next start.
#[test]
fn an_old_line_keeps_its_price_when_the_shop_lays_down_its_own_list() {
    let shop = Folder::new();
    let ran = shop.apply(&[SET_UP, CAR, LINE].join("\n"));
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let folder = shop.data().join("job");
    fs::create_dir(&folder).expect("a folder");
    let own = "[[rate]]\nfrom = 2026-01-01\nlabour_per_hour = 30000\n";
    fs::write(folder.join("own.toml"), own).expect("written");
    assert_eq!(shop.apply(LINE).status, 0);
    let journal = fs::read_to_string(shop.data().join("journal/000001.jsonl")).expect("a journal");
    let prices: Vec<bool> = journal
        .lines()
        .filter(|line| line.contains("line-written"))
        .map(|line| line.contains("\"labour\":16000"))
        .collect();
    assert_eq!(prices, [true, false]);
    assert!(journal.contains("\"labour\":24000"), "0.8 hours at the shop's own rate");
    assert_eq!(shop.run(&["rebuild"]).status, 0);
}

#[test]
fn a_job_that_cannot_be_read_is_named_with_file_line_field_and_value() {
    let shop = shop();
    let folder = shop.data().join("job");
    fs::create_dir(&folder).expect("a folder");
    fs::write(folder.join("own.toml"), "[[rate]]\nfrom = 2026-01-01\nlabour_per_hour = -5\n").expect("written");
    let ran = shop.apply(LINE);
    assert_eq!(ran.status, 1);
    for part in ["own.toml:3", "labour_per_hour", "-5"] {
        assert!(ran.err.contains(part), "{}", ran.err);
    }
}

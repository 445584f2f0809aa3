//! The plan of the house: a module names only modules to its left, every file says what it is for, no test is
//! forgotten. Planted violations show that the checks bite.

use std::fs;
use std::path::{Path, PathBuf};

/// The one-line order. `main.rs` calls `cli`.
const ORDER: [&str; 9] = ["scoring", "domain", "store", "desk", "text", "report", "tui", "server", "cli"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Modules of this crate that a source text names, without its comments.
fn named(source: &str) -> Vec<String> {
    let code: String = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect::<Vec<_>>().join("\n");
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = code[at + "crate::".len()..].trim_start();
        let inside = match rest.strip_prefix('{') {
            Some(group) => top_level(group),
            None => vec![rest.to_string()],
        };
        for part in inside {
            let name: String = part.trim().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            names.push(name);
        }
    }
    names
}

/// The parts of `a, b::{c, d}, e}…` that stand at its top level.
fn top_level(group: &str) -> Vec<String> {
    let (mut parts, mut part, mut depth) = (Vec::new(), String::new(), 0);
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    parts
}

/// What `module` may not name, of what its source names.
fn violations(module: &str, source: &str) -> Vec<String> {
    let place = |name: &str| ORDER.iter().position(|known| *known == name);
    let own = place(module).expect("a module of the house");
    named(source).into_iter().filter(|name| place(name).is_some_and(|other| other > own)).collect()
}

fn module_of(file: &Path) -> Option<String> {
    let inside = file.strip_prefix(root().join("src")).ok()?;
    let first = inside.components().next()?.as_os_str().to_str()?;
    Some(first.trim_end_matches(".rs").to_string())
}

#[test]
fn a_module_names_only_modules_to_its_left() {
    let mut checked = 0;
    for file in rust_files(&root().join("src")) {
        let module = module_of(&file).expect("a file in src");
        if !ORDER.contains(&module.as_str()) {
            assert!(["lib", "main"].contains(&module.as_str()), "{module} is not in the order of the house");
            continue;
        }
        let source = fs::read_to_string(&file).expect("readable");
        let wrong = violations(&module, &source);
        assert!(wrong.is_empty(), "{} names {wrong:?}, which lie to its right", file.display());
        checked += 1;
    }
    assert!(checked > 100, "only {checked} files were checked");
}

#[test]
fn planted_violations_of_the_order_are_found() {
    for planted in [
        "use crate::tui::widget;",
        "fn f() { crate::server::run() }",
        "use crate::{scoring::Scheme, tui::App};",
        "use crate::{\n    domain::{Money, Stamp},\n    desk::Desk,\n};",
        "//! about it\n\nuse crate::cli::Args; // why",
    ] {
        assert!(!violations("store", planted).is_empty(), "not found: {planted}");
    }
    for harmless in ["use crate::domain::Money;", "// crate::tui is not for us", "use ratatui::crate_name;"] {
        assert!(violations("store", harmless).is_empty(), "wrongly found: {harmless}");
    }
}

#[test]
fn the_engine_names_no_crate_that_only_the_desk_needs() {
    let desk_only = ["chrono", "sled", "tokio", "ratatui", "sha2", "std::fs", "std::time", "std::net", "f64", "f32"];
    for file in rust_files(&root().join("src/scoring")) {
        let source = fs::read_to_string(&file).expect("readable");
        let code: Vec<&str> = source.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
        for word in desk_only {
            let used = |line: &&str| {
                line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'))
                    .any(|w| w == word || w.starts_with(&format!("{word}::")))
            };
            assert!(!code.iter().any(used), "{} names {word}", file.display());
        }
    }
}

#[test]
fn only_the_index_names_sled() {
    for file in rust_files(&root().join("src")) {
        let source = fs::read_to_string(&file).expect("readable");
        let inside = file.strip_prefix(root().join("src/store/index")).is_ok();
        let names = source.lines().any(|line| line.split("//").next().unwrap_or("").contains("sled::"));
        assert!(inside || !names, "{} names sled", file.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for folder in ["src", "tests"] {
        for file in rust_files(&root().join(folder)) {
            let source = fs::read_to_string(&file).expect("readable");
            assert!(source.starts_with("//!"), "{} does not begin with //!", file.display());
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    for suite in ["suite", "scoring"] {
        let folder = root().join("tests").join(suite);
        let main = fs::read_to_string(folder.join("main.rs")).expect("readable");
        for entry in fs::read_dir(&folder).expect("a folder").flatten() {
            let path = entry.path();
            let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default().to_string();
            let is_test = path.extension().is_some_and(|ending| ending == "rs") && name != "main";
            assert!(!is_test || main.contains(&format!("mod {name};")), "{suite}/{name}.rs is in no test binary");
        }
    }
}

#[test]
fn nothing_stands_at_the_top_level_but_what_was_agreed() {
    let agreed =
        ["Cargo.toml", "Cargo.lock", "README.md", "LICENSE", "src", "config", "tests", "screenshots", "target"];
    for entry in fs::read_dir(root()).expect("a folder").flatten() {
        let name = entry.file_name().into_string().unwrap_or_default();
        assert!(name.starts_with('.') || agreed.contains(&name.as_str()), "{name} stands at the top level");
    }
}

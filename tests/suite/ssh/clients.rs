//! Clients of the trade: OpenSSH, Dropbear, PuTTY's plink, a Python library, and the auditor `ssh-audit`.
//!
//! Those that are not installed say so and are passed over; the Rust client of the other tests runs in any case.

use super::house::House;
use crate::server::place::Terminal;
use portable_pty::CommandBuilder;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Finds a program where the system keeps its programs, or where `SHOPDESK_TOOLS` names a folder.
fn installed(name: &str) -> Option<PathBuf> {
    let own = std::env::var("SHOPDESK_TOOLS").map(PathBuf::from).ok();
    let folders = ["/usr/bin", "/usr/local/bin", "/bin"].map(PathBuf::from);
    let found = own.into_iter().chain(folders).map(|folder| folder.join(name)).find(|path| path.exists());
    if found.is_none() {
        println!("{name} is not installed: what it would show was not tried");
    }
    found
}

/// Works for a moment through this client, leaves, and looks whether the terminal is as it was.
fn works(house: &House, mut command: CommandBuilder) {
    command.env("TERM", "xterm-256color");
    command.env("LANG", "en_US.UTF-8");
    command.env("HOME", house.shop.data().parent().expect("a folder"));
    let mut terminal = Terminal::with(command, 100, 30);
    terminal.wait_for("沪A 12345");
    terminal.resize(120, 36);
    terminal.press("n");
    terminal.wait_for("Walk-round");
    terminal.press("沪C7K221");
    terminal.wait_for("沪C7K221");
    terminal.press("\x11");
    assert_eq!(terminal.end(), 0, "{}", terminal.text());
    terminal.assert_restored();
}

fn command(program: &Path, args: &[&str]) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.args(args);
    command
}

#[test]
fn openssh_works_with_and_without_compression() {
    let Some(ssh) = installed("ssh") else { return };
    let house = House::open();
    let (key, port) = (house.key_file("li"), house.port.to_string());
    let key = key.to_str().expect("a path");
    for compression in ["Compression=no", "Compression=yes"] {
        let args = ["-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"];
        let rest = ["-o", "IdentitiesOnly=yes", "-o", "SendEnv=LANG", "-o", compression, "-i", key, "-p", &port];
        works(&house, command(&ssh, &[&args[..], &rest, &["shop@127.0.0.1"]].concat()));
    }
}

#[test]
fn dropbear_works() {
    let Some((client, convert)) = installed("dbclient").zip(installed("dropbearconvert")) else { return };
    let house = House::open();
    let key = house.key_file("li");
    let own = key.with_extension("dropbear");
    let done = Command::new(convert).args(["openssh", "dropbear"]).args([&key, &own]).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let (own, port) = (own.to_str().expect("a path"), house.port.to_string());
    // It speaks no language: the shop's own is Chinese.
    let mut terminal =
        Terminal::with(command(&client, &["-y", "-y", "-t", "-i", own, "-p", &port, "shop@127.0.0.1"]), 80, 24);
    terminal.wait_for("沪A 12345");
    terminal.press("\x11");
    assert_eq!(terminal.end(), 0, "{}", terminal.text());
}

#[test]
fn putty_works() {
    let Some((plink, puttygen)) = installed("plink").zip(installed("puttygen")) else { return };
    let house = House::open();
    let key = house.key_file("li");
    let own = key.with_extension("ppk");
    let done = Command::new(puttygen).arg(&key).args(["-O", "private", "-o"]).arg(&own).output().expect("it runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let public = std::fs::read_to_string(house.shop.data().join("ssh_host_ed25519_key")).expect("a host key");
    let host = russh::keys::PrivateKey::from_openssh(public).expect("a key");
    let print = host.public_key().fingerprint(russh::keys::HashAlg::Sha256).to_string();
    let (own, port) = (own.to_str().expect("a path"), house.port.to_string());
    let args = ["-ssh", "-batch", "-t", "-hostkey", &print, "-i", own, "-P", &port, "shop@127.0.0.1"];
    let mut terminal = Terminal::with(command(&plink, &args), 80, 24);
    terminal.wait_for("沪A 12345");
    terminal.press("\x11");
    assert_eq!(terminal.end(), 0, "{}", terminal.text());
}

/// Logs in with paramiko, waits for the car, leaves, and prints the exit status.
const PARAMIKO: &str = r#"
import sys, time, paramiko
port, key = int(sys.argv[1]), sys.argv[2]
client = paramiko.SSHClient()
client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
client.connect("127.0.0.1", port, "shop", pkey=paramiko.Ed25519Key.from_private_key_file(key),
               allow_agent=False, look_for_keys=False, compress=True)
channel = client.invoke_shell("xterm-256color", 100, 30)
channel.settimeout(20)
seen = b""
while "沪A 12345".encode() not in seen:
    seen += channel.recv(65536)
channel.resize_pty(120, 36)
channel.send(b"\x11")
while channel.recv(65536):
    pass
print("left with", channel.recv_exit_status())
"#;

#[test]
fn a_python_library_works() {
    let Some(python) = installed("python3") else { return };
    let has = Command::new(&python).args(["-c", "import paramiko"]).output().expect("python runs");
    if !has.status.success() {
        return println!("paramiko is not installed: what it would show was not tried");
    }
    let house = House::open();
    let (key, port) = (house.key_file("li"), house.port.to_string());
    let ran = Command::new(python).args(["-c", PARAMIKO, &port]).arg(key).output().expect("python runs");
    let (out, err) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert_eq!(out.trim(), "left with 0", "{err}");
}

#[test]
fn the_auditor_has_nothing_against_this_server_but_that_older_clients_get_in() {
    let Some(audit) = installed("ssh-audit") else { return };
    let findings = |house: &House| -> Vec<String> {
        let args = ["--skip-rate-test", "--no-colors", "--level=warn", "-p", &house.port.to_string(), "127.0.0.1"];
        let ran = Command::new(&audit).args(args).output().expect("it runs");
        let out = String::from_utf8_lossy(&ran.stdout).into_owned();
        out.lines().filter(|line| line.contains("[warn]") || line.contains("[fail]")).map(str::to_owned).collect()
    };
    let found = findings(&House::open());
    assert!(found.iter().all(|line| line.contains("post-quantum")), "{found:#?}");
    let found = findings(&House::with("classic = false\n"));
    assert!(found.is_empty(), "{found:#?}");
}

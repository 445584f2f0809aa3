//! What callers and strangers are refused, and that nobody else notices.

use super::house::{Call, House};
use crate::server::place::{PATIENCE, eventually};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

#[test]
fn an_unknown_key_and_another_user_name_do_not_get_in_and_leave_a_line_in_the_log() {
    let house = House::open();
    assert!(house.log_in("shop", House::key("nobody")).is_err());
    assert!(house.log_in("root", House::key("li")).is_err());
    // The line is written when the connection is over.
    eventually("both are in the log", || house.log().matches("somebody was not let in").count() == 2);
    let log = house.log();
    assert_eq!(log.matches("somebody was not let in").count(), 2, "{log}");
    let print = House::key("nobody").public_key().fingerprint(russh::keys::HashAlg::Sha256).to_string();
    assert!(log.contains(&print) && log.contains("as root"), "{log}");
    house.call("li").sees("沪A 12345");
}

#[test]
fn commands_subsystems_forwarding_and_terminals_that_are_none_are_refused_in_words() {
    let house = House::open();
    let words = "no commands, files or forwarded ports";
    let open = |handle: &russh::client::Handle<super::house::Accepts>| {
        house.runtime.block_on(async {
            let channel = handle.channel_open_session().await.expect("a channel");
            channel.set_env(false, "LANG", "en_US.UTF-8").await.expect("asked");
            channel
        })
    };

    let handle = house.log_in("shop", House::key("li")).expect("logged in");
    let channel = open(&handle);
    house.runtime.block_on(channel.exec(true, "rm -rf /")).expect("asked");
    let (status, stderr) = Call::over(&house.runtime, handle, channel).ends();
    assert!(status == Some(1) && stderr.contains(words), "{status:?} {stderr}");

    let handle = house.log_in("shop", House::key("li")).expect("logged in");
    let channel = open(&handle);
    house.runtime.block_on(channel.request_shell(true)).expect("asked");
    let (status, stderr) = Call::over(&house.runtime, handle, channel).ends();
    assert!(status == Some(1) && stderr.contains("Log in without a command"), "{status:?} {stderr}");
    // As the port is, not as it would be by default.
    assert!(stderr.contains(&format!("ssh -t -p {} shop@server", house.port)), "{stderr}");

    let handle = house.log_in("shop", House::key("li")).expect("logged in");
    let second = house.runtime.block_on(async {
        let mut first = handle.channel_open_session().await.expect("a channel");
        first.request_subsystem(true, "sftp").await.expect("asked");
        loop {
            match first.wait().await {
                Some(russh::ChannelMsg::Failure) => break,
                Some(russh::ChannelMsg::Success) | None => panic!("sftp was let in"),
                Some(_) => {}
            }
        }
        handle.channel_open_session().await
    });
    assert!(second.is_err(), "a second session on one connection");

    let refused = house.runtime.block_on(async {
        let forward = handle.channel_open_direct_tcpip("127.0.0.1", 22, "127.0.0.1", 1).await;
        let socket = handle.channel_open_direct_streamlocal("/var/run/docker.sock").await;
        let listen = handle.tcpip_forward("0.0.0.0", 8080).await;
        (forward.is_err(), socket.is_err(), listen.is_err())
    });
    assert_eq!(refused, (true, true, true));
    house.call("wang").sees("沪A 12345");
}

#[test]
fn garbage_and_silence_on_the_port_end_alone() {
    let house = House::with("grace_seconds = 1\n");
    let knock = || TcpStream::connect(("127.0.0.1", house.port)).expect("the port is open");
    let mut silent = knock();
    silent.set_read_timeout(Some(PATIENCE)).expect("set");
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0; 70_000], &[0xff; 3], b"SSH-2.0-x\r\n\0\0\0\xff\xff\xff\xff"] {
        let mut stream = knock();
        stream.set_read_timeout(Some(PATIENCE)).expect("set");
        // It may be closed before it has read all.
        let _ = stream.write_all(garbage);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    let mut said = Vec::new();
    let _ = silent.read_to_end(&mut said);
    assert!(said.starts_with(b"SSH-2.0-shopdesk"), "{said:?}");
    house.call("li").sees("沪A 12345");
    assert!(!house.log().contains("panic"));
}

#[test]
fn hostile_bytes_of_one_caller_are_never_seen_by_another() {
    let house = House::with_people("listen = \"127.0.0.1:0\"\n", &["li", "bo"]);
    let (bad, good) = (house.call("li"), house.call("bo"));
    good.sees("沪A 12345");
    bad.sees("沪A 12345").types("n").sees("New order").types("沪C7K221\r1\r\r");
    // A name with escape sequences, a change of direction, zero widths and combining marks, pasted.
    let name = "\x1b[200~EVIL\x1b]0;owned\x07\x1b[2J\u{202e}gnp\u{200b}\u{0301}\u{0301}\u{0301}\x1b[201~";
    bad.types(name).types("\x1b[").types("\x1b]unfinished");
    bad.bytes(&[0xff, 0xfe, 0x80, 0, 7, 8, 0xc3]);
    bad.bytes(&b"\x1b[200~".repeat(3)).bytes(&vec![b'x'; 2 * 1024 * 1024]).types("\x1b[201~");
    good.types("n").sees("New order");
    let text = good.text();
    assert!(!text.contains("owned") && !text.contains('\u{202e}') && !text.contains('\u{200b}'), "{text}");
    std::thread::sleep(Duration::from_millis(50));
    bad.types("\x11");
    bad.ends();
    good.types("\x11");
    assert_eq!(good.ends().0, Some(0));
}

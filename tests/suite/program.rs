//! The program itself, run in a folder of its own.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A data folder that goes with the test.
pub struct Folder {
    folder: tempfile::TempDir,
}

/// What a run came to.
pub struct Ran {
    /// The exit status.
    pub status: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// Standard output as JSON, a value a line.
    pub fn lines(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {line}\n{}", self.err));
        self.out.lines().map(read).collect()
    }
}

impl Folder {
    /// An empty folder.
    pub fn new() -> Folder {
        Folder { folder: tempfile::tempdir().expect("a folder") }
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("shop")
    }

    /// A command that works in the folder, in English, at half past two on 23 November 2026 while it is empty.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shopdesk"));
        command.env_clear().env("LANG", "en_US.UTF-8").env("PATH", "/usr/bin:/bin").arg("--data").arg(self.data());
        if !self.data().join("journal").exists() {
            command.args(["--now", "2026-11-23T14:32:00+08:00"]);
        }
        command.args(args);
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.feed(args, b"")
    }

    /// Runs it with standard input.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let input = input.to_vec();
        let feeding = std::thread::spawn(move || {
            // A program that ends before it has read everything is judged by what it says.
            let _unread = stdin.write_all(&input);
        });
        let pid = child.id();
        let (ended, watched) = mpsc::channel();
        let watching = std::thread::spawn(move || {
            if watched.recv_timeout(Duration::from_secs(60)) == Err(mpsc::RecvTimeoutError::Timeout) {
                // Fails the test instead of keeping it for ever.
                let _gone = Command::new("kill").args(["-9", &pid.to_string()]).status();
            }
        });
        let output = child.wait_with_output().expect("the program ends");
        let _unwatched = ended.send(());
        watching.join().expect("the watch ends");
        feeding.join().expect("the input is fed");
        ran(output)
    }

    /// Runs `apply` on a text.
    pub fn apply(&self, text: &str) -> Ran {
        self.apply_bytes(text.as_bytes())
    }

    /// Runs `apply` on bytes.
    pub fn apply_bytes(&self, bytes: &[u8]) -> Ran {
        self.feed(&["apply"], bytes)
    }

    /// Starts a server and waits until it answers.
    pub fn serve(&self) -> Server {
        self.serve_by(self.command(&["serve"]))
    }

    /// The same for a server that does not end at its limit of file sizes: a limit is a full disk for it alone.
    pub fn serve_within_limits(&self) -> Server {
        self.serve_under("trap '' XFSZ; exec \"$0\" \"$@\"")
    }

    /// The same for a server that a shell starts so; `$0` and `$@` are its program and arguments.
    pub fn serve_under(&self, script: &str) -> Server {
        let serve = self.command(&["serve"]);
        let mut shell = Command::new("sh");
        shell.args(["-c", script]).arg(serve.get_program()).args(serve.get_args());
        shell.env_clear().envs(serve.get_envs().filter_map(|(name, value)| Some((name, value?))));
        self.serve_by(shell)
    }

    fn serve_by(&self, mut command: Command) -> Server {
        let child = command.stderr(Stdio::piped()).spawn().expect("the server starts");
        let server = Server { child };
        let end = Instant::now() + Duration::from_secs(20);
        while Instant::now() < end {
            if self.data().join("shopdesk.sock").exists() {
                let status = self.run(&["status", "--json"]);
                if status.status == 0 && !status.lines()[0]["server"].is_null() {
                    return server;
                }
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the server does not answer");
    }
}

fn ran(output: Output) -> Ran {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A server in the foreground; it is killed with the test.
pub struct Server {
    child: Child,
}

impl Server {
    /// Gives it as much room as a file may take from now on, in bytes; `None` for all there is.
    pub fn limit(&self, bytes: Option<u64>) {
        let limit = rustix::process::Rlimit { current: bytes, maximum: None };
        rustix::process::prlimit(Some(rustix_pid(&self.child)), rustix::process::Resource::Fsize, limit)
            .expect("the limit is set");
    }

    /// Asks it to stop, and waits until it has.
    pub fn stop(self) -> i32 {
        self.end_by(rustix::process::Signal::TERM)
    }

    /// Sends it a signal.
    pub fn send(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix_pid(&self.child), signal).expect("it runs");
    }

    /// Stops it where it stands, and waits until it does: the signal alone only asks for it.
    pub fn hold(&self) {
        self.send(rustix::process::Signal::STOP);
        let held = rustix::process::waitpid(Some(rustix_pid(&self.child)), rustix::process::WaitOptions::UNTRACED);
        assert!(held.expect("it is ours").is_some_and(|(_, status)| status.stopped()), "it stands still");
    }

    /// Sends it a signal, and waits until it has ended.
    pub fn end_by(mut self, signal: rustix::process::Signal) -> i32 {
        self.send(signal);
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }
}

fn rustix_pid(child: &Child) -> rustix::process::Pid {
    rustix::process::Pid::from_child(child)
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already needs no killing.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

//! Reads blocks of lines on several threads and hands their lines over in order.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, Scope};

use super::line::{Line, Reader};
use crate::scoring::FactError;

/// How many blocks a thread has before it, so that it has work while the others wait for their turn on a core.
const AHEAD: usize = 8;
/// More threads than this have nothing to do: handing over is not done on several.
const THREADS_MAX: usize = 6;

/// A block of lines and what was read of it. Both are used again: the thread that made the facts also lets go of them.
#[derive(Default)]
struct Block {
    text: String,
    /// Each line with its number in the block, blank ones left out.
    read: Vec<(u64, Result<Line, FactError>)>,
    /// How many lines there are.
    lines: u64,
}

/// A thread that reads blocks, and gives them back in the order in which it got them.
struct Worker {
    to: SyncSender<Block>,
    from: Receiver<Block>,
}

/// Hands over the lines of all blocks in order, each with its number counted from 1.
pub(super) fn read(
    reader: &Reader<'_>,
    blocks: impl Iterator<Item = String>,
    mut take: impl FnMut(u64, &Result<Line, FactError>),
) {
    let mut blocks = blocks.peekable();
    let Some(first) = blocks.next() else { return };
    let mut number = 0;
    let mut hand_over = |block: &Block| {
        block.read.iter().for_each(|(at, line)| take(number + at, line));
        number += block.lines;
    };
    let mut here = Block { text: first, ..Block::default() };
    here.read(reader);
    hand_over(&here);
    if blocks.peek().is_none() {
        return;
    }
    let threads = thread::available_parallelism().map_or(1, usize::from).min(THREADS_MAX);
    thread::scope(|scope| {
        // Where no thread can be had, this one reads.
        let workers: Vec<Worker> = (0..threads).map_while(|_| Worker::start(scope, reader.clone())).collect();
        let (mut given, mut taken) = (0, 0);
        for text in blocks {
            if workers.is_empty() {
                here.text = text;
                here.read(reader);
                hand_over(&here);
                continue;
            }
            let mut block = Block::default();
            if given - taken == workers.len() * AHEAD {
                // A thread that is gone has panicked, and the scope passes that on.
                let Ok(read) = workers[taken % workers.len()].from.recv() else { return };
                taken += 1;
                hand_over(&read);
                block = read;
            }
            let Ok(()) = workers[given % workers.len()].to.send(Block { text, ..block }) else { return };
            given += 1;
        }
        for block in taken..given {
            let Ok(read) = workers[block % workers.len()].from.recv() else { return };
            hand_over(&read);
        }
    });
}

impl Block {
    fn read(&mut self, reader: &Reader<'_>) {
        self.read.clear();
        self.lines = 0;
        for text in self.text.split_terminator('\n') {
            self.lines += 1;
            self.read.extend(reader.line(text).map(|line| (self.lines, line)));
        }
    }
}

impl Worker {
    fn start<'scope>(scope: &'scope Scope<'scope, '_>, reader: Reader<'scope>) -> Option<Worker> {
        let (to, given) = sync_channel::<Block>(AHEAD);
        let (done, from) = sync_channel::<Block>(AHEAD);
        let work = move || {
            while let Ok(mut block) = given.recv() {
                block.read(&reader);
                if done.send(block).is_err() {
                    return;
                }
            }
        };
        thread::Builder::new().spawn_scoped(scope, work).ok()?;
        Some(Worker { to, from })
    }
}

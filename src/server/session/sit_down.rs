//! How a session sits down at its seat: with what is parked there, beside or instead of a session at another terminal, or
//! anew.

use super::{End, Open, Owed, Session, Show, until};
use crate::server::{
    app::{Peer, Refused, Shop},
    elsewhere::{Choice, Elsewhere},
    guard::guarded,
    hello::code,
    seated::Sitting,
};
use std::{sync::Arc, time::Instant};
use tokio::sync::watch;

/// Whether a second session of a caller may begin without a question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Second {
    Asks,
    Allowed,
}

impl Session {
    /// Does what a caller chose who is at work at another terminal.
    pub(super) fn choose(&mut self, choice: Choice) -> Result<(), End> {
        match (choice, &mut self.show, self.hub.shop()) {
            (Choice::TakeOver(id), Show::Elsewhere(elsewhere), Some(_)) => {
                elsewhere.take_over();
                self.seated.mark_unchanged();
                self.hub.seated.call_away(id);
                Ok(())
            }
            (Choice::Beside, _, Some(shop)) => self.enter(&shop, Second::Allowed),
            _ => Ok(()),
        }
    }

    /// Goes on with what another terminal let go; without it, if it had its time. While the caller is asked, what they
    /// are asked about follows who comes and goes.
    pub(super) fn settle(&mut self) -> Result<(), End> {
        let (Show::Elsewhere(elsewhere), Some(shop)) = (&mut self.show, self.hub.shop()) else { return Ok(()) };
        let seat = shop.seat(&self.hello, self.peer.clone());
        let Some(until) = elsewhere.until else {
            elsewhere.follow(self.hub.seated.others(&seat));
            self.owe_others();
            return Ok(());
        };
        let had_its_time = until <= Instant::now();
        let has_let_go = self.hub.parked.holds(&seat, Instant::now());
        if had_its_time || has_let_go { self.enter(&shop, Second::Allowed) } else { Ok(()) }
    }

    /// Takes back what this seat has parked, else begins anew.
    pub(super) fn enter(&mut self, shop: &Arc<dyn Shop>, second: Second) -> Result<(), End> {
        let (hub, hello, peer) = (&self.hub, &self.hello, &self.peer);
        let (columns, rows) = self.face.size();
        let seat = guarded(|| shop.seat(hello, peer.clone()))?;
        if matches!(peer, Peer::Caller { .. }) && !hub.parked.holds(&seat, Instant::now()) {
            let others = hub.seated.others(&seat);
            if !others.is_empty() && second == Second::Asks {
                self.show = Show::Elsewhere(Elsewhere::new(others));
                self.owed = Owed::Key;
                return Ok(());
            }
            if others.len() >= hub.limits.per_caller {
                return Err(End::Said(hub.exit(&hello.lang, code::FULL, |phrases| &phrases.full_caller)));
            }
        }
        let opened = guarded(|| -> Result<Open, Refused> {
            // Followed before the app first looks, so that nothing falls between.
            let changes = Some(shop.changed());
            let app = match hub.parked.take(&seat, Instant::now()) {
                Some(mut app) => {
                    shop.resume(app.as_mut(), hello);
                    app.refresh();
                    app
                }
                None => shop.open(hello, peer.clone())?,
            };
            let from = match peer {
                Peer::Caller { from, .. } => from.as_str(),
                Peer::Local { .. } => "",
            };
            let sitting = hub.seated.sit(&seat, from, Instant::now());
            let mut open = Open { app, seat, sitting, changes };
            open.app.resize(columns, rows);
            Ok(open)
        })?;
        self.show = Show::Open(opened.map_err(End::Refused)?);
        self.not_before = self.last_frame;
        self.owed = Owed::Key;
        Ok(())
    }
}

/// Waits until this session is to go on at another terminal.
pub(super) async fn called_away(sitting: Option<&Sitting>) {
    match sitting {
        Some(sitting) => sitting.called_away().await,
        None => std::future::pending().await,
    }
}

/// Waits until anybody left or sat down, for whoever is asked about other terminals; once one of these is to let go, no
/// longer than its time.
pub(super) async fn let_go(seated: &mut watch::Receiver<u64>, asked: Option<&Elsewhere>) {
    let Some(elsewhere) = asked else { return std::future::pending().await };
    tokio::select! {
        changed = seated.changed() => changed.expect("the hub holds the sender"),
        () = until(elsewhere.until) => {}
    }
}

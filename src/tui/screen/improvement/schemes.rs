//! The schemes whose rules fired, read once each: they hold the words of items, grades and rules.

use crate::desk::adopt;
use crate::domain::capa::Trigger;
use crate::scoring::Scheme;
use crate::tui::cx::Cx;
use std::collections::HashMap;

/// Schemes by id and version.
#[derive(Default)]
pub struct Schemes(HashMap<(String, u32), Option<Scheme>>);

impl Schemes {
    /// Reads the schemes of these rules, and the one that customers are asked by, unless they are known.
    pub fn learn<'t>(&mut self, cx: &Cx<'_>, triggers: impl Iterator<Item = &'t Trigger>) {
        let asked = (cx.shop.survey.clone(), 0);
        let of = |trigger: &Trigger| (trigger.scheme.clone(), trigger.version);
        for (id, version) in triggers.map(of).chain([asked]).filter(|(id, _)| !id.is_empty()) {
            let name = if version == 0 { id.clone() } else { format!("{id}@{version}") };
            self.0.entry((id, version)).or_insert_with(|| adopt::scheme(cx.door, cx.session, &name).ok());
        }
    }

    /// The scheme of a rule.
    pub fn of(&self, trigger: &Trigger) -> Option<&Scheme> {
        self.0.get(&(trigger.scheme.clone(), trigger.version)).and_then(Option::as_ref)
    }

    /// The scheme that customers are asked by now: causes of projects are named by it.
    pub fn asked(&self, cx: &Cx<'_>) -> Option<&Scheme> {
        self.0.get(&(cx.shop.survey.clone(), 0)).and_then(Option::as_ref)
    }
}

//! Two files of one person or car become one: this one is kept, the other is found as anywhere else (P1, feature 4).

use super::{Halt, Line, StageForm, parts};
use crate::desk::rows::{AlikeRow, FindHit};
use crate::desk::{Answer, DeskError, Query};
use crate::domain::customer::merge::MergeCustomers;
use crate::domain::vehicle::merge::MergeVehicles;
use crate::domain::{Command, CustomerId, VehicleId};
use crate::text::format;
use crate::tui::cx::Cx;
use crate::tui::effect::Place;
use crate::tui::theme::Role;
use crate::tui::widget::form::{FieldSpec, Form, Kind};

const FIELDS: &[FieldSpec] = &[FieldSpec::needed("merged", "entry-other-file", Kind::Text { max: 40 })];

/// Lines of the find box that are looked through for the other file.
const HITS: usize = 10;

/// Which file is kept.
#[derive(Clone)]
pub enum Kept {
    /// A vehicle's.
    Vehicle(VehicleId),
    /// A customer's.
    Customer(CustomerId),
}

/// The box that asks for the other file.
pub struct Merge {
    kept: Kept,
    about: String,
    alike: Vec<AlikeRow>,
    named: Option<FindHit>,
}

impl Merge {
    /// The box for the file that is kept.
    ///
    /// # Errors
    /// The file cannot be shown.
    pub fn new(cx: &Cx<'_>, kept: Kept) -> Result<Self, DeskError> {
        let (about, alike) = match &kept {
            Kept::Vehicle(id) => {
                let page = parts::vehicle_page(cx, id)?;
                (format!("{}  {}", format::plate(&page.plate), page.model), page.alike)
            }
            Kept::Customer(id) => {
                let page = parts::customer_page(cx, id)?;
                (page.name, page.alike)
            }
        };
        Ok(Self { kept, about, alike, named: None })
    }

    /// True for another file of the same kind.
    fn is_other(&self, hit: &FindHit) -> bool {
        match &self.kept {
            Kept::Vehicle(id) => hit.vehicle.as_ref().is_some_and(|other| other != id),
            Kept::Customer(id) => hit.customer.as_ref().is_some_and(|other| other != id),
        }
    }

    fn look_up(&mut self, cx: &Cx<'_>, typed: &str) {
        self.named = None;
        let query = Query::Find { text: typed.to_string(), limit: HITS };
        let Ok(Answer::Find(hits)) = cx.ask(&query) else { return };
        let others: Vec<FindHit> = hits.into_iter().filter(|hit| self.is_other(hit)).collect();
        let same = |a: &FindHit, b: &FindHit| match &self.kept {
            Kept::Vehicle(_) => a.vehicle == b.vehicle,
            Kept::Customer(_) => a.customer == b.customer,
        };
        let only = others.first().filter(|first| others.iter().all(|hit| same(hit, first)));
        self.named = only.cloned();
    }
}

impl StageForm for Merge {
    fn place(&self) -> Place {
        match &self.kept {
            Kept::Vehicle(id) => Place::MergeVehicle(id.clone()),
            Kept::Customer(id) => Place::MergeCustomer(id.clone()),
        }
    }

    fn title(&self) -> &'static str {
        "entry-title-merge"
    }

    fn specs(&self) -> Vec<FieldSpec> {
        FIELDS.to_vec()
    }

    fn about(&self, _cx: &Cx<'_>) -> String {
        self.about.clone()
    }

    fn is_box(&self) -> bool {
        true
    }

    /// What both files have in common finds the other one.
    fn start(&mut self, cx: &Cx<'_>, form: &mut Form) {
        if let [alike] = self.alike.as_slice() {
            let by = alike.by.clone();
            form.set("merged", &by);
            self.look_up(cx, &by);
        }
    }

    fn changed(&mut self, cx: &Cx<'_>, form: &mut Form, field: &str) {
        if field == "merged" {
            self.look_up(cx, &form.value("merged"));
        }
    }

    fn notes(&self, cx: &Cx<'_>, form: &mut Form) {
        let note = match &self.named {
            Some(hit) => {
                let plate = format::plate(&hit.plate);
                let visits = cx.with("vehicle-visits", &[("n", &hit.visits.to_string())]);
                let phone = format::masked(&hit.phone);
                let parts = [plate.as_str(), &hit.model, &hit.name, &phone, &visits];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
            }
            None if parts::typed(form, "merged").is_some() => cx.get("entry-not-one").into_owned(),
            None => cx.get("entry-merge-find").into_owned(),
        };
        form.set_note("merged", note);
    }

    fn command(&self, cx: &Cx<'_>, _form: &Form) -> Result<Command, Halt> {
        let not_one = || Halt::At("merged", cx.get("entry-not-one").into_owned());
        let hit = self.named.as_ref().ok_or_else(not_one)?;
        Ok(match &self.kept {
            Kept::Vehicle(keep) => {
                let merged = hit.vehicle.clone().ok_or_else(not_one)?;
                Command::MergeVehicles(MergeVehicles { keep: keep.clone(), merged })
            }
            Kept::Customer(keep) => {
                let merged = hit.customer.clone().ok_or_else(not_one)?;
                Command::MergeCustomers(MergeCustomers { keep: keep.clone(), merged })
            }
        })
    }

    fn context(&self, cx: &Cx<'_>) -> Vec<Line> {
        vec![
            (Role::Text, cx.get("entry-merge-keeps").into_owned()),
            (Role::Dim, cx.get("entry-merge-undo").into_owned()),
        ]
    }
}

//! What screens and programs see: plain rows and pages, ready to be shown. Nothing here can be written back.

mod board;
mod calls;
mod complaints;
mod feedback;
mod files;
mod find;
mod improvement;
mod order;
mod part_on_order;
mod quote;
mod request;
mod shop;

pub use board::{BoardPage, BoardRow};
pub use calls::{
    ATTEMPT, COUNT_MAX, CallPage, CallRow, CallsDay, CallsPage, CallsPlan, NextCall, OfKind, Planned, Since, WHOM_MAX,
    WhomRow,
};
pub use complaints::{ComplaintPage, ComplaintRow, ComplaintsPage, Entry, EntryRow, RepeatRow, RepeatsPage};
pub use feedback::{FeedbackList, FeedbackPage, FeedbackRow, HeardPage};
pub use files::{
    AlikeRow, CarRow, CustomerPage, MergedRow, PastOwner, PastPlate, PersonVisit, RecentRow, RequirementRow,
    VehiclePage,
};
pub use find::{FindHit, FoundBy, Numbered};
pub use improvement::{CapaEntry, CapaPage, CapaRow, ImprovementPage, ProjectHead, ProjectPage, ProposedRow};
pub use order::{ComebackRow, ExitRow, OrderPage, SaidRow};
pub use part_on_order::{PartHere, PartRow, PartsFlag, WaitingPart, is_late as is_part_late};
pub use quote::{ConsentRow, ContractChangeRow, ContractRow, JobRow, LineRow, PayerRow};
pub use request::{OnlineRow, RequestRow, RequestsPage, WaitingRow};
pub use shop::{SchemeRow, ShopPage, StaffRow, Status};

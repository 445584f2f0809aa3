//! The shop itself: its name, the people who set it up, the configuration texts it adopted.

pub mod adopt;
pub mod checklist;
pub mod erase;
pub mod pledge;
pub mod set_up;

use super::marks::Marks;
use serde::{Deserialize, Serialize};

/// What the journal knows of the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// The name on screens and prints; empty before the first run's dialog.
    pub name: String,
    /// Configuration texts in force and superseded, oldest first.
    pub adopted: Vec<adopt::Adopted>,
    /// Who touched what last.
    pub marks: Marks,
}

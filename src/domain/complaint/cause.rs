//! Causes of complaints as a closed list, so that the same one is found again (S1: 不良分析; feature 54). The words of the
//! causes stand in the plan; the code beside them is what is counted and compared.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a complaint came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The work was done wrongly or not completely.
    Workmanship,
    /// The part was faulty.
    BadPart,
    /// Another part than the right one was fitted or ordered.
    WrongPart,
    /// The cause of the trouble was not found.
    Misdiagnosis,
    /// The check before handing over let it pass.
    Unchecked,
    /// Work or parts came later than promised.
    Delay,
    /// The price was not explained, or not agreed on.
    Price,
    /// Nobody told the customer, or something else than what was so.
    Communication,
    /// How somebody behaved.
    Manners,
    /// Something was damaged, soiled or lost.
    Carelessness,
    /// How the car was used or kept.
    Use,
    /// Something else.
    Other,
}

impl Cause {
    /// The letter under which the index keeps it.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Workmanship => "w",
            Self::BadPart => "b",
            Self::WrongPart => "p",
            Self::Misdiagnosis => "d",
            Self::Unchecked => "q",
            Self::Delay => "t",
            Self::Price => "m",
            Self::Communication => "c",
            Self::Manners => "a",
            Self::Carelessness => "l",
            Self::Use => "u",
            Self::Other => "o",
        }
    }
}

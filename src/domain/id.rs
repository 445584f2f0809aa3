//! Names of things: short, readable aloud, never reused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Declares an identifier: a shared string with a type of its own, so that an order's number cannot be handed where
/// a call's is meant.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] Arc<str>);

        impl $name {
            /// Takes the text as it stands; whether such a record exists is for the desk to say.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(Arc::from(text.as_ref()))
            }

            /// The text, as people read it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// A repair order's number, such as `R261123-007` (S1: 唯一的报修号码作为跟踪标识).
    OrderId
);
identifier!(
    /// A customer, such as `C17`.
    CustomerId
);
identifier!(
    /// A vehicle, such as `K17`. A vehicle is not its plate: plates and owners change, the vehicle stays.
    VehicleId
);
identifier!(
    /// A follow-up call, such as `V261126-004`.
    CallId
);
identifier!(
    /// A complaint, such as `T261126-001`.
    ComplaintId
);
identifier!(
    /// Feedback that is no complaint, such as `T261126-002`: numbered with the complaints, as it may become one.
    FeedbackId
);
identifier!(
    /// A corrective action, such as `CA261126-001`.
    CapaId
);
identifier!(
    /// An improvement project, such as `PJ12`.
    ProjectId
);
identifier!(
    /// A special requirement, such as `S12`.
    RequirementId
);
identifier!(
    /// An online request, such as `W261126-001`.
    OnlineId
);
identifier!(
    /// A survey campaign, such as `M261123-001`.
    CampaignId
);
identifier!(
    /// An answered form of a campaign, such as `M261123-001.17`.
    FormId
);
identifier!(
    /// A member of staff, such as `li`.
    StaffId
);

//! The canned jobs and the price list that come with the program.

/// File name and text of each.
pub const SHIPPED: &[(&str, &str)] = &[
    ("menu.toml", include_str!("../../../config/job/menu.toml")),
    ("repair.toml", include_str!("../../../config/job/repair.toml")),
    ("prices.toml", include_str!("../../../config/job/prices.toml")),
];

//! The schemes that come with the program.

/// File name and text of each shipped scheme, the shop's own first.
pub const SHIPPED: &[(&str, &str)] = &[
    ("visit.toml", include_str!("../../../config/scheme/visit.toml")),
    ("engine-10.toml", include_str!("../../../config/scheme/engine-10.toml")),
];

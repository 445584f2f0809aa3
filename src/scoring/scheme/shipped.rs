//! The schemes that come with the program.

/// File name and text of each shipped scheme, the shop's own first.
pub const SHIPPED: &[(&str, &str)] = &[
    ("visit.toml", include_str!("../../../config/scheme/visit.toml")),
    ("engine-10.toml", include_str!("../../../config/scheme/engine-10.toml")),
    ("service-14.toml", include_str!("../../../config/scheme/service-14.toml")),
    ("cop14.toml", include_str!("../../../config/scheme/cop14.toml")),
    ("policy-40-60.toml", include_str!("../../../config/scheme/policy-40-60.toml")),
    ("csat.toml", include_str!("../../../config/scheme/csat.toml")),
    ("nps.toml", include_str!("../../../config/scheme/nps.toml")),
    ("jtt900.toml", include_str!("../../../config/scheme/jtt900.toml")),
    ("jdpower-csi.toml", include_str!("../../../config/scheme/jdpower-csi.toml")),
];

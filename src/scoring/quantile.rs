//! Quantiles of the normal and of Student's distribution, as whole billionths rounded up.
//!
//! A table and not a formula: the engine takes no verdict on a floating-point number. Rounded up, an interval made with
//! them is never too narrow. Computed to forty digits from the regularised incomplete beta function.

use super::number::{Exact, fraction};

/// Two-sided 95 % quantile of the normal distribution, in billionths: 1.959963985.
const NORMAL_95: u64 = 1_959_963_985;

/// Two-sided 95 % quantiles of Student's distribution for 1 to 100 degrees of freedom, in billionths.
#[rustfmt::skip]
const STUDENT_95: [u64; 100] = [
    12_706_204_737, 4_302_652_730, 3_182_446_306, 2_776_445_106, 2_570_581_836, 2_446_911_852, 2_364_624_252,
    2_306_004_136, 2_262_157_163, 2_228_138_852, 2_200_985_161, 2_178_812_830, 2_160_368_657, 2_144_786_688,
    2_131_449_546, 2_119_905_300, 2_109_815_578, 2_100_922_041, 2_093_024_055, 2_085_963_448, 2_079_613_845,
    2_073_873_068, 2_068_657_611, 2_063_898_562, 2_059_538_553, 2_055_529_439, 2_051_830_517, 2_048_407_142,
    2_045_229_643, 2_042_272_457, 2_039_513_447, 2_036_933_344, 2_034_515_298, 2_032_244_510, 2_030_107_929,
    2_028_094_001, 2_026_192_464, 2_024_394_164, 2_022_690_921, 2_021_075_391, 2_019_540_971, 2_018_081_703,
    2_016_692_200, 2_015_367_575, 2_014_103_389, 2_012_895_599, 2_011_740_514, 2_010_634_758, 2_009_575_238,
    2_008_559_113, 2_007_583_771, 2_006_646_806, 2_005_745_996, 2_004_879_289, 2_004_044_784, 2_003_240_719,
    2_002_465_460, 2_001_717_485, 2_000_995_379, 2_000_297_823, 1_999_623_585, 1_998_971_518, 1_998_340_543,
    1_997_729_655, 1_997_137_909, 1_996_564_419, 1_996_008_355, 1_995_468_932, 1_994_945_416, 1_994_437_112,
    1_993_943_368, 1_993_463_567, 1_992_997_126, 1_992_543_496, 1_992_102_155, 1_991_672_610, 1_991_254_396,
    1_990_847_069, 1_990_450_211, 1_990_063_422, 1_989_686_324, 1_989_318_558, 1_988_959_781, 1_988_609_667,
    1_988_267_908, 1_987_934_207, 1_987_608_282, 1_987_289_865, 1_986_978_700, 1_986_674_541, 1_986_377_155,
    1_986_086_317, 1_985_801_815, 1_985_523_442, 1_985_251_004, 1_984_984_312, 1_984_723_187, 1_984_467_455,
    1_984_216_952, 1_983_971_519,
];

/// The same for larger degrees of freedom.
const STUDENT_95_BEYOND: [(u64, u64); 7] = [
    (120, 1_979_930_406),
    (150, 1_975_905_331),
    (200, 1_971_896_224),
    (300, 1_967_903_012),
    (500, 1_964_719_838),
    (1_000, 1_962_339_081),
    (10_000, 1_960_201_240),
];

/// Gives the two-sided 95 % quantile of the normal distribution.
pub(super) fn normal() -> Exact {
    billionths(NORMAL_95)
}

/// Gives the two-sided 95 % quantile of Student's distribution for at least one degree of freedom.
///
/// Between two entries of the table the smaller degree holds, which is the larger quantile.
pub(super) fn student(degrees: u64) -> Exact {
    let index = usize::try_from(degrees.max(1) - 1).unwrap_or(usize::MAX);
    let small = STUDENT_95.get(index).copied();
    let beyond = || STUDENT_95_BEYOND.iter().rev().find(|(from, _)| *from <= degrees).map(|(_, quantile)| *quantile);
    billionths(small.or_else(beyond).unwrap_or(STUDENT_95[STUDENT_95.len() - 1]))
}

fn billionths(number: u64) -> Exact {
    fraction(number, 1_000_000_000).expect("a billion is not 0")
}

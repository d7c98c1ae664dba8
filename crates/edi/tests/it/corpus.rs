//! The texts that whole families of tests go over: foreign files where they are at hand, our own.

use std::path::{Path, PathBuf};

use crate::dice::setting;

/// An 852 of one store that follows all rules; every terminator is `~`, nothing follows it.
pub(crate) const GOOD: &str = concat!(
    "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*",
    "000000007*0*P*>~",
    "GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~",
    "ST*852*0001~",
    "XQ*H*20240331~",
    "N1*RL*STORE SEVEN*92*0007~",
    "LIN**UP*012345678905~",
    "ZA*QS*12*EA~",
    "ZA*QA*30*EA~",
    "CTT*1~",
    "SE*8*0001~",
    "GE*1*7~",
    "IEA*1*000000007~",
);

/// A file's name and its bytes.
pub(crate) type Text = (String, Vec<u8>);

/// Interchanges of our own, each with something the others lack.
const OURS: &[(&str, &str)] = &[
    ("x12", GOOD),
    (
        "edifact",
        "UNA:+.? 'UNB+UNOC:3+WOMART:14+ANAN:14+240401:0600+7'UNH+1+SLSRPT:D:96A:UN:EAN004'\
         BGM+73E::9+1+9'DTM+137:20240401:102'NAD+SU+4012345000009::9'NAD+SE+4012345000016::9'\
         LOC+162+4012345000023::9'DTM+356:2024032520240331:718'LIN+1++4012345678901:EN'\
         IMD+F++:::It?'s ?+ ?: ??'QTY+153:12'PRI+AAE:1.99'UNT+12+1'UNZ+1+7'",
    ),
    (
        "groups of edifact, wrapped",
        "UNB+UNOA:1+A+B+240401:0600+7'\r\nUNG+ORDERS+A+B+240401:0600+1+UN+D:96A'\r\n\
         UNH+1+ORDERS:D:96A:UN'\r\nBGM+220+1+9'\r\nDTM+137:20240401:102'\r\nNAD+BY+1::9'\r\n\
         UNS+S'\r\nUNT+6+1'\r\nUNE+1+1'\r\nUNZ+1+7'\r\n",
    ),
    (
        "information separators",
        "UNB\u{1D}UNOB\u{1F}1\u{1D}A\u{1D}B\u{1D}240401\u{1F}0600\u{1D}7\u{1C}UNH\u{1D}1\u{1D}\
         INVRPT\u{1F}D\u{1F}96A\u{1F}UN\u{1C}BGM\u{1D}35\u{1D}1\u{1C}UNT\u{1D}3\u{1D}1\u{1C}\
         UNZ\u{1D}1\u{1D}7\u{1C}",
    ),
    (
        "syntax 4",
        "UNA:+,?*'UNB+UNOW:4+A+B+20240401:0600+7+++++1'UNH+1+CONTRL:D:3:UN'UCI+7+A+B+4+12'\
         USA+1'UNT+3+1'UNZ+1+7'",
    ),
    (
        "broken off",
        "UNA:+.? 'UNB+UNOC:3+A+B+240401:0600+7'UNH+1+ORDERS:D:96A",
    ),
];

/// Returns our own texts.
pub(crate) fn ours() -> Vec<Text> {
    let mut texts: Vec<Text> = OURS
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()))
        .collect();
    let variants = [
        ("lines", GOOD.replace('~', "\r\n")),
        ("wrapped", GOOD.replace('~', "~\r\n")),
        ("mark", format!("\u{FEFF}{GOOD}\0\0\u{1A}")),
        ("preamble", format!("Dear all,\n\n{GOOD}\n{GOOD}")),
        (
            "binary",
            GOOD.replace("CTT*1~SE*8", "BIN*11*~SE*1*0002~~BDS*ASC*3*~*~~CTT*1~SE*10"),
        ),
        (
            "released",
            GOOD.replace("GS*PD", "ISX*\\~GS*PD")
                .replace("STORE SEVEN", "7\\*7\\~\\\\"),
        ),
        (
            "fill before a header",
            GOOD.replace("CTT*1~", &format!("\0\0{GOOD}")) + "\0\0" + GOOD,
        ),
        (
            "fill before another syntax",
            GOOD.replace(
                "CTT*1~",
                "  \0\0UNA:+.? 'UNB+UNOC:3+A+B+240401:0600+7'*A~CTT*1~",
            )
            .replace('~', "\n")
                + &GOOD.repeat(4),
        ),
        (
            "later",
            GOOD.replace("*U*00401*", "*^*00501*")
                .replace("004010", "005010"),
        ),
    ];
    texts.extend(
        variants
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.into_bytes())),
    );
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/documents");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|e| e == "x12" || e == "edifact")
        })
        .collect();
    paths.sort();
    for path in paths {
        texts.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    texts
}

/// Returns the foreign files in the order of their manifest; none where they are not at hand, which
/// the test of conformance says.
pub(crate) fn foreign() -> Vec<Text> {
    let Some(corpus) = folder() else {
        return Vec::new();
    };
    let manifest = std::fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
    let names = manifest
        .lines()
        .skip(1)
        .filter_map(|l| l.split('\t').next());
    names
        .map(|name| (name.to_owned(), std::fs::read(corpus.join(name)).unwrap()))
        .collect()
}

/// Returns all of them.
pub(crate) fn all() -> Vec<Text> {
    let mut texts = ours();
    texts.extend(foreign());
    texts
}

/// Returns the folder of foreign interchanges.
pub(crate) fn folder() -> Option<PathBuf> {
    let shared = setting("STOCKBRIDGE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let corpus = shared.join("corpus/edi");
    corpus.join("manifest.tsv").exists().then_some(corpus)
}

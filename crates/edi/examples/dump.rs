fn main() {
    let root = std::path::Path::new("/work/main/schemas/x12");
    let mut texts = vec![];
    for v in ["004010", "005010"] {
        for e in std::fs::read_dir(root.join(v)).unwrap() {
            let p = e.unwrap().path();
            texts.push((
                p.display().to_string(),
                std::fs::read_to_string(&p).unwrap(),
            ));
        }
    }
    let t: Vec<(&str, &str)> = texts
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    let schemas = edi::Schemas::parse(&t).unwrap();
    for f in std::env::args().skip(1) {
        let bytes = std::fs::read(&f).unwrap();
        let file = edi::read(&bytes);
        let r = edi::check(&file, &schemas);
        println!("{f} {:?} {:?}", r.syntax, r.verdict);
        for x in &r.findings {
            println!(
                "   {:?} {} @{} seg {:?} {:?} el {:?}: {} [{}]",
                x.severity,
                x.code.name(),
                x.place.offset,
                x.place.segment,
                x.place.segment_id,
                x.place.element,
                x.cause,
                x.text
            );
        }
    }
}

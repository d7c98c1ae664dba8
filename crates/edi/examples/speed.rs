use std::time::Instant;
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
    let head = "ISA*00*          *00*          *ZZ*WOMART         *ZZ*ANAN           *240401*0600*U*00401*000000007*0*P*>~";
    let gs = "GS*PD*WOMART*ANAN*20240401*0600*7*X*004010~";
    let good = {
        let mut s = String::from(head);
        s += gs;
        s += "ST*852*0001~XQ*H*20240331~";
        let mut n = 3;
        while s.len() < 200_000_000 {
            s += "LIN**UP*012345678905~ZA*QS*12*EA~SDQ*EA*92*0001*5*0002*7*0003*1~";
            n += 3;
        }
        s += &format!("SE*{n}*0001~GE*1*7~IEA*1*000000007~");
        s
    };
    let many = {
        let mut s = String::from(head);
        s += gs;
        let mut n = 0;
        while s.len() < 50_000_000 {
            n += 1;
            s += &format!(
                "ST*852*{n:09}~XQ*H*20240331~LIN**UP*012345678905~ZA*QS*x*EA~SE*9*{n:09}~"
            );
        }
        s += &format!("GE*{n}*7~IEA*1*000000007~");
        s
    };
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("good 200MB", good.into_bytes()),
        ("many bad messages 50MB", many.into_bytes()),
        ("zeros", vec![0; 100_000_000]),
        ("ISA*", b"ISA*".repeat(25_000_000)),
        ("ISA?ISA!", b"ISA?ISA!ISA#ISA;".repeat(6_000_000)),
        ("headers", head.repeat(500_000).into_bytes()),
        (
            "tildes",
            [head.as_bytes(), &b"~".repeat(50_000_000)].concat(),
        ),
        (
            "spaces",
            [head.as_bytes(), &b" ~\n".repeat(20_000_000)].concat(),
        ),
        (
            "BIN",
            [head.as_bytes(), &b"BIN*999999999999*".repeat(3_000_000)].concat(),
        ),
        (
            "BIN2",
            [
                head.as_bytes(),
                gs.as_bytes(),
                b"ST*1*1~",
                &b"BIN*50000000*~".repeat(3_000_000),
            ]
            .concat(),
        ),
        (
            "one segment",
            [
                head.as_bytes(),
                gs.as_bytes(),
                b"ST*852*0001~",
                &b"ZA*".repeat(30_000_000),
            ]
            .concat(),
        ),
        (
            "ISX",
            [
                head.as_bytes(),
                b"ISX*\\~",
                &b"\\".repeat(3_000_000),
                &b"\\~".repeat(3_000_000),
            ]
            .concat(),
        ),
        (
            "tails",
            [head.as_bytes(), &b"~\0".repeat(10_000_000)].concat(),
        ),
    ];
    for (what, bytes) in cases {
        let a = Instant::now();
        let file = edi::read(&bytes);
        let r1 = a.elapsed();
        let b = Instant::now();
        let r = edi::check(&file, &schemas);
        let r2 = b.elapsed();
        let env = edi::Envelope {
            sender: edi::Party {
                qualifier: "ZZ".into(),
                id: "A".into(),
            },
            receiver: edi::Party {
                qualifier: "ZZ".into(),
                id: "B".into(),
            },
            date: "240401".into(),
            time: "0600".into(),
            version: "00401".into(),
            control_number: 1,
            acknowledgement_requested: false,
            usage: 'P',
            delimiters: Default::default(),
        };
        let st = edi::AcknowledgeSettings {
            envelope: env,
            group_sender: "AA".into(),
            group_receiver: "BB".into(),
            group_date: "20240401".into(),
            group_time: "0600".into(),
            group_control_number: 1,
            first_message_control_number: 1,
            version: "004010".into(),
            kind: Default::default(),
        };
        let c = Instant::now();
        let ack = edi::acknowledge(&file, 0, &r, &st).unwrap();
        let r3 = c.elapsed();
        println!(
            "{what}: read {r1:?} check {r2:?} ack {r3:?} {} bytes, {} findings, {:?} rss {}",
            ack.map_or(0, |a| a.len()),
            r.findings.len(),
            r.verdict,
            std::fs::read_to_string("/proc/self/status")
                .unwrap()
                .lines()
                .find(|l| l.starts_with("VmRSS"))
                .unwrap()
        );
    }
}

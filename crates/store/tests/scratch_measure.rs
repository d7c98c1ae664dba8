use std::time::Instant;
use store::*;
fn ev(n: u64) -> NewEvent { NewEvent{topic:"t".into(),partition:(n%12) as u16,key:"k".into(),id:model::EventId::new(format!("e{n}")).unwrap(),kind:"x".into(),at:model::DateTime::UNIX_EPOCH,body:(0..1000u64).map(|k|b"0123456789abcdef"[((k*k+n*k)%16) as usize]).collect()} }
#[tokio::test(flavor="multi_thread", worker_threads=2)]
async fn measure() {
  let d = tempfile::tempdir().unwrap();
  let mut urls = vec![format!("sqlite:{}/h.db", d.path().display())];
  if let Ok(u)=std::env::var("STOCKBRIDGE_TEST_POSTGRES"){urls.push(format!("{u}?options[search_path]=scratch"));}
  for u in urls {
    let s = Store::open(&u).await.unwrap();
    let mut lat=vec![]; 
    for n in 0..2000u64 { let t=Instant::now(); s.commit(Commit{events:vec![ev(n)],..Commit::default()}).await.unwrap(); lat.push(t.elapsed()); }
    lat.sort(); println!("{} single: p50 {:?} p99 {:?} max {:?}", &u[..6], lat[1000], lat[1980], lat[1999]);
    let t=Instant::now(); let mut set=tokio::task::JoinSet::new();
    for k in 0..100u64 { let s=s.clone(); set.spawn(async move { for i in 0..100u64 { s.commit(Commit{events:vec![ev(10_000+k*100+i)],..Commit::default()}).await.unwrap(); } }); }
    set.join_all().await; println!("group: {:.0} commits/s", 10_000.0/t.elapsed().as_secs_f64());
    let t=Instant::now(); for b in 0..20u64 { s.commit(Commit{events:(0..500).map(|i|ev(100_000+b*500+i)).collect(),..Commit::default()}).await.unwrap(); } println!("batch: {:.0} events/s", 10_000.0/t.elapsed().as_secs_f64());
    let t=Instant::now(); let mut n=0; for p in 0..12 { n+=s.read_events("t",p,0,100_000).await.unwrap().len(); } println!("read: {:.0} events/s", n as f64/t.elapsed().as_secs_f64());
  }
}

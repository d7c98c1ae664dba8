//! After the story time goes on, so that an open page moves by itself.

use std::time::Duration;

use anyhow::Result;

use super::story::Story;

/// A day of the demo takes six scenes.
const SCENE: Duration = Duration::from_millis(900);
/// The planner simulator looks every third day, so that a visitor can decide first.
const PLANNER_EVERY: u32 = 3 * 6;

/// Lives one scene after the other until someone stops it.
pub(crate) async fn go_on(story: &mut Story) -> Result<()> {
    for scene in 0_u32.. {
        tokio::time::sleep(SCENE).await;
        story.next_scene(scene % PLANNER_EVERY < 6).await?;
    }
    Ok(())
}

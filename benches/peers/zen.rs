//! `zen-engine` (GoRules): judges children by the decision graph of [`crate::zen_rules`].
//!
//! Its fastest documented way: the decision is compiled once to bytecode and held, not loaded by
//! key; no trace, no JavaScript function, no input schema; `evaluate` is async but never waits for
//! anything here, so one executor on the current thread drives the whole loop. Inputs are the engine's own
//! `Variable`s, made beforehand and passed by reference count.

use std::error::Error;
use std::sync::atomic::Ordering;

use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use zen_engine::model::DecisionContent;
use zen_engine::{Decision, DecisionEngine, Variable, ZEN_CONFIG};

use crate::Opinion;
use crate::zen_rules::decision;

/// The decision, compiled.
pub struct Zen {
    decision: Decision,
    executor: Runtime,
}

impl Zen {
    /// Reads and compiles the decision.
    pub fn new() -> Result<Zen, Box<dyn Error>> {
        // `$nodes`, every node's data under its name, is not used: without it evaluation is faster.
        ZEN_CONFIG.nodes_in_context.store(false, Ordering::Relaxed);
        let content: DecisionContent = serde_json::from_value(decision())?;
        let mut decision = DecisionEngine::default().create_decision(content.into())?;
        decision.validate()?;
        decision.compile();
        let executor = Builder::new_current_thread().build()?;
        Ok(Zen { decision, executor })
    }

    /// Judges every child and hands on what the engine gives.
    pub fn each(
        &self,
        children: &[Variable],
        mut take: impl FnMut(Variable),
    ) -> Result<(), Box<dyn Error>> {
        self.executor.block_on(async {
            for child in children {
                match self.decision.evaluate(child.clone()).await {
                    Ok(response) => take(response.result),
                    Err(error) => return Err(error.to_string().into()),
                }
            }
            Ok(())
        })
    }

    /// The same, as text.
    pub fn opinions(&self, children: &[Variable]) -> Result<Vec<Opinion>, Box<dyn Error>> {
        let mut all = Vec::with_capacity(children.len());
        self.each(children, |result| {
            let part = |key| {
                let part = result.dot(key);
                part.as_ref()
                    .and_then(Variable::as_str)
                    .unwrap_or("")
                    .to_owned()
            };
            all.push(Opinion {
                category: part("category"),
                verdict: part("verdict"),
            });
        })?;
        Ok(all)
    }
}

/// A child's facts.
pub fn input(facts: &Value) -> Variable {
    facts.clone().into()
}

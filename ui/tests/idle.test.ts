import { describe, expect, it } from 'vitest';

import { IDLE_MS, Idle, WARN_MS } from '../src/idle';

function stage() {
  const heard: string[] = [];
  let now = 0;
  let held = false;
  const idle = new Idle({
    held: () => held,
    stir: () => heard.push('stir'),
    warn: (seconds) => heard.push(`warn ${seconds}`),
    over: () => heard.push('over'),
    now: () => now,
  });
  return { heard, idle, at: (ms: number) => (now = ms), hold: (on: boolean) => (held = on) };
}

describe('idle time', () => {
  it('warns in the last minute and says when it is over', () => {
    const { heard, idle, at } = stage();
    at(WARN_MS - 1);
    idle.tick();
    expect(heard).toEqual([]);
    at(WARN_MS);
    idle.tick();
    at(IDLE_MS - 1);
    idle.tick();
    at(IDLE_MS);
    idle.tick();
    expect(heard).toEqual(['warn 60', 'warn 1', 'over']);
  });

  it('takes the warning back when somebody comes', () => {
    const { heard, idle, at } = stage();
    at(WARN_MS + 10_000);
    idle.tick();
    idle.touched();
    idle.tick();
    expect(heard).toEqual(['warn 50', 'warn 0', 'stir']);
  });

  it('stands still while work runs, and begins anew after it', () => {
    const { heard, idle, at, hold } = stage();
    hold(true);
    at(IDLE_MS * 2);
    idle.tick();
    hold(false);
    at(IDLE_MS * 2 + WARN_MS - 1);
    idle.tick();
    expect(heard).toEqual([]);
    at(IDLE_MS * 3);
    idle.tick();
    expect(heard).toEqual(['over']);
  });

  it('tells Rust that somebody is there, but not at every key', () => {
    const { heard, idle, at } = stage();
    for (let ms = 0; ms <= 60_000; ms += 100) {
      at(ms);
      idle.touched();
    }
    expect(heard.filter((one) => one === 'stir')).toHaveLength(4);
  });
});

/** What the page leaves behind on the machine: its look, and nothing of anybody. */
import { expect, it } from 'vitest';

const SOURCES = import.meta.glob<string>('../src/**/*.{ts,vue}', { query: '?raw', import: 'default', eager: true });
const KEEPERS = /localStorage|sessionStorage|indexedDB|document\.cookie|document\.title|\bcaches\b|serviceWorker|history\.(push|replace)State|location\.(hash|search|href)/g;
/** The one place, and the keys it may keep. */
const ALLOWED = 'look/scale.ts';
const KEYS = ['theme', 'scale'];

/** What a source does that it may not. */
function wrong(name: string, text: string): string[] {
  const found = [...text.matchAll(KEEPERS)].map((match) => match[0]);
  if (name !== ALLOWED) return found;
  const kept = [...text.matchAll(/localStorage\.\w+\(([^,)]*)/g)].map((match) => match[1]?.trim().replaceAll("'", '') ?? '');
  return [...found.filter((one) => one !== 'localStorage'), ...kept.filter((key) => !KEYS.includes(key))];
}

it('keeps nothing but theme and scale, and puts nothing into title or address', () => {
  const all = Object.entries(SOURCES).map(([path, text]) => [path.replace('../src/', ''), text] as const);
  expect(all.length).toBeGreaterThan(30);
  for (const [name, text] of all) expect(wrong(name, text), name).toEqual([]);
});

it('would notice', () => {
  expect(wrong('screens/Child.vue', "document.title = sheet.value.name")).toHaveLength(1);
  expect(wrong('desk.ts', "sessionStorage.setItem('search', text)")).toHaveLength(1);
  expect(wrong(ALLOWED, "localStorage.setItem('search', text)")).toEqual(['search']);
});

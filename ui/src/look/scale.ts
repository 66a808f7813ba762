/** Theme and scale of this machine's window, kept between sittings. Nothing of a child is ever kept here. */
import { ref } from 'vue';

import { call } from '../wire';

const STEPS = [100, 110, 125, 150, 175, 200];

export type Theme = 'light' | 'dark';

export const theme = ref<Theme>('light');
export const percent = ref(100);

export function startLook(): void {
  const kept = localStorage.getItem('theme');
  setTheme(kept === 'dark' ? 'dark' : 'light');
  const scale = Number(localStorage.getItem('scale') ?? '100');
  if (STEPS.includes(scale) && scale !== 100) void setScale(scale);
}

export function setTheme(now: Theme): void {
  theme.value = now;
  document.documentElement.dataset['theme'] = now;
  document.documentElement.classList.toggle('dark', now === 'dark');
  localStorage.setItem('theme', now);
}

export async function setScale(now: number): Promise<void> {
  percent.value = now;
  localStorage.setItem('scale', String(now));
  await call('zoom', { percent: now }).catch(() => undefined);
}

/** One step up (1) or down (−1). */
export function stepScale(by: 1 | -1): void {
  const at = STEPS.indexOf(percent.value);
  const next = STEPS[Math.max(0, Math.min(STEPS.length - 1, at + by))];
  if (next !== undefined && next !== percent.value) void setScale(next);
}

import { describe, expect, it } from 'vitest';

import { KEYS, comboOf, press, shown } from '../src/keys';
import type { Key } from '../src/keys';

const keys = KEYS as readonly Key[];
const stroke = (key: string, held: Partial<{ ctrlKey: boolean; altKey: boolean; shiftKey: boolean; metaKey: boolean }> = {}) => ({
  key,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

describe('the table of keys', () => {
  it('names what was pressed', () => {
    expect(comboOf(stroke('k', { ctrlKey: true }))).toBe('Ctrl+K');
    expect(comboOf(stroke('+', { ctrlKey: true, shiftKey: true }))).toBe('Ctrl+=');
    expect(comboOf(stroke('F12'))).toBe('F12');
    expect(comboOf(stroke('1', { altKey: true }))).toBe('Alt+1');
    expect(comboOf(stroke('Enter', { ctrlKey: true }))).toBe('Ctrl+Enter');
  });

  it('gives every key one meaning a place', () => {
    const seen = new Set<string>();
    for (const key of keys) {
      const at = `${key.where} ${key.combo}`;
      expect(seen.has(at), at).toBe(false);
      seen.add(at);
    }
  });

  it('has no two handled keys on one combination', () => {
    const handled = keys.filter((key) => !key.native).map((key) => key.combo);
    expect(new Set(handled).size).toBe(handled.length);
  });

  it('prints combinations as they stand on the keyboard', () => {
    expect(shown('Ctrl+ArrowDown')).toBe('Ctrl + ↓');
    expect(shown('Escape')).toBe('Esc');
  });

  it('leaves a composing input method alone', () => {
    const event = {
      ...stroke('F1'),
      isComposing: true,
      keyCode: 112,
      preventDefault: () => {
        throw new Error('touched');
      },
    };
    press(event as unknown as KeyboardEvent);
    press({ ...event, isComposing: false, keyCode: 229 } as unknown as KeyboardEvent);
  });
});

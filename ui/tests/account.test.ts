import { describe, expect, it } from 'vitest';

import { wantingOf } from '../src/account';

describe('an account', () => {
  const whole = { name: '甲', password: 'x', again: 'x' };
  it('says what it still wants', () => {
    expect(wantingOf(whole, true)).toBe('');
    expect(wantingOf({ ...whole, name: ' ' }, true)).toContain('账户名');
    expect(wantingOf(whole, false)).toContain('不合规则');
    expect(wantingOf({ ...whole, again: 'y' }, true)).toContain('不一样');
    expect(wantingOf({ ...whole, again: '' }, true)).toContain('再输入');
  });
});

import { expect, it } from 'vitest';

import { OUTCOMES, STANDINGS, digitsOf, groups } from '../src/words';

it('reads digits as people type them', () => {
  expect(digitsOf('０１２ ３4\t5')).toBe('012345');
  expect(digitsOf('12a4')).toBe('12a4');
});

it('groups digits by five', () => {
  expect(groups('1234567890123')).toBe('12345 67890 123');
});

it('tells states apart without colour', () => {
  for (const marks of [OUTCOMES, STANDINGS]) {
    const all = Object.values(marks);
    expect(new Set(all.map((mark) => mark.shape)).size).toBe(all.length);
    expect(new Set(all.map((mark) => mark.word)).size).toBe(all.length);
  }
});

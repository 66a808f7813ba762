import { expect, it } from 'vitest';

import { ACCOUNTS, BACKUP_PLACES, OUTCOMES, STANDINGS, digitsOf, fingerprintDigits, groups, isWholeHalf, minute, purposeKey } from '../src/words';

it('reads digits as people type them', () => {
  expect(digitsOf('０１２ ３4\t5')).toBe('012345');
  expect(digitsOf('12a4')).toBe('12a4');
});

it('counts a half and a fingerprint without what groups them on paper', () => {
  expect(isWholeHalf(' 01234567 89abcdef 01234567 89abcde\uff10 ')).toBe(true);
  for (const typed of ['', '01234567 89abcdef', '0'.repeat(33)]) expect(isWholeHalf(typed)).toBe(false);
  expect(fingerprintDigits('0af3 c2d1:e4b5·9687—00-11\n')).toBe(20);
});

it('writes a moment to the minute', () => {
  expect(minute(new Date(2026, 0, 2, 3, 4, 59))).toBe('2026-01-02 03:04');
});

it('groups digits by five', () => {
  expect(groups('1234567890123')).toBe('12345 67890 123');
});

it('tells states apart without colour', () => {
  for (const marks of [OUTCOMES, STANDINGS, ACCOUNTS]) {
    const all = Object.values(marks);
    expect(new Set(all.map((mark) => mark.shape)).size).toBe(all.length);
    expect(new Set(all.map((mark) => mark.word)).size).toBe(all.length);
  }
});

it('names each place of a backup by its own word', () => {
  const words = Object.values(BACKUP_PLACES).map((mark) => mark.word);
  expect(new Set(words).size).toBe(words.length);
});

it('chooses of a short list by a digit', () => {
  const list = ['a', 'b'];
  expect(purposeKey(list, '2')).toBe('b');
  expect(purposeKey(list, '\uff11')).toBe('a');
  for (const key of ['0', '3', 'Enter', 'a', '12']) expect(purposeKey(list, key)).toBeUndefined();
});

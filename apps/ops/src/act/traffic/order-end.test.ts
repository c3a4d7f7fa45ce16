import { Timestamp } from '@recordings/call-record';
import { WrongArgumentError } from '../../output/wrong-argument.ts';
import { readOrderEnd } from './order-end.ts';

const now = Timestamp.parse('2026-01-15T10:30:00.000Z');

describe('the end of an order', () => {
  it.each([
    ['2h', '2026-01-15T12:30:00.000Z'],
    ['90m', '2026-01-15T12:00:00.000Z'],
    ['+1d', '2026-01-16T10:30:00.000Z'],
    ['2026-01-15T18:00:00Z', '2026-01-15T18:00:00.000Z'],
  ])('%s is %s', (text, time) => expect(readOrderEnd(text, now)).toBe(time));

  it.each(['0m', '25h', 'now', 'yesterday', '2026-01-14', '2026-02-01', 'soon'])('cannot be "%s"', (text) => {
    expect(() => readOrderEnd(text, now)).toThrow(WrongArgumentError);
    expect(() => readOrderEnd(text, now)).toThrow(`--until is "${text}"; expected`);
  });
});

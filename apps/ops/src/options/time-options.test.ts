import { Timestamp } from '@recordings/call-record';
import { WrongArgumentError } from '../output/wrong-argument.ts';
import { readTimeOption } from './time-options.ts';

const now = Timestamp.parse('2026-01-15T10:30:00.000Z');

describe('a time of the command line', () => {
  it.each([
    ['2026-01-14', '2026-01-14T00:00:00.000Z'],
    ['2026-01-14T12:00:00+02:00', '2026-01-14T10:00:00.000Z'],
    ['today', '2026-01-15T00:00:00.000Z'],
    ['yesterday', '2026-01-14T00:00:00.000Z'],
    ['now', '2026-01-15T10:30:00.000Z'],
    ['90m', '2026-01-15T09:00:00.000Z'],
    ['36h', '2026-01-13T22:30:00.000Z'],
    ['+3d', '2026-01-18T10:30:00.000Z'],
    ['7d', '2026-01-08T10:30:00.000Z'],
  ])('%s is %s', (text, time) => expect(readTimeOption('--from', text, now)).toBe(time));

  it.each(['2026-13-01', '2026-01-15T10:30:00', 'tomorrow', '', '7 d', '1768471200'])(
    'refuses "%s", and names the option, the value and what is expected',
    (text) => {
      const read = () => readTimeOption('--from', text, now);
      expect(read).toThrow(WrongArgumentError);
      expect(read).toThrow(`--from is "${text}"; expected a day`);
    },
  );
});

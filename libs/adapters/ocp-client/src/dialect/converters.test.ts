import { converters } from './converters.ts';

const DAY = '2026-01-15T10:00:00.000Z';
const DAY_MS = Date.parse(DAY);

describe('the forms of values in answers of OCP', () => {
  it.each<[string, string, unknown, unknown, unknown]>([
    ['id', 'string', '12', '12', {}],
    ['text', 'string', 'a', 'a', 7],
    ['word', 'string', 'done', 'done', 7],
    ['word', 'word', 7, '7', {}],
    ['instant', 'instant', DAY, DAY, 'soon'],
    ['instant', 'iso', DAY, DAY, DAY_MS],
    ['instant', 'epochMs', DAY_MS, DAY, 'soon'],
    ['instant', 'epochSeconds', DAY_MS / 1_000, DAY, 'soon'],
    ['duration', 'seconds', 1.5, 1.5, '1.5 s'],
    ['duration', 'milliseconds', 1_500, 1.5, '1500 ms'],
    ['duration', 'clock', '01:02:03.5', 3_723.5, '90'],
    ['number', 'number', 3, 3, '3 of 4'],
    ['number', 'digits', '3', 3, '3 of 4'],
    ['percent', 'percent', 50, 50, 'half'],
    ['percent', 'fraction', 0.5, 50, 'half'],
    ['checksum', 'hex', 'AB'.repeat(32), 'ab'.repeat(32), 'ab'],
    ['checksum', 'base64', Buffer.alloc(32, 1).toString('base64'), '01'.repeat(32), 'ab'],
  ])('read %s as %s', (kind, form, given, read, unreadable) => {
    const forms = converters[kind as keyof typeof converters] as Record<string, (value: unknown) => unknown>;
    expect(forms[form]!(given)).toBe(read);
    expect(forms[form]!(unreadable)).toBeUndefined();
  });

  it('are all tried here', () => {
    expect(Object.values(converters).flatMap((forms) => Object.keys(forms))).toHaveLength(17);
  });
});

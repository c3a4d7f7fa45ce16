import fc from 'fast-check';
import { CdrEvent, cdrEventTypes, readPlainEvent } from './cdr-event.ts';
import { listFaultyFields } from './event-fields.ts';

const names = Object.keys(CdrEvent.shape);
const value = fc.oneof(
  fc.constantFrom<unknown>(
    ...['undefined', 'null', '', null, true, 'yes', 0, -1, 1.5, 1e300, '12', 'voice', 'a b', 'é#', '\ud800'],
    ...['2026-01-15T10:30:00Z', '2026-02-30T10:30:00Z', 1_768_473_000, '1768473000123', 'x'.repeat(3_000)],
    ...[[], {}, [{ key: 'a', value: 1 }], [{ key: 'a', value: 'b', step: 2 }, 7], { inner: [1] }],
  ),
  fc.string(),
  fc.jsonValue(),
);
const payload = fc
  .record({
    event: fc.dictionary(fc.constantFrom(...names), value),
    unknown: fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 2 }),
    plain: fc.record(
      {
        eventType: fc.constantFrom(...cdrEventTypes),
        callId: fc.oneof(fc.uuid(), fc.stringMatching(/^[\w.-]{1,256}$/)),
        groupId: fc.constantFrom('Acme_EN', null, 'undefined'),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ event, unknown, plain }) => ({ ...unknown, ...event, ...plain }));

const pickKnown = (event: object) =>
  Object.fromEntries(Object.entries(event).filter(([name]) => names.includes(name)));

describe('readPlainEvent', () => {
  it('reads every event that it reads as the schema does', () => {
    let plain = 0;
    fc.assert(
      fc.property(payload, (one) => {
        const read = readPlainEvent(one);
        if (!read) return;
        plain += 1;
        const parsed = CdrEvent.parse(one);
        expect(read).toEqual(pickKnown(parsed));
        expect(listFaultyFields(one, read)).toEqual(listFaultyFields(one, parsed));
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(300);
  });

  it.each([
    [{ eventType: 'CDR_START' }],
    [{ eventType: 'CDR_START', callId: 'undefined' }],
    [{ eventType: 'CDR_START', callId: 'a#b' }],
    [{ eventType: 'CDR_START', callId: 12 }],
    [{ eventType: 'CDR_START', callId: 'x'.repeat(257) }],
    [{ eventType: 'CDR_START', callId: 'a', groupId: 'é' }],
    [{ eventType: 'OTHER', callId: 'a' }],
  ])('leaves %j to the schema', (one) => {
    expect(readPlainEvent(one)).toBeUndefined();
  });
});

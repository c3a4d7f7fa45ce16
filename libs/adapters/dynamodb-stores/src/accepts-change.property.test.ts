import { CallRecord } from '@recordings/call-record';
import fc from 'fast-check';
import { z } from 'zod';
import { makeAcceptsChange } from './accepts-change.ts';

const Part = z.looseObject({ size: z.number().int(), name: z.string().optional() });
const Item = z.looseObject({
  id: z.string().regex(/^a/),
  parts: z.array(Part),
  few: z.array(z.string()).max(2).optional(),
  inner: Part.optional(),
  byName: z.record(z.string(), z.number()).optional(),
  closed: z.object({ a: z.number() }).strict().optional(),
  whole: z
    .looseObject({ a: z.number(), b: z.number() })
    .refine(({ a, b }) => a <= b)
    .optional(),
  either: z.union([z.string(), z.number()]),
  revision: z.int(),
});
const first = {
  id: 'a1',
  parts: [{ size: 1 }, { size: 2, name: 'x', unknown: [1] }],
  few: ['x'],
  inner: { size: 3 },
  byName: { a: 1 },
  closed: { a: 1 },
  whole: { a: 1, b: 2 },
  either: 1,
  revision: 1,
  unknown: { kept: true },
};

type Json = Record<string, unknown>;

const leaf = fc.constantFrom<unknown>('a', 'b', '', 0, 1, 1.5, -1, null, undefined, true, [], {}, [
  'x',
  'x',
  'x',
]);
/** Sets or removes the value at a path, in a copy that shares all other parts. */
const edit = fc.record({
  path: fc.array(fc.constantFrom(...Object.keys(first), 'size', 'name', 'a', 'b', '0', '1', '2', 'other'), {
    minLength: 1,
    maxLength: 3,
  }),
  value: fc.oneof(leaf, fc.record({ size: leaf }), fc.array(fc.record({ size: leaf }), { maxLength: 3 })),
});

const edited = (value: unknown, [name, ...path]: readonly string[], next: unknown): unknown => {
  if (name === undefined) return next;
  if (typeof value !== 'object' || value === null) return value;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Json;
  copy[name] = edited(copy[name], path, next);
  return copy;
};

const record = CallRecord.parse({
  tenantId: 'acme',
  callId: 'c-1',
  callTimestamp: '2026-01-15T10:30:00.000Z',
  callStatus: 'ACTIVE',
  hasCdrEnd: false,
  audioReceived: false,
  audioProcessed: false,
  s3Stored: false,
  reconciliationAttempts: 0,
  recoverableUntil: '2026-03-15T10:30:00.000Z',
  facts: { start: { startedAt: '2026-01-15T10:30:00.000Z', newer: 1 } },
  history: [{ at: '2026-01-15T10:30:00.000Z', what: 'CDR_START', by: 'test', detail: { channel: 'voice' } }],
  createdAt: '2026-01-15T10:30:00.000Z',
  updatedAt: '2026-01-15T10:30:00.000Z',
  schemaVersion: 1,
  revision: 1,
});
const recordEdit = fc.record({
  path: fc.array(
    fc.constantFrom(
      ...['callId', 'callStatus', 'facts', 'start', 'end', 'startedAt', 'otherStarts', 'history', '0', '1'],
      ...['at', 'what', 'detail', 'audio', 'quarantined', 'outcome', 'revision', 'newer'],
    ),
    { minLength: 1, maxLength: 3 },
  ),
  value: fc.oneof(
    leaf,
    fc.constantFrom<unknown>('2026-01-15T10:30:00.000Z', { startedAt: 'x' }, [record.history[0]]),
  ),
});

/** It may ask for a second look, but accepts nothing that the schema refuses. */
const expectAgreement = (schema: z.ZodType, before: unknown, after: unknown): boolean => {
  const accepted = makeAcceptsChange(schema)(before, after);
  const isValid = schema.safeParse(after).success;
  if (accepted) expect({ after, isValid }).toEqual({ after, isValid: true });
  return accepted === isValid;
};

describe('makeAcceptsChange', () => {
  it.each([
    ['any item', Item, first, edit],
    ['a call record', CallRecord, record, recordEdit],
  ] as const)('accepts no change of %s that the schema refuses', (_, schema, before, change) => {
    let agreed = 0;
    let all = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const after = changes.reduce<unknown>(
          (value, { path, value: next }) => edited(value, path, next),
          before,
        );
        all += 1;
        agreed += Number(expectAgreement(schema, before, after));
      }),
      { numRuns: 3_000 },
    );
    expect(agreed / all).toBeGreaterThan(0.95);
  });

  it('refuses a change of one part of a whole that is checked together', () => {
    expect(makeAcceptsChange(Item)(first, { ...first, whole: { ...first.whole, a: 3 } })).toBe(false);
    expect(makeAcceptsChange(Item)(first, { ...first, few: ['x', 'y', 'z'] })).toBe(false);
  });
});

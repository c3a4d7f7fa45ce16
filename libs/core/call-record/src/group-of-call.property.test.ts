import fc from 'fast-check';
import type { CallRecord } from './call-record.ts';
import type { CdrFacts, FactSource } from './cdr/cdr-facts.ts';
import type { ChangeContext } from './change-context.ts';
import { changeTo, type Transition } from './change-record.ts';
import { parseRegistry, type RegistryGroup } from './registry.ts';
import { apply, by, fieldsOf, key, minute } from './test-call.ts';
import { registryFile } from './test-registry.ts';
import { claimLocation } from './transitions/claim-location.ts';
import { addFacts, recordDiscovered, recordEvent } from './transitions/record-event.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const [first, foreign] = registryFile.groups;
const registry = parseRegistry({
  ...registryFile,
  groups: [
    first,
    foreign,
    { ...first, name: 'Acme_ES', lineOfBusiness: { default: 'loans' }, retentionDays: 45 },
    { ...first, name: 'Acme_Off', recording: { enabled: false }, retentionDays: 30 },
  ],
});

/** Mistyped, missing or differently capitalised names, before and after those of the registry in text order. */
const typos = ['acme_en', 'AAA', 'undefined', 'Acme_EN ', 'zzz'];
const registered = ['Acme_EN', 'Acme_ES', 'Acme_Off'];

type Telling = { source: FactSource; facts: CdrFacts; groupOf: 'name' | 'record' };

const telling: fc.Arbitrary<Telling> = fc.record({
  source: fc.constantFrom<FactSource>('start', 'end', 'ivrEnd', 'recording', 'discovered'),
  facts: fc.record(
    {
      groupId: fc.constantFrom(...registered, ...typos),
      startedAt: fc.nat(3).map(minute),
      conversationId: fc.constantFrom('a', 'b'),
    },
    { requiredKeys: [] },
  ),
  // A caller looks the name up; if that fails, it may take the group that the record has.
  groupOf: fc.constantFrom('name' as const, 'record' as const),
});

const take =
  ({ source, facts, groupOf }: Telling): Transition<unknown> =>
  (current) => {
    const standing = groupOf === 'record' ? registry.findGroup(current?.groupId) : undefined;
    const context = by(10, { group: registry.findGroup(facts.groupId) ?? standing });
    if (source === 'recording') return storeFacts(facts, context)(current);
    if (source === 'discovered') return recordDiscovered(key, facts, context)(current);
    const event = { source, name: source, callId: key.callId, groupName: facts.groupId ?? '', facts };
    return recordEvent(key, event, context)(current);
  };

/** As a recording does when its place is claimed, or when it is stored. */
const storeFacts =
  (facts: CdrFacts, context: ChangeContext): Transition<undefined> =>
  (current) =>
    changeTo(current, addFacts(key, current, 'recording', facts, context), 'told', context, undefined);

const settled = (record: CallRecord): object => {
  // The location depends on the order by design: the first claim decides.
  const { location: _, locationLineOfBusiness: __, ...fields } = fieldsOf(record) as CallRecord;
  return JSON.parse(JSON.stringify(fields)) as object;
};

describe('the group of a call', () => {
  it('is the same for any order of events, also with mistyped and contradicting names', () => {
    const orders = fc
      .array(telling, { minLength: 1, maxLength: 7 })
      .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));
    fc.assert(
      fc.property(orders, ([some, others]) => {
        expect(settled(apply(undefined, ...others.map(take)))).toEqual(
          settled(apply(undefined, ...some.map(take))),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  it('is registered if any source names a registered one, with its line of business and retention', () => {
    fc.assert(
      fc.property(fc.array(telling, { minLength: 1, maxLength: 7 }), (some) => {
        const record = apply(undefined, ...some.map(take));
        const named = some.flatMap(({ facts }) => registry.findGroup(facts.groupId) ?? []);
        if (named.length === 0) return;
        const group = named.find(({ name }) => name === record.groupId)!;
        expect(named.map(({ name }) => name)).toContain(record.groupId);
        expect(record.lineOfBusiness).toBe(group.lineOfBusiness.default);
        const retentionMs = Date.parse(record.recoverableUntil) - Date.parse(record.callTimestamp);
        expect(retentionMs).toBe(group.retentionDays * 86_400_000);
      }),
      { numRuns: 500 },
    );
  });

  it.each([undefined, 'acme_en', 'Acme_XX'])('stays when a recording names %s', (groupId) => {
    const reported = (name: string, context: { group: RegistryGroup | undefined }) =>
      recordDiscovered(key, { groupId: name }, by(1, context));
    const known = apply(undefined, reported('Acme_ES', { group: registry.findGroup('Acme_ES') }));
    const object = { key: 'q', sha256: 'bb', reason: 'TRUNCATED', detail: '', at: minute(9) };
    const unknown = by(9, { group: undefined });
    const after = apply(
      known,
      recordQuarantined(key, { groupId }, object, unknown),
      claimLocation(key, { groupId }, (lob) => ({ bucket: `recordings-${lob}`, key: 'k' }), unknown),
    );
    expect(after).toMatchObject({
      groupId: 'Acme_ES',
      lineOfBusiness: 'loans',
      recoverableUntil: known.recoverableUntil,
      location: { bucket: 'recordings-loans' },
    });
  });

  it('is not of another tenant if a group of its own tenant is known', () => {
    const bolt = by(1, { group: registry.findGroup('Acme_EN') });
    const record = apply(
      undefined,
      recordDiscovered(key, { groupId: 'Acme_EN' }, bolt),
      claimLocation(key, { groupId: 'Bolt_Chat' }, () => ({ bucket: 'b', key: 'k' }), bolt),
    );
    expect(record).toMatchObject({ groupId: 'Acme_EN', lineOfBusiness: 'cards' });
  });

  it('changes when the registry learns the name', () => {
    const stub = apply(undefined, recordDiscovered(key, { groupId: 'Acme_ES' }, by(1, { group: undefined })));
    expect(stub).toMatchObject({ groupId: 'Acme_ES' });
    expect(stub.lineOfBusiness).toBeUndefined();
    const later = by(2, { group: registry.findGroup('Acme_ES') });
    expect(apply(stub, recordDiscovered(key, {}, later))).toMatchObject({
      groupId: 'Acme_ES',
      lineOfBusiness: 'loans',
    });
  });
});

import { CallRecord, type HistoryEntry, type QuarantinedObject } from './call-record.ts';
import { changeRecord } from './change-record.ts';
import { replayHistory } from './replay-history.ts';
import { apply, by, key, minute, missing, replayableOf, stored } from './test-call.ts';
import { recordQuarantined } from './transitions/record-quarantined.ts';

const object = (n: number): QuarantinedObject => ({
  key: `recordings/acme/c-1/${n}`,
  reason: 'TRUNCATED',
  sha256: String(n).padStart(64, '0'),
  at: minute(n),
});
const note = (n: number, over: Partial<QuarantinedObject> = {}) =>
  recordQuarantined(key, {}, { ...object(n), detail: `upload ${n}`, ...over }, by(n));
const upTo = (count: number): CallRecord =>
  apply(missing, ...Array.from({ length: count }, (_, n) => note(n)));

describe('the quarantined objects of a call', () => {
  it('are listed up to the newest 20, and all are counted', () => {
    expect(upTo(20)).toMatchObject({ quarantinedCount: 20 });
    expect(upTo(20).quarantined).toHaveLength(20);
    const record = upTo(75);
    expect(record.quarantinedCount).toBe(75);
    expect(record.quarantined).toEqual(Array.from({ length: 20 }, (_, n) => object(55 + n)));
  });

  it('are each in the history once, in the change that added them', () => {
    const added = upTo(75).history.flatMap(
      ({ detail }) => (detail['quarantined'] as QuarantinedObject[]) ?? [],
    );
    expect(added).toEqual(Array.from({ length: 75 }, (_, n) => object(n)));
  });

  it('replay from a history of any length, condensed or not', () => {
    for (const count of [1, 19, 21, 60, 310, 700]) {
      const record = upTo(count);
      expect(replayHistory(record.history)).toEqual(replayableOf(record));
      expect(record.history.length).toBeLessThanOrEqual(300);
    }
  });

  it('replay in their order if a moved call brings older ones', () => {
    const known = upTo(2);
    const quarantined = [object(9), ...known.quarantined!];
    const change = { at: minute(3), what: 'received', by: 'test' };
    const record = changeRecord(known, { ...known, quarantined }, change)!;
    expect(replayHistory(record.history)).toMatchObject({ quarantined });
  });

  it('replay from a history of an older version, which repeated the whole list each time', () => {
    const list = Array.from({ length: 30 }, (_, n) => object(n));
    const history: HistoryEntry[] = list.map((_, n) => ({
      at: minute(n),
      what: 'quarantined',
      by: 'older',
      detail: { quarantined: list.slice(0, n + 1) },
    }));
    const older = { ...missing, history: [...missing.history, ...history], quarantined: list };
    const record = apply(older, note(30));
    expect(record.quarantinedCount).toBe(31);
    expect(replayHistory(record.history)).toMatchObject({
      quarantined: record.quarantined,
      quarantinedCount: 31,
    });
    expect(record.quarantined).toHaveLength(20);
  });

  it.each([
    ['are no longer in the record', [], {}],
    ['are followed by those that come later', [object(3)], { quarantined: [object(3)] }],
  ])('once the call has moved, %s', (_, later, expected) => {
    const entry = (quarantined: QuarantinedObject[] | null): HistoryEntry => ({
      at: minute(1),
      what: 'changed',
      by: 'test',
      detail: { quarantined },
    });
    const history = [entry([object(1)]), entry([object(2)]), entry(null)];
    expect(replayHistory([...history, ...later.map((one) => entry([one]))])).toEqual(expected);
  });

  it('fit into an item with the longest ids and reasons, and leave room for a recording', () => {
    const long = { key: `recordings/${'k'.repeat(1_000)}`, detail: '語'.repeat(4_000) };
    let record: CallRecord | undefined;
    for (let n = 0; n < 500; n += 1) {
      record = apply(record, note(n, { ...long, key: `${long.key}${n}` }));
      if (Buffer.byteLength(JSON.stringify(record)) > 300_000) throw new Error(`too large at upload ${n}`);
    }
    expect(replayHistory(record!.history)).toEqual(replayableOf(record!));
    const complete = apply(record, stored());
    expect(complete).toMatchObject({ s3Stored: true, quarantinedCount: 500 });
    expect(CallRecord.safeParse(JSON.parse(JSON.stringify(complete))).success).toBe(true);
  });
});

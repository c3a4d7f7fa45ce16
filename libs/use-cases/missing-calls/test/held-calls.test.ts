import type { ReconciliationId, Timestamp } from '@recordings/call-record';
import { NewerItemError, UnreadableItemError } from '@recordings/fault';
import {
  claimedBy,
  daysBefore,
  ended,
  idOf,
  inOrder,
  keyOf,
  minutesBefore,
  NOON,
  queuedBy,
} from './call-fixture.ts';
import { makeTestFinder, type TestFinder } from './test-finder.ts';

const [a, b] = [keyOf('a'), keyOf('b')];
const closed = { phase: 'closed', reconciliationStatus: 'COMPLETED', completedAt: NOON };
const expired = { leaseUntil: NOON };

let finder: TestFinder;
beforeEach(() => {
  finder = makeTestFinder();
});

const hold = (by: typeof queuedBy, since: Timestamp, key = a, id = 'r-holder'): void =>
  finder.put(key, inOrder(ended({ key, startedAt: minutesBefore(200) }), by(id, since)));

describe.each([
  ['queued', queuedBy],
  ['claimed', claimedBy],
] as const)('a call that was %s and whose record did not change for the stale time', (_, by) => {
  it('is taken if its reconciliation does not exist', async () => {
    hold(by, minutesBefore(30));
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 1 });
    const [request] = finder.memory.published;
    expect(request!.payload.reconciliationId).not.toBe('r-holder');
    expect(finder.get(a)).toMatchObject({
      reconciliationStatus: 'queued',
      reconciliationId: request!.payload.reconciliationId,
      lastReconciliationAt: NOON,
    });
    expect(finder.noted('stale_call_found')).toEqual([
      { type: 'stale_call_found', tenantId: 'acme', callId: 'a', holder: 'r-holder' },
    ]);
  });

  it('is taken if its reconciliation is closed', async () => {
    hold(by, minutesBefore(30));
    finder.putReconciliation(closed);
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 1 });
  });

  it('is taken if the lease of its reconciliation has ended', async () => {
    hold(by, minutesBefore(30));
    finder.putReconciliation(expired);
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 1 });
  });

  it('is left alone while its reconciliation lives', async () => {
    hold(by, minutesBefore(150));
    finder.putReconciliation({});
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0, totalEventsPublished: 0 });
    expect(finder.get(a)?.reconciliationId).toBe('r-holder');
    expect(finder.noted('stale_call_found')).toEqual([]);
    expect(finder.noted('backlog_measured')).toEqual([]);
  });

  it('is left alone before the stale time, even if its reconciliation is closed', async () => {
    hold(by, minutesBefore(29));
    finder.putReconciliation(closed);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
    expect(finder.steps.log).not.toContain('get r-holder');
  });
});

describe('a stale call', () => {
  it('is left to another execution that has queued it since the index was read', async () => {
    const afterFind = async () => {
      finder.put(a, (current) => ({
        next: { ...current!, reconciliationId: idOf('r-new'), revision: current!.revision + 1 },
        result: undefined,
      }));
    };
    finder = makeTestFinder({ afterFind });
    hold(queuedBy, minutesBefore(31));
    await finder.run();
    expect(finder.takePublished()).toEqual([]);
    expect(finder.get(a)?.reconciliationId).toBe('r-new');
  });

  it('is taken if its record names no reconciliation', async () => {
    hold(queuedBy, minutesBefore(31));
    finder.put(a, (current) => {
      const { reconciliationId: _, ...next } = current!;
      return { next, result: undefined };
    });
    expect(await finder.run()).toMatchObject({ totalEventsPublished: 1 });
    expect(finder.noted('stale_call_found')).toMatchObject([{ callId: 'a', holder: undefined }]);
    expect(finder.steps.log.filter((step) => step.startsWith('get'))).toEqual([]);
  });

  it('costs one read of its reconciliation, however many calls that one holds', async () => {
    for (const key of [a, b, keyOf('c')]) hold(claimedBy, minutesBefore(31), key);
    hold(claimedBy, minutesBefore(31), keyOf('d'), 'r-other');
    finder.putReconciliation({});
    await finder.run();
    expect(finder.steps.log.filter((step) => step === 'get r-holder')).toHaveLength(1);
    expect(finder.steps.log.filter((step) => step === 'get r-other')).toHaveLength(1);
    expect(finder.takePublished()).toEqual([['d']]);
  });
});

/** Reads of the reconciliation fail. */
describe('a reconciliation that cannot be read', () => {
  const get = (): Promise<never> => Promise.reject(new UnreadableItemError('phase: invalid'));
  beforeEach(() => {
    finder = makeTestFinder({ deps: () => ({ reconciliations: { get } }) });
  });

  it('loses its stale calls, with one error for all of them', async () => {
    hold(queuedBy, minutesBefore(31));
    hold(claimedBy, minutesBefore(31), b);
    expect(await finder.run()).toMatchObject({ totalCallsFound: 2, totalEventsPublished: 1 });
    expect(finder.noted('reconciliation_unreadable')).toEqual([
      {
        type: 'reconciliation_unreadable',
        reconciliationId: 'r-holder' as ReconciliationId,
        isLeftAlone: false,
        reason: 'phase: invalid',
      },
    ]);
    expect(finder.takePublished()).toEqual([['a', 'b']]);
  });

  it('keeps its calls before the stale time', async () => {
    hold(claimedBy, minutesBefore(29));
    expect(await finder.run()).toMatchObject({ totalCallsFound: 0 });
  });

  it('does not save its calls once OCP deletes them', async () => {
    hold(claimedBy, minutesBefore(31));
    await finder.run({ now: daysBefore(-60) });
    expect(finder.get(a)?.outcome?.code).toBe('RETENTION_EXPIRED');
  });
});

it('leaves the stale calls of a reconciliation that a newer version wrote, and reports it', async () => {
  const get = (): Promise<never> => Promise.reject(new NewerItemError('schema version 9'));
  finder = makeTestFinder({ deps: () => ({ reconciliations: { get } }) });
  hold(queuedBy, minutesBefore(31));
  hold(claimedBy, minutesBefore(31), b);
  expect(await finder.run()).toMatchObject({ totalCallsFound: 0, totalEventsPublished: 0 });
  expect(finder.get(a)?.reconciliationId).toBe('r-holder');
  expect(finder.noted('reconciliation_unreadable')).toMatchObject([
    { reconciliationId: 'r-holder', isLeftAlone: true, reason: 'schema version 9' },
  ]);
});

it('ends the execution if a reconciliation cannot be read for another reason', async () => {
  const get = (): Promise<never> => Promise.reject(new Error('throttled'));
  finder = makeTestFinder({ deps: () => ({ reconciliations: { get } }) });
  hold(queuedBy, minutesBefore(31));
  await expect(finder.run()).rejects.toThrow('throttled');
  expect(finder.noted('reconciliation_unreadable')).toEqual([]);
  expect(finder.memory.claim).toBeUndefined();
});

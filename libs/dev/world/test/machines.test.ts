import { CALL_EVENTS, SENT_EVENTS } from '../src/machines/call-events.ts';
import { applyTo, type CallState, fieldsOf } from '../src/machines/call-state.ts';
import { explore, keyOfFields } from '../src/machines/explore.ts';
import { exploredCall } from '../src/machines/explored-call.ts';
import { exploredExportJob } from '../src/machines/explored-export-job.ts';
import { exploredReconciliation } from '../src/machines/explored-reconciliation.ts';

/** More events than lead to a new state. */
const EVERYTHING = 30;

describe('every sequence of events', () => {
  it('moves an export job forward: it ends, frees its slot in time, and leaves no window open', () => {
    const { broken, isExhausted, states } = explore(exploredExportJob, EVERYTHING);
    expect(broken).toEqual([]);
    expect(isExhausted).toBe(true);
    expect(states.length).toBeGreaterThan(1_000);
  });

  it('moves a reconciliation forward: it is closed once, with a result for each call', () => {
    const { broken, isExhausted, states } = explore(exploredReconciliation, EVERYTHING);
    expect(broken).toEqual([]);
    expect(isExhausted).toBe(true);
    expect(states.length).toBeGreaterThan(1_000);
  });

  it('of three from each state of a call leaves it stored, final by proof or deadline, or recoverable', () => {
    const { broken, states } = explore(exploredCall, 3);
    expect(broken).toEqual([]);
    expect(states.length).toBeGreaterThan(1_000);
  });

  it('that OCP sends for a call gives the same record in any order', () => {
    const events = { ...SENT_EVENTS, ...pick('discovered', 'stored by push') };
    const records = ordersOf(Object.values(events)).map((order) => {
      const twice = order.flatMap((make) => [make, make]);
      const end = twice.reduce<CallState>(applyTo, { at: 0, slip: 'none' });
      return keyOfFields(fieldsOf(end.record!));
    });
    expect(records).toHaveLength(120);
    expect(new Set(records).size).toBe(1);
  });
});

describe('the explorer', () => {
  const counter = {
    starts: { zero: 0 },
    events: { 'plus one': (n: number) => Math.min(n + 1, 5), 'plus two': (n: number) => Math.min(n + 2, 5) },
    keyOf: String,
    checkStep: () => [],
    checkState: () => [],
  };

  it('reaches each state once and says when there are no more', () => {
    expect(explore(counter, 2)).toMatchObject({ states: [0, 1, 2, 3, 4], isExhausted: false });
    expect(explore(counter, 9)).toMatchObject({ states: [0, 1, 2, 3, 4, 5], steps: 12, isExhausted: true });
  });

  it('reports the shortest way to what is wrong', () => {
    const checkState = (n: number) => (n === 4 ? ['it is four'] : []);
    const checkStep = (before: number, after: number) => (after - before === 2 ? ['it grew by two'] : []);
    const { broken } = explore({ ...counter, checkState, checkStep }, 2);
    expect(broken).toContain('it is four, after zero, plus two, plus two');
    expect(broken[0]).toBe('it grew by two, after zero, plus two');
  });
});

function pick(...names: string[]) {
  return Object.fromEntries(names.map((name) => [name, CALL_EVENTS[name]!]));
}

function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => ordersOf(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

import type { Execution } from '../src/index.ts';
import { makeCatchUp } from '../src/index.ts';

const { signal } = new AbortController();

const execution = (over: Partial<Execution> = {}): Execution => ({
  batchId: 'b-1',
  totalCallsQueried: 0,
  successfulCalls: 0,
  failedCalls: 0,
  totalCallsFound: 10,
  totalWindowsCreated: 4,
  totalEventsPublished: 4,
  failedPublishes: 0,
  unreadableCalls: 0,
  isDryRun: false,
  sweepsEnabled: true,
  limitReached: true,
  durationMs: 1,
  ...over,
});

/** Plays these executions, one after the other; afterwards the claim is taken. */
const play = async (
  executions: readonly Execution[],
  { open = 0, max = 10, stopping = signal }: { open?: number; max?: number; stopping?: AbortSignal } = {},
) => {
  const events: object[] = [];
  const counts: number[] = [];
  let runs = 0;
  const catchUp = makeCatchUp({
    findMissingCalls: async () => executions[runs++],
    countOpenWindows: async (limit) => {
      counts.push(limit);
      return open;
    },
    maxOutstandingWindows: max,
    note: (event) => void events.push(event),
  });
  const first = await catchUp({ isDryRun: false, signal: stopping });
  return { first, runs, counts, events };
};

describe('makeCatchUp', () => {
  it('follows an execution that reached its limit, until enough windows are open', async () => {
    const full = execution();
    const { runs, first, events } = await play([full, full, full, full]);

    // 4 and 8 are fewer than 10, 12 are not.
    expect(runs).toBe(3);
    expect(first).toBe(full);
    expect(events).toEqual([
      { type: 'pooler_execution_followed', outstandingWindows: 4 },
      { type: 'pooler_execution_followed', outstandingWindows: 8 },
    ]);
  });

  it('counts the windows that were open before', async () => {
    const { runs, counts } = await play([execution(), execution()], { open: 6 });

    expect(runs).toBe(1);
    expect(counts).toEqual([10]);
  });

  it('ends with the execution that took every call', async () => {
    const { runs } = await play([execution(), execution({ limitReached: false }), execution()]);

    expect(runs).toBe(2);
  });

  it.each([
    ['took every call', execution({ limitReached: false })],
    ['was a dry run', execution({ isDryRun: true, totalEventsPublished: 0 })],
    ['published nothing', execution({ totalEventsPublished: 0 })],
    ['could not publish each window', execution({ failedPublishes: 1 })],
  ])('does not follow an execution that %s, and counts nothing', async (_, only) => {
    const { runs, counts } = await play([only, execution()]);

    expect(runs).toBe(1);
    expect(counts).toEqual([]);
  });

  it('reports that the open windows cannot be counted, and gives the execution that has completed', async () => {
    const first = execution();
    const err = new Error('throttled');
    const events: object[] = [];
    let runs = 0;
    const catchUp = makeCatchUp({
      findMissingCalls: async () => {
        runs += 1;
        return first;
      },
      countOpenWindows: () => Promise.reject(err),
      maxOutstandingWindows: 10,
      note: (event) => void events.push(event),
    });

    expect(await catchUp({ isDryRun: false, signal })).toBe(first);
    expect(runs).toBe(1);
    expect(events).toEqual([{ type: 'catch_up_failed', err }]);
  });

  it('stops if another pooler took the claim', async () => {
    const { runs, first } = await play([execution()]);

    expect(runs).toBe(2);
    expect(first).toBeDefined();
  });

  it('starts no other execution once the process stops', async () => {
    const { runs } = await play([execution(), execution()], { stopping: AbortSignal.abort() });

    expect(runs).toBe(1);
  });

  it('runs one execution at a time of the schedule if the variable is 0', async () => {
    const { runs } = await play([execution(), execution()], { max: 0 });

    expect(runs).toBe(1);
  });
});

import { type CallSummary, HOUR_MS, hourOf, makeCallCounter, shifted } from '@recordings/call-record';
import fc from 'fast-check';
import type { CountingDeps } from '../src/counting/counting-deps.ts';
import { makeCountHours } from '../src/counting/make-count-hours.ts';
import { minute, readFrom, storedCall, summary, tenantId } from './calls.ts';
import { makeMemoryCounts } from './memory-counts.ts';

const HOURS = [0, 1, 2].map((n) => minute(60 * n));
const now = minute(60 * 10);
const { signal } = new AbortController();

/** Where a call is after a change: its hour, and whether it is stored. */
const place = fc.record({ hour: fc.nat(HOURS.length - 1), isStored: fc.boolean() });
type Place = { readonly hour: number; readonly isStored: boolean };

const callAt = (id: number, { hour, isStored }: Place): CallSummary =>
  (isStored ? storedCall : summary)(`c-${id}`, { callTimestamp: minute(60 * hour + 7) });

const fullCount = (calls: readonly CallSummary[]) =>
  HOURS.map((hour) => {
    const counter = makeCallCounter();
    for (const call of calls) if (hourOf(call.callTimestamp) === hour) counter.add(call);
    return counter.list();
  });

describe('counts of hours', () => {
  it('end as a full count gives them, whatever the order of changes, marks, runs and crashes', async () => {
    let outdated = 0;
    let again = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(place, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(4), place), { maxLength: 8 }),
        fc.array(fc.option(fc.nat(25), { nil: undefined }), { minLength: 1, maxLength: 3 }),
        async (scheduler, before, changes, crashes) => {
          const calls = new Map(before.map((at, id) => [id, callAt(id, at)]));
          const memory = makeMemoryCounts();

          /** Every step of a port takes effect when the scheduler says so. After `crashAfter` steps the run is dead. */
          const run = (crashAfter = Infinity): Promise<void> => {
            let steps = 0;
            const step =
              <A extends unknown[], R>(port: (...args: A) => Promise<R>) =>
              async (...args: A): Promise<R> => {
                await scheduler.schedule(Promise.resolve());
                if ((steps += 1) > crashAfter) throw new Error('killed');
                return port(...args);
              };
            const { counts } = memory;
            const deps: CountingDeps = {
              counts: {
                get: step(counts.get),
                put: step(counts.put),
                marked: step(counts.marked),
                getProgress: step(counts.getProgress),
                putProgress: step(counts.putProgress),
                unregisteredTenants: counts.unregisteredTenants,
              },
              readCalls: step((range, page) => readFrom([...calls.values()], { maxItems: 2 })(range, page)),
              tenantIds: [tenantId],
              firstHourAgeMs: 8 * HOUR_MS,
              isRegistered: () => true,
              now: () => now,
              note: (event) => {
                if (event.type === 'hour_count_outdated') outdated += 1;
                if (event.type === 'hour_counted' && event.isAgain) again += 1;
              },
            };
            return makeCountHours(deps)(signal).catch(() => undefined);
          };
          /** The call changes; later its hours are marked, perhaps twice. */
          const change = async (id: number, at: Place): Promise<void> => {
            await scheduler.schedule(Promise.resolve());
            const was = calls.get(id);
            const is = callAt(id, at);
            calls.set(id, is);
            const hours = new Set([was ?? is, is].map(({ callTimestamp }) => hourOf(callTimestamp)));
            for (const _ of [1, 2]) {
              await scheduler.schedule(Promise.resolve());
              for (const hour of hours) memory.mark({ tenantId, hour });
            }
          };

          const work = [...crashes.map((after) => run(after)), ...changes.map(([id, at]) => change(id, at))];
          await scheduler.waitFor(Promise.all(work));
          await scheduler.waitFor(run());

          const stored = HOURS.map((hour) => memory.hours.get(`${tenantId}#${hour}`));
          expect(stored.map((one) => one?.groups ?? [])).toEqual(fullCount([...calls.values()]));
          expect(stored.filter((one) => one?.recountState !== undefined)).toEqual([]);
          expect(memory.progress.get(tenantId)?.countedUntil).toBe(shifted(now, -2 * HOUR_MS));
        },
      ),
      { numRuns: 400 },
    );
    expect(outdated).toBeGreaterThan(0);
    expect(again).toBeGreaterThan(0);
  });
});

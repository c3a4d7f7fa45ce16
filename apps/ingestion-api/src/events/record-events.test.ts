import { type CallKey, parseRegistry, type Transition } from '@recordings/call-record';
import { makeLogger, makeMetrics } from '@recordings/service';
import { cdrEnd, cdrStart, ivrEnd } from '../../test/call-events.ts';
import { registryFile } from '../../test/test-registry.ts';
import { makeIngestionMetrics } from '../ingestion-metrics.ts';
import { readEvents } from './read-events.ts';
import { makeRecordEvents } from './record-events.ts';

const never = new AbortController().signal;

/** Records to nowhere. `change` is told of each call and does what it likes meanwhile. */
const recordEventsWith = (change: (key: CallKey) => Promise<void>) =>
  makeRecordEvents({
    calls: {
      change: async <R>(key: CallKey, transition: Transition<R>): Promise<R> => {
        await change(key);
        return transition(undefined).result;
      },
    },
    quarantine: () => Promise.resolve(),
    registry: parseRegistry(registryFile),
    shardCount: 4,
    now: () => '2026-01-15T12:00:00.000Z',
    metrics: makeIngestionMetrics(makeMetrics('test')),
    log: makeLogger({ service: 'test', level: 'silent' }),
  });

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('recordEvents', () => {
  it('takes in the events of one call one after the other, calls side by side, and not too many', async () => {
    const atWork = new Map<string, number>();
    let mostAtWork = 0;
    const recordEvents = recordEventsWith(async ({ callId }) => {
      atWork.set(callId, (atWork.get(callId) ?? 0) + 1);
      expect(atWork.get(callId)).toBe(1);
      mostAtWork = Math.max(mostAtWork, atWork.size);
      await turn();
      atWork.delete(callId);
    });
    const events = Array.from({ length: 200 }, (_, n) => [
      cdrStart(`c-${n}`),
      ivrEnd(`c-${n}`),
      cdrEnd(`c-${n}`),
    ]);
    const counts = await recordEvents(readEvents(JSON.stringify(events.flat())), never);
    expect(counts).toEqual({ recorded: 600, repeated: 0, ignored: 0, quarantined: 0 });
    expect(mostAtWork).toBeGreaterThan(1);
    expect(mostAtWork).toBeLessThanOrEqual(20);
  });

  it('throws the first fault, and then leaves the rest to the next delivery', async () => {
    let changes = 0;
    const recordEvents = recordEventsWith(async () => {
      changes += 1;
      await turn();
      throw new Error('DynamoDB is away');
    });
    const events = Array.from({ length: 200 }, (_, n) => cdrEnd(`c-${n}`));
    await expect(recordEvents(readEvents(JSON.stringify(events)), never)).rejects.toThrow('DynamoDB is away');
    await turn();
    expect(changes).toBeLessThanOrEqual(20);
  });
});

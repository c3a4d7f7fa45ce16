import { type CallKey, parseRegistry, TenantId, type Transition } from '@recordings/call-record';
import { DomainError } from '@recordings/fault';
import { makeLogger, makeMetrics } from '@recordings/service';
import { cdrEnd, cdrStart, ivrEnd } from '../../test/call-events.ts';
import { registryFile } from '../../test/test-registry.ts';
import { makeIngestionMetrics } from '../ingestion-metrics.ts';
import { readEvents } from './read-events.ts';
import { makeRecordEvents } from './record-events.ts';

const never = new AbortController().signal;
const acme = TenantId.parse('acme');

type Kept = { readonly bytes: string; readonly reason: object };

/** Records to nowhere. `change` is told of each call and does what it likes meanwhile. */
const recordEventsWith = (change: (key: CallKey) => Promise<void>) => {
  const kept: Kept[] = [];
  const recordEvents = makeRecordEvents({
    calls: {
      change: async <R>(key: CallKey, transition: Transition<R>): Promise<R> => {
        await change(key);
        return transition(undefined).result;
      },
    },
    quarantine: (_, [bytes], reason) => {
      kept.push({ bytes: Buffer.from(bytes!).toString(), reason });
      return Promise.resolve();
    },
    registry: parseRegistry(registryFile),
    shardCount: 4,
    now: () => '2026-01-15T12:00:00.000Z',
    metrics: makeIngestionMetrics(makeMetrics('test')),
    log: makeLogger({ service: 'test', level: 'silent' }),
  });
  const send = (events: readonly object[], signal = never) =>
    recordEvents(readEvents(Buffer.from(JSON.stringify(events)))!, acme, signal);
  return { send, kept };
};

class BadRecordError extends DomainError {
  readonly code = 'STORE_ITEM_UNREADABLE';
  readonly fault = 'permanent';
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('recordEvents', () => {
  it('takes in the events of one call one after the other, calls side by side, and not too many', async () => {
    const atWork = new Map<string, number>();
    let mostAtWork = 0;
    const { send } = recordEventsWith(async ({ callId }) => {
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
    const counts = await send(events.flat());
    expect(counts).toEqual({ recorded: 600, repeated: 0, ignored: 0, quarantined: 0 });
    expect(mostAtWork).toBeGreaterThan(1);
    expect(mostAtWork).toBeLessThanOrEqual(20);
  });

  it('throws the first fault, and leaves the rest to the next delivery if nothing works', async () => {
    let changes = 0;
    const { send } = recordEventsWith(async () => {
      changes += 1;
      await turn();
      throw new Error('DynamoDB is away');
    });
    const events = Array.from({ length: 200 }, (_, n) => cdrEnd(`c-${n}`));
    await expect(send(events)).rejects.toThrow('DynamoDB is away');
    await turn();
    expect(changes).toBeLessThanOrEqual(20);
  });

  it.each([0, 150, 299])(
    'records the others although event %i meets a fault that may pass, and throws that fault',
    async (faulty) => {
      const changed = new Set<string>();
      const { send, kept } = recordEventsWith(async ({ callId }) => {
        await turn();
        if (callId === `c-${faulty}`) throw new Error('contended');
        changed.add(callId);
      });
      const events = Array.from({ length: 300 }, (_, n) => cdrEnd(`c-${n}`));
      await expect(send(events)).rejects.toThrow('contended');
      expect(changed.size).toBe(299);
      expect(kept).toEqual([]);
    },
  );

  it.each([
    ['a fault of its record', () => new BadRecordError('cannot be read'), 'STORE_ITEM_UNREADABLE'],
    ['its own nesting', () => new RangeError('Maximum call stack size exceeded'), 'UNEXPECTED'],
  ])('quarantines an event that %s stops for good, and records the others', async (_, fault, reason) => {
    const { send, kept } = recordEventsWith(async ({ callId }) => {
      await turn();
      if (callId === 'c-7') throw fault();
    });
    const events = Array.from({ length: 300 }, (_none, n) => cdrEnd(`c-${n}`));
    const counts = await send(events);
    expect(counts).toEqual({ recorded: 299, repeated: 0, ignored: 0, quarantined: 1 });
    expect(kept).toEqual([
      {
        bytes: JSON.stringify(events[7]),
        reason: expect.objectContaining({ reason, detail: fault().message }),
      },
    ]);
  });

  it('stops when its time is up', async () => {
    const aborter = new AbortController();
    let changes = 0;
    const { send } = recordEventsWith(async () => {
      changes += 1;
      await turn();
      aborter.abort(new Error('time is up'));
    });
    const events = Array.from({ length: 200 }, (_, n) => cdrEnd(`c-${n}`));
    await expect(send(events, aborter.signal)).rejects.toThrow('time is up');
    expect(changes).toBeLessThanOrEqual(20);
  });

  it('gives an event that names no group to the tenant of its sender', async () => {
    const keys: CallKey[] = [];
    const { send } = recordEventsWith(async (key) => {
      keys.push(key);
      await turn();
    });
    await send([cdrEnd('c-1', { groupId: 'undefined' }), cdrEnd('c-2', { groupId: 'Nobody_EN' })]);
    expect(keys).toEqual([
      { tenantId: 'acme', callId: 'c-1' },
      { tenantId: 'unknown', callId: 'c-2' },
    ]);
  });
});

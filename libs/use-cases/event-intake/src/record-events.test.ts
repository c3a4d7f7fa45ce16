import type { CallKey } from '@recordings/call-record';
import { DomainError } from '@recordings/fault';
import { cdrEnd, cdrStart, ivrEnd } from '../test/cdr-events.ts';
import { recordToMemory, turn } from '../test/event-fixture.ts';

class BadRecordError extends DomainError {
  readonly code = 'STORE_ITEM_UNREADABLE';
  readonly fault = 'permanent';
}

const manyEnds = (count: number): object[] => Array.from({ length: count }, (_, n) => cdrEnd(`c-${n}`));

describe('recordEvents', () => {
  it('records events of one call one after the other, and at most 20 calls side by side', async () => {
    const atWork = new Map<string, number>();
    let mostAtWork = 0;
    const { send } = recordToMemory(async ({ callId }) => {
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
    expect(counts).toEqual({ recorded: 600, repeated: 0, ignored: 0, quarantined: 0, refused: 0 });
    expect(mostAtWork).toBe(20);
  });

  it('throws the first fault, and makes at most 20 attempts when every one fails', async () => {
    let changes = 0;
    const { send } = recordToMemory(async () => {
      changes += 1;
      await turn();
      throw new Error('DynamoDB is away');
    });
    await expect(send(manyEnds(200))).rejects.toThrow('DynamoDB is away');
    await turn();
    expect(changes).toBeLessThanOrEqual(20);
  });

  it.each([0, 150, 299])(
    'records the other events although event %i meets a transient fault, then throws that fault',
    async (faulty) => {
      const changed = new Set<string>();
      const { send, quarantined } = recordToMemory(async ({ callId }) => {
        await turn();
        if (callId === `c-${faulty}`) throw new Error('contended');
        changed.add(callId);
      });
      await expect(send(manyEnds(300))).rejects.toThrow('contended');
      expect(changed.size).toBe(299);
      expect(quarantined).toEqual([]);
    },
  );

  it('does not throw before the work that is under way has ended', async () => {
    let isSlowOneDone = false;
    const { send } = recordToMemory(async ({ callId }) => {
      if (callId === 'c-0') throw new Error('contended');
      await turn();
      await turn();
      isSlowOneDone = true;
    });
    await expect(send([cdrEnd('c-0'), cdrEnd('c-1')])).rejects.toThrow('contended');
    expect(isSlowOneDone).toBe(true);
  });

  it.each([
    ['a permanent fault of its record', () => new BadRecordError('cannot be read'), 'STORE_ITEM_UNREADABLE'],
    ['too deep nesting', () => new RangeError('Maximum call stack size exceeded'), 'UNEXPECTED'],
  ])('quarantines an event that fails by %s, and records the others', async (_, fault, reason) => {
    const { send, quarantined } = recordToMemory(async ({ callId }) => {
      await turn();
      if (callId === 'c-7') throw fault();
    });
    const events = manyEnds(300);
    const counts = await send(events);
    expect(counts).toEqual({ recorded: 299, repeated: 0, ignored: 0, quarantined: 1, refused: 0 });
    expect(quarantined).toEqual([
      {
        key: expect.stringMatching(/^events\/acme\/acme-push\/[0-9a-f]{64}$/),
        bytes: JSON.stringify(events[7]),
        reason: {
          ...{ reason, detail: fault().message, sender: 'acme-push', at: '2026-01-15T12:00:00.000Z' },
          events: [expect.objectContaining({ position: 8, eventType: 'CDR_END', callId: 'c-7', reason })],
        },
      },
    ]);
  });

  it('stops when the signal aborts', async () => {
    const aborter = new AbortController();
    let changes = 0;
    const { send } = recordToMemory(async () => {
      changes += 1;
      await turn();
      aborter.abort(new Error('the time limit has passed'));
    });
    await expect(send(manyEnds(200), aborter.signal)).rejects.toThrow('the time limit has passed');
    expect(changes).toBeLessThanOrEqual(20);
  });

  it('keeps an event that its record refuses although another event meets a transient fault', async () => {
    const { send, quarantined } = recordToMemory(async ({ callId }) => {
      await turn();
      throw callId === 'c-0' ? new BadRecordError('cannot be read') : new Error('contended');
    });
    await expect(send(manyEnds(2))).rejects.toThrow('contended');
    expect(quarantined.map(({ bytes }) => bytes.trim())).toEqual([JSON.stringify(cdrEnd('c-0'))]);
  });

  it("uses the sender's tenant for an event without a group, and its own place for an unregistered group", async () => {
    const keys: CallKey[] = [];
    const { send } = recordToMemory(async (key) => {
      keys.push(key);
      await turn();
    });
    await send([cdrEnd('c-1', { groupId: 'undefined' }), cdrEnd('c-2', { groupId: 'Nobody_EN' })]);
    expect(keys).toEqual([
      { tenantId: 'acme', callId: 'c-1' },
      { tenantId: 'unknown:acme', callId: 'c-2' },
    ]);
  });

  it('adds an event of an unregistered group to the record that the call has under the tenant of its sender', async () => {
    const { send, records } = recordToMemory();
    await send([cdrStart('c-1'), cdrEnd('c-1', { groupId: 'Nobody_EN' })]);
    await send([cdrEnd('c-1', { groupId: 'Nobody_EN' })]);
    expect([...records.keys()]).toEqual(['acme#c-1']);
    expect(records.get('acme#c-1')).toMatchObject({ groupId: 'Acme_EN', hasCdrEnd: true });
  });

  it('never starts an event from the record of the same call id of another tenant', async () => {
    const { send, records } = recordToMemory();
    await send([cdrEnd('c-1', { groupId: 'Nobody_EN' }), cdrStart('c-1'), cdrEnd('c-1')]);
    expect(records.get('unknown:acme#c-1')).toMatchObject({ tenantId: 'unknown:acme', revision: 1 });
    expect(records.get('acme#c-1')).toMatchObject({ tenantId: 'acme', revision: 2, hasCdrEnd: true });
  });
});

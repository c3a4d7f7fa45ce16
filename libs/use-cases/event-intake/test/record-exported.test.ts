import { type CallRecord, TenantId, type Transition, timestampOf } from '@recordings/call-record';
import { makeProtect } from '@recordings/pii';
import { makeRecordExported } from '../src/index.ts';
import { never, registry, turn } from './event-fixture.ts';

const acme = TenantId.parse('acme');

const recordToMemory = () => {
  const records = new Map<string, CallRecord>();
  const quarantined: string[] = [];
  const record = makeRecordExported({
    calls: {
      change: async <R>(
        { tenantId, callId }: { tenantId: string; callId: string },
        change: Transition<R>,
      ) => {
        const { next, result } = change(records.get(`${tenantId}#${callId}`));
        if (next) records.set(`${tenantId}#${callId}`, next);
        return result;
      },
    },
    getCall: async ({ tenantId, callId }) => records.get(`${tenantId}#${callId}`),
    getCalls: async (keys) => keys.map(() => undefined),
    quarantine: async (key) => void quarantined.push(key),
    ...{ registry, shardCount: 4, now: () => timestampOf(Date.UTC(2026, 0, 15, 12)), by: 'inventory-sweep' },
    note: () => undefined,
    protectOf: () => () => makeProtect({ fields: {}, hash: (value) => value }),
    limits: { maxEvents: 10, yieldToOthers: turn },
    signal: never,
  });
  const send = (...lines: (object | string)[]) => {
    const texts = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)));
    return record(acme, Buffer.from(texts.join('\n')));
  };
  return { records, quarantined, send };
};

const eventOf = (callId: string, groupId: string, channel = 'voice') => ({
  ...{ eventType: 'CDR_START', callId, groupId, channel, timestamp: '2026-01-13T10:00:00.000Z' },
});

describe('exported events', () => {
  it('make records by the rules for pushed events, and name the sweep in the history', async () => {
    const { records, send } = recordToMemory();
    expect(await send(eventOf('c-1', 'Acme_EN'), eventOf('c-2', 'Acme_EN', 'chat'))).toMatchObject({
      ...{ events: 2, recorded: 2 },
    });
    expect(records.get('acme#c-1')).toMatchObject({
      history: [{ what: 'CDR_START', by: 'inventory-sweep' }],
    });
    expect(records.get('acme#c-2')?.outcome?.code).toBe('NO_AUDIO_EXPECTED');
  });

  it('are counted as recorded once, however often they are exported', async () => {
    const { send } = recordToMemory();
    await send(eventOf('c-1', 'Acme_EN'));
    expect(await send(eventOf('c-1', 'Acme_EN'))).toMatchObject({ events: 1, recorded: 0 });
  });

  it('go to quarantine if they cannot be read, or are of another tenant', async () => {
    const { records, quarantined, send } = recordToMemory();
    const refused = [eventOf('c-1', 'Bolt_EN'), eventOf('c-3', 'Bolt_EN')];
    expect(await send(...refused)).toMatchObject({ events: 0, recorded: 0, unrecorded: 2 });
    const half = '{"half": ';
    expect(await send(half, eventOf('c-2', 'Acme_EN'))).toMatchObject({ events: 1, unrecorded: 1 });
    expect(await send(half, ...refused, eventOf('c-2', 'Acme_EN'))).toMatchObject({ unrecorded: 3 });
    expect([...records.keys()]).toEqual(['acme#c-2']);
    // Those of one request are kept together.
    expect(quarantined).toHaveLength(3);
  });

  it('are none in an empty body', async () => {
    expect(await recordToMemory().send('')).toMatchObject({ events: 0, recorded: 0, unrecorded: 0 });
  });

  it('say of each call whether audio is expected, also if its record exists', async () => {
    const { send } = recordToMemory();
    const events = [eventOf('c-1', 'Acme_EN'), eventOf('c-2', 'Acme_EN', 'chat')];
    for (let n = 0; n < 2; n += 1) {
      const { calls } = await send(...events, eventOf('c-3', 'Bolt_EN'));
      expect([...calls]).toEqual([
        ['c-1', { isAudioExpected: true }],
        ['c-2', { isAudioExpected: false }],
      ]);
    }
  });

  it('are not read if one body has too many of them, and end nothing else', async () => {
    const { records, send } = recordToMemory();
    const list = JSON.stringify(Array.from({ length: 11 }, (_, at) => eventOf(`c-${at}`, 'Acme_EN')));
    expect(await send(list)).toMatchObject({ events: 0, limitReached: expect.stringContaining('10 events') });
    expect(records.size).toBe(0);
  });
});

import { recordToMemory } from './event-fixture.ts';

const time = '2026-01-15T10:30:00.000Z';
const end = (callId: string) => ({ eventType: 'CDR_END', callId, groupId: 'Acme_EN', timestamp: time });
const start = (callId: string) => ({ ...end(callId), eventType: 'CDR_START' });
const readsOf = (steps: readonly string[]) => steps.filter((step) => step.startsWith('read'));
const many = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `call-${from + at}`);

describe('the records of a request with several calls', () => {
  it('are read together, and each event has its own outcome', async () => {
    const { send, steps, records } = recordToMemory();
    await send([end('a')]);
    expect(await send([end('a'), end('b'), end('c')])).toMatchObject({ recorded: 2, repeated: 1 });
    expect(readsOf(steps)).toEqual(['read 3']);
    expect([...records.keys()]).toEqual(['acme#a', 'acme#b', 'acme#c']);
  });

  it('are read in parts, so that the memory for them has a bound', async () => {
    const { send, steps, records } = recordToMemory();
    expect(await send(many(60).map(end))).toMatchObject({ recorded: 60 });
    expect(readsOf(steps)).toEqual(['read 25', 'read 25', 'read 10']);
    expect(records.size).toBe(60);
  });

  it('are not read for the start of a call, nor for one call', async () => {
    const { send, steps } = recordToMemory();
    await send([start('a'), start('b'), end('c'), end('c')]);
    await send([end('a')]);
    expect(readsOf(steps)).toEqual([]);
  });

  it('are read one by one if they cannot be read together', async () => {
    const { send } = recordToMemory(undefined, { getCalls: () => Promise.reject(new Error('throttled')) });
    expect(await send(many(30).map(end))).toMatchObject({ recorded: 30 });
  });

  it('do not keep a call from its outcome that cannot be read among them', async () => {
    const { send } = recordToMemory(undefined, { getCalls: async (keys) => keys.map(() => undefined) });
    expect(await send([end('a'), end('b')])).toMatchObject({ recorded: 2 });
  });
});

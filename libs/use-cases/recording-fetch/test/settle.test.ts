import { makeTestFetch, reconciliationId } from './fetch-fixture.ts';

describe('settling a call', () => {
  it('asks to close the reconciliation when no call of it is open', async () => {
    const { fetch, checks } = makeTestFetch({
      outcomes: { call: 'open', a: 'stored', b: 'failed', c: 'not-found' },
    });
    await fetch();
    expect(checks).toEqual([{ version: '1.0', kind: 'close', reconciliationId }]);
  });

  it('asks to close again when its message comes again, because the worker may have died before it asked', async () => {
    const { fetch, checks, steps } = makeTestFetch({ outcomes: { call: 'stored', a: 'stored' } });
    await fetch();
    expect(steps.slice(-4)).toEqual([
      'read reconciliation',
      'read reconciliation done',
      'send check',
      'send check done',
    ]);
    expect(checks).toHaveLength(1);
  });

  it('asks for nothing while another call is open', async () => {
    const { fetch, checks, settled } = makeTestFetch({ outcomes: { a: 'open', call: 'open', b: 'stored' } });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(settled).toHaveLength(1);
    expect(checks).toEqual([]);
  });

  it('tells the execution that waits for the downloads that they go on', async () => {
    const { fetch, checks, heartbeats } = makeTestFetch({
      outcomes: { a: 'open', call: 'open' },
      downloadToken: 'token-1',
    });
    await fetch();
    expect(heartbeats).toEqual(['token-1']);
    expect(checks).toEqual([]);
  });

  it('tells it nothing after the last download: the reconciler answers its task', async () => {
    const { fetch, checks, heartbeats } = makeTestFetch({
      outcomes: { call: 'open' },
      downloadToken: 'token-1',
    });
    await fetch();
    expect(heartbeats).toEqual([]);
    expect(checks).toHaveLength(1);
  });

  it.each(['waiting', 'missing'] as const)('asks for nothing if the reconciliation is %s', async (phase) => {
    const { fetch, checks, settled } = makeTestFetch({ phase });
    await fetch();
    expect(settled).toHaveLength(1);
    expect(checks).toEqual([]);
  });
});

import { makeTestFetch, reconciliationId } from './fetch-fixture.ts';

describe('settling a call', () => {
  it('asks to close the reconciliation when no call of it is open', async () => {
    const { fetch, checks } = makeTestFetch({
      outcomes: { call: 'open', a: 'stored', b: 'failed', c: 'not-found' },
    });
    await fetch();
    expect(checks).toEqual([{ version: '1.0', kind: 'close', reconciliationId }]);
  });

  it('asks for nothing while another call is open', async () => {
    const { fetch, checks, settled } = makeTestFetch({ outcomes: { a: 'open', call: 'open', b: 'stored' } });
    expect(await fetch()).toEqual({ kind: 'ack' });
    expect(settled).toHaveLength(1);
    expect(checks).toEqual([]);
  });

  it.each(['waiting', 'missing'] as const)('asks for nothing if the reconciliation is %s', async (phase) => {
    const { fetch, checks, settled } = makeTestFetch({ phase });
    await fetch();
    expect(settled).toHaveLength(1);
    expect(checks).toEqual([]);
  });
});

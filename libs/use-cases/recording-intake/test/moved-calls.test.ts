import { CallId, type CallKey, TenantId } from '@recordings/call-record';
import { wavOf } from '@recordings/test-kit';
import { makeRecoverStaged } from '../src/index.ts';
import { followMove } from '../src/staging/follow-move.ts';
import { Crash, send } from './crashing.ts';
import { makeMemory, never, recordOf, stagingDepsOn } from './intake-fixture.ts';

describe('a staged recording whose call has moved to another tenant', () => {
  it('is stored under the new tenant', async () => {
    const calls: string[] = [];
    await send(makeMemory(), wavOf(30_044), undefined, calls);
    const memory = makeMemory();
    const death = { call: calls.indexOf('finish'), when: 'after' } as const;
    await expect(send(memory, wavOf(30_044), death)).rejects.toThrow(Crash);
    const deps = { ...stagingDepsOn(memory), findMovedTo: async () => TenantId.parse('bolt') };
    await makeRecoverStaged(deps)(never);
    expect(memory.records.get('bolt#call-1')).toMatchObject({ s3Stored: true });
    expect(recordOf(memory)).toBeUndefined();
  });

  it.each([
    ['twice', { acme: 'bolt', bolt: 'core' }, 'core'],
    ['there and back, by what one process read of both', { acme: 'bolt', bolt: 'acme' }, 'acme'],
  ])('follows a call that moved %s', async (_, moves: Record<string, string>, tenantId) => {
    const findMovedTo = async (key: CallKey) =>
      moves[key.tenantId] === undefined ? undefined : TenantId.parse(moves[key.tenantId]);
    const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('call-1') };
    expect(await followMove({ findMovedTo }, key)).toMatchObject({ tenantId });
  });
});

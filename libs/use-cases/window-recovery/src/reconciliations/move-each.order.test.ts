import { GroupId, ReconciliationId } from '@recordings/call-record';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { moveEach } from './move-each.ts';

describe('moveEach', () => {
  it.each([0, 1])('moves %i reconciliations if `before` rejects then', async (count) => {
    const ids = ['r-1', 'r-2'].map((id) => ReconciliationId.parse(id));
    const moved: ReconciliationId[] = [];
    const deps = {
      reconciliations: { get: async (id: ReconciliationId) => void moved.push(id) },
      exportGroups: { removeWindow: async () => undefined },
    } as unknown as RecoveryDeps;
    const group = { ocpHost: 'ocp.example', groupId: GroupId.parse('Acme_EN') };
    const before = async (): Promise<void> => {
      if (moved.length === count) throw new Error('taken over');
    };
    await expect(moveEach(deps, group, ids, { type: 'still-waiting' }, { before })).rejects.toThrow(
      'taken over',
    );
    expect(moved).toEqual(ids.slice(0, count));
  });
});

import { GroupId, TenantId } from '@recordings/call-record';
import type { RecoveredGroup } from '../recovered-group.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { driveGroup } from './drive-group.ts';

describe('driveGroup', () => {
  it('nudges the jobs of a group although the start of another one fails', async () => {
    const nudged: string[] = [];
    const group = {
      tenantId: TenantId.parse('acme'),
      groupId: GroupId.parse('Acme_EN'),
      registered: {
        get exportConstraints(): never {
          throw new Error('no start');
        },
      },
    } as unknown as RecoveredGroup;
    const slots = [{ slotId: 's', revision: 1, job: { exportId: 'e-1', phase: 'intended' } }];
    const deps = {
      exportGroups: { read: async () => ({ slots, windows: [] }) },
      get exportPolicy(): never {
        nudged.push('e-1');
        throw new Error('no nudge');
      },
      now: () => undefined,
    } as unknown as RecoveryDeps;
    await expect(driveGroup(deps, group)).rejects.toThrow();
    expect(nudged).toEqual(['e-1']);
  });
});

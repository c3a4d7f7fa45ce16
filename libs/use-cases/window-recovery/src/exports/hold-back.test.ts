import { shifted, TenantId } from '@recordings/call-record';
import { type ExportSlot, OcpCredentialsError } from '@recordings/reconciliation';
import { early, free, makeWorker, now, shared, windowOf } from '../../test/drive-fixture.ts';
import type { RecoveryDeps } from '../recovery-deps.ts';
import { driveGroup } from './drive-group.ts';

describe('the slot of an OCP group that two tenants share', () => {
  it('goes to the other tenant while the exports of one are held back, and tries one job after that', async () => {
    const heldUntil = shifted(now, 60_000);
    const shares = { acme: { servedAtRevision: 1, failures: 2, heldUntil } } as ExportSlot['shares'];
    const slots = [{ slotId: 'single', shares, revision: 5 }];
    const windows = [windowOf('a-1', 'acme'), windowOf('b-1', 'bolt')];
    const { deps, asked } = makeWorker({ slots, windows });
    await driveGroup(deps, shared);
    expect(asked).toEqual(['bolt-ocp']);

    const alone = makeWorker({ slots, windows: windows.slice(0, 1) });
    await driveGroup(alone.deps, shared);
    expect(alone.asked).toEqual([]);
    await driveGroup({ ...alone.deps, now: () => heldUntil }, shared);
    expect(alone.asked).toEqual(['acme-ocp']);
  });

  it('passes to the other tenant when OCP refuses the credentials of one, whose window goes on waiting', async () => {
    const windows = [windowOf('a-1', 'acme'), windowOf('b-1', 'bolt')];
    const { deps, asked, noted, slotOf } = makeWorker({ windows });
    const ocpOf = ((group) => ({
      ...deps.ocpOf(group),
      createJob: async (...given: Parameters<ReturnType<RecoveryDeps['ocpOf']>['createJob']>) => {
        if (group.tenant === 'bolt') return deps.ocpOf(group).createJob(...given);
        asked.push(group.credentials);
        throw new OcpCredentialsError('OCP createJob: HTTP 401');
      },
    })) as RecoveryDeps['ocpOf'];
    await driveGroup({ ...deps, ocpOf }, shared);
    expect(asked).toEqual(['acme-ocp', 'bolt-ocp']);
    expect(slotOf('single')?.shares?.[TenantId.parse('acme')]).toMatchObject({
      failures: 1,
      heldUntil: shifted(now, 5 * 60_000),
      refusedCredentials: 'acme-ocp',
    });
    expect(noted).toContainEqual(
      expect.objectContaining({ type: 'exports_held_back', tenantId: 'acme', why: 'credentials refused' }),
    );
  });
});

describe('a group that is allowed many jobs', () => {
  it('tries one window after its jobs have failed, and starts all after that succeeded', async () => {
    const windows = [windowOf('r-1', 'acme', free), windowOf('r-2', 'acme', free)];
    const shares = { acme: { servedAtRevision: 0, failures: 2, heldUntil: early } } as ExportSlot['shares'];
    const { deps, asked } = makeWorker({ slots: [{ slotId: 'single', shares, revision: 5 }], windows });
    await driveGroup(deps, free);
    await driveGroup(deps, free);
    expect(asked).toEqual(['acme-ocp']);

    const succeeded = makeWorker({ windows });
    await driveGroup(succeeded.deps, free);
    expect(succeeded.asked).toEqual(['acme-ocp', 'acme-ocp']);
  });
});

import { shifted, TenantId } from '@recordings/call-record';
import { UnreadableItemError } from '@recordings/fault';
import { type ExportGroup, OcpBreakerOpenError, OcpPausedError } from '@recordings/reconciliation';
import {
  free,
  HOUR_MS,
  intendedBy,
  makeWorker,
  now,
  registry,
  shared,
  windowOf,
} from '../../test/drive-fixture.ts';
import { driveGroup } from './drive-group.ts';

describe('driveGroup', () => {
  it('nudges the jobs of a group although the start of another one fails', async () => {
    const held = { slotId: 's', revision: 1, job: intendedBy('acme') };
    const { deps, asked } = makeWorker(
      { slots: [held], windows: [windowOf('r-1', 'acme', free)] },
      {
        makeId: () => {
          throw new Error('no start');
        },
      },
    );
    await expect(driveGroup(deps, free)).rejects.toThrow('no start');
    expect(asked).toEqual(['acme-ocp']);
  });

  it('waits for the permit of a create before it takes the slot, so that the lease starts with the permit', async () => {
    const order: string[] = [];
    const { deps, noted } = makeWorker({ windows: [windowOf('r-1', 'acme', free)] });
    const { putSlot } = deps.exportGroups;
    deps.exportGroups.putSlot = (key, next) => {
      order.push('slot written');
      return putSlot(key, next);
    };
    const { createJob } = deps.ocpOf(registry.groups[0]!);
    const reservePermit = async () => {
      order.push('permit');
      return { departureMs: 7 };
    };
    await driveGroup(
      { ...deps, ocpOf: () => ({ ...deps.ocpOf(registry.groups[0]!), createJob, reservePermit }) },
      free,
    );
    expect(order.slice(0, 2)).toEqual(['permit', 'slot written']);
    expect(noted).toContainEqual(
      expect.objectContaining({ type: 'export_slot_taken', waitedMs: expect.any(Number) as number }),
    );
  });

  it('sends no create for a range that has not ended, once its fast clock is corrected', async () => {
    const open = { ...windowOf('r-1', 'acme', free), lastStart: now, lastEnd: shifted(now, HOUR_MS) };
    let correctedBy = 0;
    const { deps, asked, givenBack, slotOf } = makeWorker(
      { windows: [open] },
      { now: () => shifted(now, 3 * HOUR_MS - correctedBy) },
    );
    const { putSlot } = deps.exportGroups;
    deps.exportGroups.putSlot = (key, next) => {
      correctedBy = 3 * HOUR_MS;
      return putSlot(key, next);
    };
    await driveGroup(deps, free);
    expect(asked).toEqual([]);
    expect(givenBack).toEqual([{ departureMs: 7 }]);
    expect(slotOf('r-1')).not.toHaveProperty('job');
  });

  it('gives the permit back when another worker takes the slot meanwhile', async () => {
    const { deps, asked, givenBack, slotOf } = makeWorker({ windows: [windowOf('r-1', 'acme', free)] });
    const { putSlot } = deps.exportGroups;
    const faster = {
      slotId: 'r-1',
      revision: 1,
      job: intendedBy('acme', { notBefore: shifted(now, 60_000) }),
    };
    deps.exportGroups.putSlot = async (key, next) => {
      if (next.revision === 1 && !slotOf('r-1')) await putSlot(key, faster);
      return putSlot(key, next);
    };
    await driveGroup(deps, free);
    expect(asked).toEqual([]);
    expect(givenBack).toEqual([{ departureMs: 7 }]);
  });

  const breakerOpen = new OcpBreakerOpenError('OCP failed');
  const paused = new OcpPausedError('alice has paused requests', 60_000);
  const waiting = { windows: [windowOf('r-1', 'acme', free)] };
  const intended = { slots: [{ slotId: 's', revision: 1, job: intendedBy('acme') }] };
  it.each<[string, Error, Partial<ExportGroup>]>([
    ['takes no slot for a new job while the breaker is open', breakerOpen, waiting],
    ['uses no retry of a create while the breaker is open', breakerOpen, intended],
    ['takes no slot for a new job while a person has paused the group', paused, waiting],
    ['uses no retry of a create while a person has paused the group', paused, intended],
  ])('%s', async (_, error, group) => {
    const { deps, asked, noted, slotOf } = makeWorker(group);
    const before = slotOf('s');
    const reservePermit = () => Promise.reject(error);
    await driveGroup({ ...deps, ocpOf: (of) => ({ ...deps.ocpOf(of), reservePermit }) }, free);
    expect(asked).toEqual([]);
    expect(slotOf('s')).toBe(before);
    expect(slotOf('r-1')).toBeUndefined();
    expect(noted).toMatchObject([{ type: 'export_job_put_off', tenantId: 'acme', group: free }]);
  });

  it('does nothing for a group that the registry does not have', async () => {
    const { deps } = makeWorker({});
    deps.exportGroups.read = () => Promise.reject(new Error('read'));
    await driveGroup(deps, 'Gone' as typeof shared);
  });
});

describe('the slot of an OCP group that two tenants share', () => {
  it('is taken for one tenant, whose credentials are used and whose windows it serves', async () => {
    const windows = [windowOf('b-1', 'bolt'), windowOf('a-1', 'acme'), windowOf('b-2', 'bolt')];
    const slots = [
      { slotId: 'single', shares: { [TenantId.parse('acme')]: { servedAtRevision: 3 } }, revision: 4 },
    ];
    const { deps, asked, slotOf } = makeWorker({ windows, slots });
    await driveGroup(deps, shared);
    expect(asked).toEqual(['bolt-ocp']);
    expect(slotOf('single')).toMatchObject({
      job: { phase: 'intended', tenantId: 'bolt', reconciliationIds: ['b-1', 'b-2'] },
    });
  });

  it('is not taken for one tenant while it holds a job of the other, which goes on by its own credentials', async () => {
    const slots = [{ slotId: 'single', revision: 4, job: intendedBy('acme') }];
    const { deps, asked, slotOf } = makeWorker({ windows: [windowOf('b-1', 'bolt')], slots });
    await driveGroup(deps, shared);
    expect(asked).toEqual(['acme-ocp']);
    expect(slotOf('single')).toMatchObject({ job: { tenantId: 'acme' } });
  });

  it('does not serve windows of a tenant that does not have the group', async () => {
    const { deps, asked } = makeWorker({ windows: [windowOf('c-1', 'core')] });
    await driveGroup(deps, shared);
    expect(asked).toEqual([]);
  });

  it('is kept by a job of a tenant that lost the group, without asking OCP, while the job may run', async () => {
    const slots = [{ slotId: 'single', revision: 4, job: intendedBy('core', { posts: 1 }) }];
    const { deps, asked, noted, slotOf } = makeWorker({ windows: [windowOf('b-1', 'bolt')], slots });
    await driveGroup(deps, shared);
    expect(asked).toEqual([]);
    expect(slotOf('single')).toMatchObject({ job: { tenantId: 'core' } });
    expect(noted).toEqual([
      { type: 'export_job_orphaned', tenantId: 'core', group: 'Shared', exportId: 'e-1', isFreed: false },
    ]);
  });

  it('comes free from a job of a tenant that lost the group after the life of a job', async () => {
    const job = intendedBy('core', { posts: 1, notBefore: shifted(now, -24 * HOUR_MS) });
    const slots = [{ slotId: 'single', revision: 4, job }];
    const { deps, asked, noted } = makeWorker({ windows: [windowOf('b-1', 'bolt')], slots });
    await driveGroup(deps, shared);
    expect(asked).toEqual(['bolt-ocp']);
    expect(noted).toContainEqual(expect.objectContaining({ type: 'export_job_orphaned', isFreed: true }));
  });

  it('starts no job while the item of a slot cannot be read, because it may hold one', async () => {
    const error = new UnreadableItemError('cannot be read');
    const { deps, asked, noted } = makeWorker({
      windows: [windowOf('b-1', 'bolt')],
      unreadable: [{ kind: 'slot', id: 'single', error }],
    });
    await driveGroup(deps, shared);
    expect(asked).toEqual([]);
    expect(noted).toMatchObject([
      {
        type: 'export_item_unreadable',
        group: 'Shared',
        kind: 'slot',
        id: 'single',
        code: 'STORE_ITEM_UNREADABLE',
      },
    ]);
  });

  it('is not blocked by a window that cannot be read', async () => {
    const error = new UnreadableItemError('cannot be read');
    const { deps, asked } = makeWorker({
      windows: [windowOf('b-1', 'bolt')],
      unreadable: [{ kind: 'window', id: 'r-9', error }],
    });
    await driveGroup(deps, shared);
    expect(asked).toEqual(['bolt-ocp']);
  });
});

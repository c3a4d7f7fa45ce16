import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  GroupId,
  ReconciliationId,
  shifted,
  TenantId,
  type Timestamp,
  timestampOf,
} from '@recordings/call-record';
import {
  CALL_MOVES_CLAIM,
  ExportJob,
  type ExportSlot,
  type SlotKey,
  watchClaimOf,
} from '@recordings/reconciliation';
import { startServer, type TestServer } from '@recordings/test-kit';
import { auditBucket, physicalName } from '@recordings/topology';
import { signOfArchiver } from '../src/look/status/services/sign-of-archiver.ts';
import { readConfig } from '../src/platform.ts';
import { NOON, type OpsEnvironment, startEnvironment } from './start-environment.ts';

const group: SlotKey = { ocpHost: 'ocp.example', groupId: GroupId.parse('Acme_EN') };
const acme = TenantId.parse('acme');
const minutesAgo = (minutes: number): Timestamp => shifted(NOON, -minutes * 60_000);

let environment: OpsEnvironment;
let pooler: TestServer;
let isReady = true;
beforeAll(async () => {
  pooler = await startServer((_, response) => {
    const body = { checks: { callRecords: isReady }, errors: isReady ? {} : { callRecords: 'no answer' } };
    response.writeHead(isReady ? 200 : 503).end(JSON.stringify(body));
  });
  environment = await startEnvironment({
    OCP_BASE_URL: 'https://ocp.example/api',
    SERVICE_HEALTH_URLS: `pooler=${pooler.url}`,
  });
});
afterAll(async () => {
  await pooler.stop();
  await environment.stop();
});

const readJson = async (): Promise<Record<string, unknown>> =>
  JSON.parse((await environment.run('status', '--json')).said) as Record<string, unknown>;
const serviceIn = (status: Record<string, unknown>, name: string): object | undefined =>
  (status['services'] as { service: string }[]).find(({ service }) => service === name);

const jobOf = (more: object): ExportJob =>
  ExportJob.parse({
    ...{ phase: 'polling', exportId: 'e-1', tenantId: 'acme', reconciliationIds: ['r-1', 'r-2'] },
    ...{ fromDate: minutesAgo(180), toDate: minutesAgo(120), intendedAt: minutesAgo(30) },
    ...{ jobId: 'job-77', createdAt: minutesAgo(29), pollNumber: 4, pollDueAt: shifted(NOON, 60_000) },
    ...{ isAbandoned: false, ...more },
  });
const putSlot = async (slot: Omit<ExportSlot, 'revision'>): Promise<void> => {
  const { exportGroups } = environment.stores;
  const stored = await exportGroups.getSlot(group, slot.slotId);
  expect(await exportGroups.putSlot(group, { ...slot, revision: (stored?.revision ?? 0) + 1 })).toBe(true);
};

describe('export jobs and slots', () => {
  it('are said to be idle if no job runs and no window waits', async () => {
    const { said, status } = await environment.run('status');
    expect(status).toBe(0);
    expect(said).toContain('Export jobs and slots\n1 group has no job and no window that waits.');
  });

  it('show the job in the slot of a group, and the windows that wait for it', async () => {
    await putSlot({ slotId: 'slot-1', job: jobOf({}) });
    const times = { firstStart: minutesAgo(90), lastStart: minutesAgo(80), lastEnd: minutesAgo(70) };
    await environment.stores.exportGroups.addWindow(group, {
      ...{ reconciliationId: ReconciliationId.parse('r-3'), tenantId: acme, groupId: group.groupId },
      ...{ priority: 'normal', waitingSince: minutesAgo(20), ...times },
    });
    const { said } = await environment.run('status');
    expect(said).toMatch(/^Acme_EN +1 used +1 for 20 min +acme +runs for 30 min, 2 windows: job-77$/m);
    expect((await readJson())['exports']).toEqual([
      {
        ...{ group: 'Acme_EN', slots: 'unbounded', windowsWaiting: 1, waitingSince: minutesAgo(20) },
        jobs: [
          {
            ...{ slotId: 'slot-1', tenant: 'acme', phase: 'polling', jobId: 'job-77', windows: 2 },
            ...{ from: minutesAgo(180), to: minutesAgo(120), since: minutesAgo(30) },
            nextPollAt: shifted(NOON, 60_000),
          },
        ],
        ...{ held: [], unreadable: 0 },
      },
    ]);
  });

  it('say that a job whose windows are closed still holds its slot', async () => {
    await putSlot({ slotId: 'slot-1', job: jobOf({ isAbandoned: true }) });
    const { said } = await environment.run('status');
    expect(said.replaceAll(/\s+/g, ' ')).toContain('runs for 30 min, 2 windows, all closed: job-77');
  });

  it('say until when a tenant waits whose jobs failed, and nothing of a wait that is over', async () => {
    const shareOf = (heldUntil: Timestamp) => ({ [acme]: { servedAtRevision: 1, failures: 3, heldUntil } });
    await putSlot({ slotId: 'slot-1', shares: shareOf(shifted(NOON, 600_000)) });
    const { said } = await environment.run('status');
    expect(said).toMatch(/0 used .*waits until 2026-06-15/);
    await putSlot({ slotId: 'slot-1', shares: shareOf(NOON) });
    expect((await environment.run('status')).said).not.toContain('waits until');
  });
});

describe('requests to OCP', () => {
  it('show how many were sent against the limit, and what OCP and people asked for', async () => {
    const nowMs = Date.parse(NOON);
    const minute = nowMs / 60_000;
    const minutes = { [minute - 1]: { requests: 40, outages: 2 }, [minute]: { requests: 7, outages: 0 } };
    await environment.stores.coordination.changeBudget('ocp.example', ({ budget }) => ({
      next: {
        ...{ ...budget, claims: [{ lastMs: nowMs - 1_000, age: 0 }] },
        ...{ slowdown: { sinceMs: nowMs, factor: 2 }, pausedUntilMs: nowMs + 9_000 },
        breaker: { ...budget.breaker, minutes },
      },
      result: undefined,
    }));
    const { said } = await environment.run('status');
    const [, text = ''] = /\nRequests to OCP\n([^]*?)\n\n/.exec(said) ?? [];
    expect(text.replaceAll('\n', ' ')).toBe(
      'At most 100 in 60 s reach ocp.example. Sent: 40 (2 failed) in the last full minute, 7 in this one, ' +
        '47 (2 failed) in the last ten minutes. The last one was planned for 2026-06-15 11:59:59Z. ' +
        'OCP asked for fewer: they are 2.0 times as far apart as usual. ' +
        'OCP asked for none before 2026-06-15 12:00:09Z. ' +
        'No person has paused or limited them.',
    );
    expect((await readJson())['requests']).toMatchObject({
      ...{ host: 'ocp.example', maxRequests: 100, periodMs: 60_000, slowFactor: 2 },
      ...{ lastMinute: { requests: 40, outages: 2 }, thisMinute: { requests: 7, outages: 0 } },
      ...{ lastDepartureAt: '2026-06-15T11:59:59.000Z', orders: { pauses: [] } },
    });
  });

  it('name an order of a person, and count against the limit of it', async () => {
    const why = ['--reason', 'OCP is slow'];
    await environment.run('budget', '--max-requests', '50', '--until', '2h', ...why);
    const { said } = await environment.run('status');
    expect(said).toContain('At most 50 in 60 s reach');
    expect(said).toMatch(/at most 50 requests +2026-06-15 14:00Z +alice +OCP is slow/);
  });
});

describe('services', () => {
  it('are asked where their address is known, and their failing checks are named', async () => {
    const { said } = await environment.run('status');
    expect(said).toMatch(/^pooler +ready +now +http:\/\/127/m);
    isReady = false;
    const status = await readJson();
    isReady = true;
    expect(serviceIn(status, 'pooler')).toMatchObject({
      ...{ state: 'not ready', detail: 'failing checks: callRecords (no answer)' },
    });
  });

  it('are unknown without an address and a sign of work, and the variable is named', async () => {
    const status = await readJson();
    for (const name of ['ingestion-api', 'reconciler-worker', 'downloader', 'archiver'])
      expect(serviceIn(status, name)).toMatchObject({
        state: 'unknown',
        detail: 'no sign of work; SERVICE_HEALTH_URLS lacks it',
      });
    const { said } = await environment.run('status');
    expect(said).toContain('To have services asked: SERVICE_HEALTH_URLS=downloader=http://HOST:9090,');
  });

  it('are seen by the claims that the workers renew', async () => {
    const { coordination } = environment.stores;
    await coordination.claim(watchClaimOf(group), 'w', minutesAgo(10), minutesAgo(9));
    const { name, lastsMs } = CALL_MOVES_CLAIM;
    await coordination.claim(name, 'd', minutesAgo(4), shifted(minutesAgo(4), lastsMs));
    const status = await readJson();
    expect(serviceIn(status, 'reconciler-worker')).toMatchObject({
      state: 'seen',
      lastSeenAt: minutesAgo(10),
    });
    expect(serviceIn(status, 'downloader')).toMatchObject({
      ...{ state: 'seen', lastSeenAt: minutesAgo(4), detail: 'looked for calls to move' },
    });
  });

  it('are seen when the claim was renewed, also if it still holds', async () => {
    const at = shifted(NOON, -15_000);
    await environment.stores.coordination.claim(watchClaimOf(group), 'w', at, shifted(at, 60_000));
    expect(serviceIn(await readJson(), 'reconciler-worker')).toMatchObject({ lastSeenAt: at });
  });

  it('are not seen by requests of the download lane: workers ask for files of CDRs there', async () => {
    const ofDownloader = async () => serviceIn(await readJson(), 'downloader');
    const before = await ofDownloader();
    await environment.stores.coordination.changeBudget('ocp.example', ({ budget }) => ({
      next: { ...budget, turns: { Acme_EN: Date.parse(NOON) } },
      result: undefined,
    }));
    expect(await ofDownloader()).toEqual(before);
  });

  it('are seen by the recordings that they stored: pushed ones and recovered ones', async () => {
    await environment.addCall('pushed', minutesAgo(50));
    await environment.storeCall('pushed');
    expect(serviceIn(await readJson(), 'ingestion-api')).toMatchObject({
      ...{ state: 'seen', lastSeenAt: NOON, detail: 'stored a recording that OCP pushed' },
    });
    await environment.addCall('recovered', minutesAgo(40));
    await environment.storeCall('recovered', 'RECONCILIATION');
    expect(serviceIn(await readJson(), 'downloader')).toMatchObject({
      ...{ lastSeenAt: NOON, detail: 'stored a recording that was recovered' },
    });
  });
});

describe('the archiver', () => {
  it('is seen by the newest object of changes of calls', async () => {
    const { clients, prefix, settings } = environment;
    // The emulator dates an object by the clock of this machine.
    const soon = timestampOf(Date.now() + 60_000);
    const config = readConfig(settings);
    expect(await signOfArchiver(config, soon)).toBeUndefined();
    const Key = `calls/${soon.slice(0, 10)}/c/${soon.slice(11, 13)}-1.ndjson.gz`;
    await clients.s3.send(
      new PutObjectCommand({ Bucket: physicalName(prefix, auditBucket), Key, Body: 'x' }),
    );
    const sign = await signOfArchiver(config, soon);
    expect(sign?.what).toBe('archived changes of calls');
    expect(sign!.at <= soon && sign!.at > shifted(soon, -3_600_000)).toBe(true);
  });
});

describe('the screen', () => {
  it('fits 100 columns', async () => {
    const { said } = await environment.run('status');
    expect(Math.max(...said.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

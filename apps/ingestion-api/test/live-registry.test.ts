import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { makeRegistryFile, replaceFile, waitUntil, writeRegistryFile } from '@recordings/test-kit';
import { physicalName, recordingsBucket } from '@recordings/topology';
import { small } from './audio.ts';
import { cdrEnd } from './call-events.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const sales = { name: 'Acme_EN', tenant: 'acme', retentionDays: 3_650 } as const;
const loans = { ...sales, name: 'Acme_Loans', lineOfBusiness: { default: 'loans' } } as const;

describe('a registry that changes while the API runs', () => {
  let api: TestApi;
  let file: Awaited<ReturnType<typeof writeRegistryFile>>;
  beforeAll(async () => {
    file = await writeRegistryFile(makeRegistryFile(sales));
    api = await startTestApi({ REGISTRY_FILE: file.path, REGISTRY_RELOAD_SECONDS: '1' });
  });
  afterAll(async () => {
    await api.stop();
    await file.remove();
  });

  const push = async (callId: string, groupId: string): Promise<number> => {
    const headers = { 'content-type': 'audio/wav', 'x-group-id': groupId };
    const request = { method: 'PUT', headers, body: new Uint8Array(small) };
    return (await api.send(`/v1/recordings/acme/${callId}`, request)).status;
  };
  const ready = async () => {
    const response = await fetch(`${api.monitoringUrl}/health/ready`);
    const { warnings } = (await response.json()) as { warnings?: Record<string, string> };
    return { status: response.status, warning: warnings?.['buckets'] };
  };

  it('gives calls of a new group to their tenant, and names a bucket that is missing', async () => {
    await api.postEvents(cdrEnd('before', { groupId: loans.name }));
    expect(await api.call('before', 'unknown:acme')).toBeDefined();
    expect(await ready()).toEqual({ status: 200, warning: undefined });

    await replaceFile(file.path, JSON.stringify(makeRegistryFile(sales, loans)));
    await waitUntil('the bucket is missed', async () => (await ready()).warning !== undefined);
    const bucket = physicalName(api.local.prefix, recordingsBucket('loans'));
    expect(await ready()).toEqual({ status: 200, warning: `${bucket}: it does not exist` });

    await api.postEvents(cdrEnd('after', { groupId: loans.name }));
    expect(await api.call('after', 'acme')).toMatchObject({ lineOfBusiness: 'loans' });
    expect(await push('of-sales', sales.name)).toBe(201);
    expect(await push('after', loans.name)).toBe(503);

    await api.local.clients.s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await waitUntil('the bucket is found', async () => (await ready()).warning === undefined);
    expect(await push('after', loans.name)).toBe(201);
    expect(await api.call('after', 'acme')).toMatchObject({ s3Stored: true, location: { bucket } });
  });

  it('goes on by the last good version if a wrong one comes', async () => {
    await replaceFile(file.path, JSON.stringify(makeRegistryFile({ ...sales, retentionDays: 0 })));
    await waitUntil('it is refused', () => api.logged.some((line) => line.includes('registry_refused')));
    expect(await push('during', loans.name)).toBe(201);
    const metrics = await (await fetch(`${api.monitoringUrl}/metrics`)).text();
    expect(metrics).toMatch(/^registry_reload_failures_total\{[^}]*\} [1-9]/m);
  });
});

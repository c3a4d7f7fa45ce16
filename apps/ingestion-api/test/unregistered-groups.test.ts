import { sha256Of } from '@recordings/test-kit';
import { large, small } from './audio.ts';
import { cdrEnd, cdrStart } from './call-events.ts';
import { pushForm, pushRaw } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

const groupId = 'Nobody_EN';

describe('calls of a group that the registry lacks', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.stop());

  const put = (tenantId: string, callId: string, key: string, body: Uint8Array<ArrayBuffer>) =>
    api.send(`/v1/recordings/${tenantId}/${callId}`, {
      method: 'PUT',
      key,
      headers: { 'content-type': 'audio/wav', 'x-group-id': groupId },
      body,
    });
  const read = (tenantId: string, callId: string, key: string) =>
    api.send(`/v1/calls/${tenantId}/${callId}`, { key });

  it('have a record for each sender, also if two tenants use one call id', async () => {
    await api.postEvents(cdrEnd('same', { groupId }));
    await api.postEvents(cdrStart('same', { groupId }), 'application/json', { 'x-api-key': keys.bolt });
    expect(await api.call('same', 'unknown:acme')).toMatchObject({ hasCdrEnd: true, groupId });
    expect(await api.call('same', 'unknown:bolt')).toMatchObject({ hasCdrEnd: false, groupId });
    expect(await api.call('same', 'unknown')).toBeUndefined();

    const bodies = { acme: new Uint8Array(small), bolt: new Uint8Array(large) };
    expect((await put('acme', 'same', keys.push, bodies.acme)).status).toBe(201);
    expect((await put('bolt', 'same', keys.bolt, bodies.bolt)).status).toBe(201);
    for (const tenant of ['acme', 'bolt'] as const) {
      expect(await api.call('same', `unknown:${tenant}`)).toMatchObject({
        s3Stored: true,
        audio: { sha256: sha256Of(bodies[tenant]) },
      });
    }
  });

  it.each([
    ['a form', pushForm],
    ['a raw body, whose path names the tenant', pushRaw],
  ])('have one record for the event and the recording of a sender: %s', async (road, push) => {
    const callId = `met by ${road.slice(0, 6)}`;
    await api.postEvents(cdrEnd(callId, { groupId }));
    const response = await push(api, callId, small, { groupId });
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ tenantId: 'unknown:acme' });
    expect(await api.call(callId, 'unknown:acme')).toMatchObject({ callStatus: 'COMPLETED', s3Stored: true });
  });

  it('are complete if the event comes after the recording', async () => {
    await pushRaw(api, 'late', small, { groupId });
    await api.postEvents(cdrEnd('late', { groupId }));
    expect(await api.call('late')).toMatchObject({
      callStatus: 'COMPLETED',
      s3Stored: true,
      hasCdrEnd: true,
    });
    expect(await api.call('late', 'unknown:acme')).toBeUndefined();
  });

  it('are read by their sender, and by a credential of the tenant `unknown`', async () => {
    await api.postEvents(cdrEnd('mine', { groupId }));
    const statusFor = async (key: string): Promise<number> =>
      (await read('unknown:acme', 'mine', key)).status;
    expect(await statusFor(keys.console)).toBe(200);
    expect(await statusFor(keys.audit)).toBe(200);
    expect(await statusFor(keys.bolt)).toBe(404);
  });

  it('cannot be written for another sender', async () => {
    expect((await put('unknown:bolt', 'forged', keys.push, new Uint8Array(small))).status).toBe(403);
    expect(await api.call('forged', 'unknown:bolt')).toBeUndefined();
  });
});

import { large, small } from './audio.ts';
import { cdrEnd, cdrStart, dialogEnd, dialogStart } from './call-events.ts';
import { pushes } from './push.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';
import { keys } from './test-keys.ts';

/** Written in several ways, in every place where a sender may put it. */
const PHONE = '+15550100123';
const phones = [PHONE, encodeURIComponent(PHONE), '15550100123'];

describe('the log', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi({ LOG_LEVEL: 'trace', MAX_HELD_BYTES: '65536', MAX_RECORDING_BYTES: '500000' });
    await makeEverythingHappen(api);
  });
  afterAll(() => api.stop());

  it('tells of what happened, each line by its event', () => {
    const events = new Set(api.logged.map((line) => (JSON.parse(line) as { event?: string }).event));
    const expected = [
      'listening',
      'recording_received',
      'cdr_event_quarantined',
      'group_unknown',
      'request_refused',
    ];
    for (const event of expected) expect(events).toContain(event);
  });

  it('holds no API key', () => {
    const text = api.logged.join('');
    for (const key of [...Object.values(keys), 'wrong-key-51c7']) expect(text).not.toContain(key);
  });

  it('holds no phone number', () => {
    const text = api.logged.join('');
    for (const phone of phones) expect(text).not.toContain(phone);
  });

  it('holds no audio and no link to any', () => {
    const text = api.logged.join('');
    expect(text).not.toContain('RIFF');
    expect(text).not.toContain('X-Amz-Signature');
  });
});

const makeEverythingHappen = async (api: TestApi): Promise<void> => {
  await api.postEvents([cdrStart('c'), cdrEnd('c'), dialogStart('d'), dialogEnd('d')]);
  await api.postEvents(cdrEnd('stray', { groupId: 'Nobody_EN' }));
  await api.postEvents(`{"eventType":"CDR_END","callId":"x","ani":"${PHONE}","timestamp":"${PHONE}"}`);
  await api.postEvents(`no JSON ${PHONE}`);
  await api.postEvents('', `text/${PHONE}`);
  for (const [, push] of pushes) {
    for (const bytes of [small, large, large.subarray(0, 70_001)]) await push(api, 'c', bytes);
    await push(api, 'huge', Buffer.alloc(500_001));
    await push(api, 'c', small, { key: keys.bolt });
    await push(api, 'c', small, { groupId: 'Nobody_EN' });
    await push(api, 'c', small, { sha256: PHONE });
  }
  for (const path of ['/v1/calls/acme/c', '/v1/calls/acme/none', '/nothing/here', '/v1/recordings/acme/c']) {
    const query = `?ani=${encodeURIComponent(PHONE)}&audio=link&key=${keys.audit}`;
    await api.send(path + query, { key: keys.audit });
    await api.send(path + query, { key: 'wrong-key-51c7' });
    await api.send(path + query, { key: keys.push, method: 'PUT', body: 'x' });
    await api.send(path + query, { key: keys.push, method: 'POST', body: 'x' });
  }
};

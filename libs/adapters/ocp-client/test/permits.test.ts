import { caught, type Fixture, makeClient, never, readAll, startClient } from './client-fixture.ts';
import { bytes, json, status } from './ocp-server.ts';

const DONE = json(200, { status: 'COMPLETED' });
const REQUEST = { group: 'Acme_EN', fromDate: 'a', toDate: 'b', format: 'wav' };
const LATER = { departureMs: 7 };

describe('permits', () => {
  let ocp: Fixture;

  beforeEach(async () => {
    ocp = await startClient();
  });
  afterEach(() => ocp.server.stop());

  it('are of the lane of downloads only for recordings, and name the group', async () => {
    ocp.server.answer(
      json(202, { exportJobId: 'j' }),
      json(200, { jobs: [] }),
      DONE,
      bytes(Buffer.from('RIFF')),
    );
    await ocp.client.createJob(REQUEST, never());
    await ocp.client.listJobs('Acme_EN', never());
    await ocp.client.jobStatus('j', never());
    await readAll((await ocp.client.download('j', 'r', never())).body);
    const lanes = ['control', 'control', 'control', 'download'];
    expect(ocp.taken).toEqual(lanes.map((lane) => ({ lane, group: 'Acme_EN' })));
  });

  it('can be reserved for a create or a download, which then take no other', async () => {
    expect(await ocp.client.reservePermit('control', never())).toEqual({ departureMs: 1 });
    ocp.server.answer(json(202, { exportJobId: 'j' }), bytes(Buffer.from('RIFF')));
    await ocp.client.createJob(REQUEST, never(), LATER);
    await readAll((await ocp.client.download('j', 'r', never(), LATER)).body);
    expect(ocp.permits()).toBe(1);
  });

  it('are taken for each repetition of a request whose first permit was reserved', async () => {
    ocp.server.answer(status(503), bytes(Buffer.from('RIFF')));
    await readAll((await ocp.client.download('j', 'r', never(), LATER)).body);
    expect(ocp.taken).toEqual([{ lane: 'download', group: 'Acme_EN' }]);
  });

  it('become rarer for all workers when OCP answers 429, or names a wait in another refusal', async () => {
    const { client, throttles } = makeClient(ocp.server.baseUrl, { retryDelaysMs: [] });
    ocp.server.answer(
      json(429, {}, { 'retry-after': '7' }),
      json(429, {}),
      json(503, {}, { 'retry-after': '2' }),
      json(503, {}),
      json(404, {}),
    );
    for (let times = 0; times < 5; times += 1) await caught(client.createJob(REQUEST, never()));
    expect(throttles).toEqual([7_000, undefined, 2_000]);
  });
});

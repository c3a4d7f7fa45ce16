import { gzipSync } from 'node:zlib';
import { OcpContractError } from '@recordings/reconciliation';
import { caught, type Fixture, never, startClient } from './client-fixture.ts';
import { bytes, json } from './ocp-server.ts';

const REQUEST = {
  ...{ group: 'Sales', format: 'wav' },
  ...{ fromDate: '2026-01-15T10:00:00.000Z', toDate: '2026-01-15T12:00:00.000Z' },
};
const gzip = (answer: unknown) =>
  bytes(gzipSync(JSON.stringify(answer)), { 'content-type': 'application/json', 'content-encoding': 'gzip' });

let ocp: Fixture;
beforeEach(async () => {
  ocp = await startClient();
});
afterEach(() => ocp.server.stop());

describe('an OCP that sends its answers as gzip although none was asked for', () => {
  it('is understood when it makes a job, tells its status and lists its recordings', async () => {
    ocp.server.answer(
      gzip({ exportJobId: 'job-1' }),
      gzip({ status: 'COMPLETED' }),
      gzip({ recordings: [{ callId: 'c-1', recordingId: 'r-1' }] }),
    );
    expect(await ocp.client.createJob(REQUEST, never())).toMatchObject({ exportJobId: 'job-1' });
    expect(await ocp.client.jobStatus('job-1', never())).toMatchObject({ status: 'COMPLETED' });
  });

  it('is refused if the gzip is damaged', async () => {
    const damaged = gzipSync(JSON.stringify({ status: 'COMPLETED' })).subarray(0, 20);
    ocp.server.answer(bytes(damaged, { 'content-encoding': 'gzip' }));
    const error = await caught(ocp.client.jobStatus('job-1', never()));
    expect(error).toBeInstanceOf(OcpContractError);
    expect(String(error)).toContain('jobStatus: the gzip');
  });

  it('cannot fill the memory: an answer that unpacks to more than 16 MiB is refused', async () => {
    ocp.server.answer(
      bytes(gzipSync(Buffer.alloc(64 * 1024 * 1024, ' ')), { 'content-encoding': 'gzip' }),
      json(200, {}),
    );
    const error = await caught(ocp.client.jobStatus('job-1', never()));
    expect(String(error)).toContain('more than 16777216 bytes');
  });
});

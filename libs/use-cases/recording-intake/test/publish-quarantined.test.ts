import { sha256Of, wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import { depsOn, incoming, key, makeMemory, never } from './intake-fixture.ts';

const good = wavOf(8_044);
const cut = good.subarray(0, 7_000);

describe('the event of a quarantined recording', () => {
  it('is published after the record lists the bytes, and says what they are', async () => {
    const memory = makeMemory();
    await makeStoreRecording(depsOn(memory))(incoming(cut), never);
    expect(memory.rejected).toEqual([
      {
        ...key,
        key: `recordings/acme/call-1/${sha256Of(cut)}`,
        reason: 'TRUNCATED',
        sha256: sha256Of(cut),
        sizeBytes: cut.length,
        source: 'REALTIME',
        isCallStored: false,
      },
    ]);
    expect(memory.published).toEqual([]);
  });

  it('is published again if the same bytes come again', async () => {
    const memory = makeMemory();
    for (let times = 0; times < 2; times += 1) await makeStoreRecording(depsOn(memory))(incoming(cut), never);
    expect(memory.rejected).toHaveLength(2);
  });

  it('says of a conflict that the call is stored', async () => {
    const memory = makeMemory();
    await makeStoreRecording(depsOn(memory))(incoming(good), never);
    await makeStoreRecording(depsOn(memory))(incoming(wavOf(8_044, 2)), never);
    expect(memory.rejected).toMatchObject([{ reason: 'CONFLICT', isCallStored: true }]);
  });

  it('fails the upload if it cannot be published, so that the sender sends again', async () => {
    const deps = {
      ...depsOn(makeMemory()),
      publishQuarantined: () => Promise.reject(new Error('SNS is away')),
    };
    await expect(makeStoreRecording(deps)(incoming(cut), never)).rejects.toThrow('SNS is away');
  });
});

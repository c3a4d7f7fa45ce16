import { resolve } from 'node:path';
import { audioFile, HOUR_MS, makeCall, makeChat, NOON } from './make-call.ts';
import { exportNoon, makeTestSimulator, noonRequest } from './make-test-simulator.ts';

describe('the control', () => {
  it('lists every call in the ledger, whether or not it was played', async () => {
    const { ask } = makeTestSimulator([makeCall(1, { pushFate: 'lost' }), makeChat(2)]);
    const times = {
      startedAt: new Date(NOON).toISOString(),
      endedAt: new Date(NOON + 30_000).toISOString(),
    };
    expect((await ask('GET', '/simulator/ledger')).body).toEqual({
      calls: [
        {
          callId: 'call-1',
          groupName: 'Sales',
          ...times,
          channel: 'voice',
          hasAudio: true,
          pushFate: 'lost',
          sha256: audioFile.sha256,
          sizeBytes: audioFile.sizeBytes,
          fileName: `Sales~101~${NOON}~call-1.wav`,
        },
        { callId: 'call-2', groupName: 'Sales', ...times, channel: 'chat', hasAudio: false },
      ],
    });
  });

  it('lists the other good recordings of a call that a job listed', async () => {
    const other = { ...audioFile, sha256: 'cd'.repeat(32) };
    const steps = [
      { at: 'entry', recording: 1, do: { second: { bytes: 'whole', listed: 'after' } } },
    ] as const;
    const simulator = makeTestSimulator([makeCall(1), makeCall(2, { file: other })], {}, steps);
    const seconds = async () => {
      const { body } = await simulator.ask('GET', '/simulator/ledger');
      return (body as { calls: { secondSha256?: string[] }[] }).calls.map((call) => call.secondSha256);
    };
    expect(await seconds()).toEqual([undefined, undefined]);
    await exportNoon(simulator);
    expect(await seconds()).toEqual([[other.sha256], undefined]);
  });

  it('says what goes wrong on purpose, and how often each step acted', async () => {
    const steps = [{ at: 'poll', nth: 1, do: { word: 'ODD' } }] as const;
    const { ask } = makeTestSimulator([], { FAULTS: 'http-429' }, steps);
    for (let times = 0; times < 4; times += 1) await ask('GET', '/recordings/export?tenantId=Sales');
    expect((await ask('GET', '/simulator/story')).body).toEqual({
      story: 'a test',
      steps: [
        { step: 'poll, nth 1: word ODD', fired: 0 },
        { step: expect.stringMatching(/^request, every 4: answer/), fault: 'http-429', fired: 1 },
      ],
    });
  });

  it('says which audio files serve as recordings, for how many calls, and which are left out', async () => {
    const { ask } = makeTestSimulator([makeCall(1), makeCall(2), makeChat(3)]);
    expect((await ask('GET', '/simulator/audio')).body).toEqual({
      dir: resolve('unused'),
      used: [{ file: 'hello.wav', calls: 2 }],
      leftOut: [{ file: 'notes.txt', reason: 'not audio' }],
    });
  });

  it('counts requests to the Export API, refused ones too, but not requests to the control', async () => {
    const simulator = makeTestSimulator([]);
    await exportNoon(simulator);
    await simulator.ask('GET', '/recordings/export/unknown');
    await simulator.app.inject({ url: '/recordings/export/unknown' });
    await simulator.ask('GET', '/simulator/ledger');
    expect((await simulator.ask('GET', '/simulator/progress')).body).toMatchObject({ requests: 3 });
  });

  it('counts creates that came while a job of the group ran', async () => {
    const simulator = makeTestSimulator([], { EXPORT_PROFILE: 'omilia' });
    await simulator.ask('POST', '/recordings/export', noonRequest);
    expect((await simulator.ask('POST', '/recordings/export', noonRequest)).status).toBe(409);
    expect((await simulator.ask('GET', '/simulator/progress')).body).toMatchObject({
      exportJobs: 1,
      collisions: 1,
    });
  });

  it('lists all jobs, and counts those that were made by the API', async () => {
    const simulator = makeTestSimulator([], { FAULTS: 'busy-slot', BUSY_SLOT_MS: '500' });
    await simulator.ask('POST', '/recordings/export', noonRequest);
    simulator.clock.now += 500;
    const exportJobId = await exportNoon(simulator);
    expect((await simulator.ask('GET', '/simulator/progress')).body).toMatchObject({
      exportJobs: 1,
      jobs: [
        { groupName: 'Sales', madeBy: 'console', status: 'COMPLETED' },
        {
          groupName: 'Sales',
          madeBy: 'api',
          exportJobId,
          status: 'COMPLETED',
          fromDate: new Date(NOON).toISOString(),
          toDate: new Date(NOON + HOUR_MS).toISOString(),
        },
      ],
    });
  });
});

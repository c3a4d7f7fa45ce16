import type { CallRecord } from '@recordings/call-record';
import { wavOf } from '@recordings/test-kit';
import { makeStoreRecording } from '../src/index.ts';
import { depsOn, incoming, makeMemory, never, recordOf } from './intake-fixture.ts';

type Flags = Pick<CallRecord, 'audioReceived' | 'audioProcessed' | 's3Stored'>;

/** Sends the bytes. @returns the flags that the record had when each step began. */
const flagsAt = async (bytes: Buffer) => {
  const memory = makeMemory();
  const deps = depsOn(memory);
  const seen: Record<string, Flags | undefined> = {};
  const look = (step: string): void => {
    const record = recordOf(memory);
    seen[step] = record && {
      audioReceived: record.audioReceived,
      audioProcessed: record.audioProcessed,
      s3Stored: record.s3Stored,
    };
  };
  const { store } = deps;
  const watched: typeof store = {
    ...store,
    create: (...args) => {
      look('create');
      return store.create(...args);
    },
    promote: (...args) => {
      look('promote');
      return store.promote(...args);
    },
    quarantineStaged: (...args) => {
      look('quarantine');
      return store.quarantineStaged(...args);
    },
  };
  await makeStoreRecording({ ...deps, store: watched })(incoming(bytes), never);
  return { seen, record: recordOf(memory)! };
};

const yes = true;
const no = false;

describe('the flags of a recording', () => {
  it('are set one by one if it is staged: received and good before the copy', async () => {
    const { seen, record } = await flagsAt(wavOf(30_044));
    expect(seen).toEqual({ promote: { audioReceived: yes, audioProcessed: yes, s3Stored: no } });
    expect(record.history.map(({ what }) => what)).toEqual([
      'recording received',
      'location claimed',
      'stored by push',
    ]);
  });

  it('are set in the one last write if it is held in memory', async () => {
    const { seen, record } = await flagsAt(wavOf(8_044));
    expect(seen).toEqual({ create: { audioReceived: no, audioProcessed: no, s3Stored: no } });
    expect(record.history.map(({ what }) => what)).toEqual(['location claimed', 'stored by push']);
  });

  it('say received and not good while staged bytes are quarantined', async () => {
    const { seen, record } = await flagsAt(wavOf(30_044).subarray(0, 29_000));
    expect(seen).toEqual({ quarantine: { audioReceived: yes, audioProcessed: no, s3Stored: no } });
    expect(record).toMatchObject({ audioReceived: yes, audioProcessed: no, s3Stored: no });
  });

  it.each([
    ['staged', 30_044],
    ['held in memory', 8_044],
  ])('have three measured times, in order, of a recording that is %s', async (_, sizeBytes) => {
    const { record } = await flagsAt(wavOf(sizeBytes));
    const times = [record.audioReceivedAt!, record.audioProcessedAt!, record.s3StoredAt!];
    expect(times).toEqual([...new Set(times)].sort());
    expect(times).toHaveLength(3);
  });
});

import type { CallRecord } from '@recordings/call-record';
import { makeStory, type StoryCall } from '../story/story-call.ts';
import { findOpenEnd } from './judge-calls.ts';

const { calls } = makeStory('s', 0, Date.now());
const callOf = (name: string): StoryCall => calls.find(({ callId }) => callId === `s-${name}`)!;
const recordOf = (record: object): CallRecord => record as CallRecord;
const [one, two] = callOf('two').listed;
const [lost] = callOf('lost').listed;

describe('findOpenEnd', () => {
  it.each<[string, string, object | undefined]>([
    ['has no record', 'lost', undefined],
    ['is not stored', 'lost', { s3Stored: false }],
    ['is stored with other bytes', 'lost', { s3Stored: true, audio: { sha256: one!.sha256 } }],
    ['lacks its second recording', 'two', { s3Stored: true, audio: { sha256: one!.sha256 } }],
    ['is stored although OCP has nothing', 'absent', { s3Stored: true, audio: { sha256: one!.sha256 } }],
    ['is explained by another reason', 'absent', { s3Stored: false, outcome: { code: 'OCP_UNAVAILABLE' } }],
  ])('names a call that %s', (_, name, record) => {
    expect(findOpenEnd(callOf(name), record && recordOf(record))).toContain(`s-${name}`);
  });

  it.each<[string, string, object]>([
    ['is stored', 'lost', { s3Stored: true, audio: { sha256: lost!.sha256 } }],
    [
      'has its second recording in quarantine',
      'two',
      { s3Stored: true, audio: { sha256: two!.sha256 }, quarantined: [{ sha256: one!.sha256 }] },
    ],
    ['is explained', 'absent', { s3Stored: false, outcome: { code: 'NOT_FOUND' } }],
  ])('is content with a call that %s', (_, name, record) => {
    expect(findOpenEnd(callOf(name), recordOf(record))).toBeUndefined();
  });
});

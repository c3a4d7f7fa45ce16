import type { CallRecord } from '../call-record.ts';
import { apply, by, fieldsOf, minute, missing, stored } from '../test-call.ts';
import { recordAudioLink } from './record-audio-link.ts';

const link = { by: 'console', validUntil: minute(35) };

describe('recordAudioLink', () => {
  it('writes who asked, when, and how long the link is valid, and changes nothing else', () => {
    const call = apply(missing, stored());
    const after = apply(call, recordAudioLink(link, by(20)));
    expect(after.history.at(-1)).toEqual({
      at: minute(20),
      what: 'audio link issued',
      by: 'test',
      detail: { audioLinkCount: 1, lastAudioLink: { ...link, at: minute(20) } },
    });
    const { lastAudioLink: _, audioLinkCount: __, ...rest } = fieldsOf(after) as CallRecord;
    expect(rest).toEqual(fieldsOf(call));
  });

  it('writes an entry for each of two links that are issued at the same time', () => {
    const call = apply(apply(missing, stored()), recordAudioLink(link, by(20)));
    const after = apply(call, recordAudioLink(link, by(20)));
    expect(after.audioLinkCount).toBe(2);
    expect(after.history).toHaveLength(call.history.length + 1);
  });

  it('cuts a long name', () => {
    const after = apply(apply(missing, stored()), recordAudioLink({ ...link, by: '語'.repeat(500) }, by(20)));
    expect(Buffer.byteLength(after.lastAudioLink!.by)).toBeLessThanOrEqual(256);
  });

  it('writes nothing for a call without stored audio', () => {
    expect(recordAudioLink(link, by(20))(missing)).toEqual({ result: 'not stored' });
    expect(recordAudioLink(link, by(20))(undefined)).toEqual({ result: 'not stored' });
  });
});

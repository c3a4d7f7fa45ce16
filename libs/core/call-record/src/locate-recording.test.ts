import { CallId, TenantId } from './ids.ts';
import { makeLocateRecording, quarantineKey, recordingKey, unidentifiedKey } from './locate-recording.ts';

const key = { tenantId: TenantId.parse('acme'), callId: CallId.parse('c/1') };

describe('makeLocateRecording', () => {
  const locateIn = (lineOfBusiness?: string) => {
    let unassigned = 0;
    const locate = makeLocateRecording('prod', () => {
      unassigned += 1;
    });
    return { location: locate(key, lineOfBusiness), unassigned };
  };

  it('gives the bucket of the line of business, and the key of the call', () => {
    const location = { bucket: 'prod-recordings-cards', key: 'acme/c%2F1' };
    expect(locateIn('cards')).toEqual({ location, unassigned: 0 });
  });

  it.each([undefined, 'unassigned'])('reports a recording whose line of business is %s', (lineOfBusiness) => {
    const location = { bucket: 'prod-recordings-unassigned', key: 'acme/c%2F1' };
    expect(locateIn(lineOfBusiness)).toEqual({ location, unassigned: 1 });
  });
});

describe('recordingKey', () => {
  it.each([
    ['.', '%2E'],
    ['..', '%2E%2E'],
    ['...', '...'],
    ['a.b', 'a.b'],
    ['a/b', 'a%2Fb'],
  ])('escapes the id %s as %s', (callId, escaped) => {
    expect(recordingKey({ ...key, callId: CallId.parse(callId) })).toBe(`acme/${escaped}`);
  });
});

describe('quarantineKey', () => {
  it('contains the key of the call and the SHA-256', () => {
    expect(quarantineKey(key, 'ab12')).toBe('recordings/acme/c%2F1/ab12');
  });

  it('has one segment more than the key of bytes that name no call, whatever the ids are', () => {
    expect(unidentifiedKey('ab12')).toBe('recordings/unidentified/ab12');
    const alike = { tenantId: TenantId.parse('unidentified'), callId: CallId.parse('..') };
    expect(quarantineKey(alike, 'ab12')).toBe('recordings/unidentified/%2E%2E/ab12');
  });
});

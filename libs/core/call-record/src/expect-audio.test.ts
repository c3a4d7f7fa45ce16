import type { FactsBySource } from './cdr/cdr-facts.ts';
import { expectAudio } from './expect-audio.ts';
import { group, minute, registry } from './test-call.ts';

const off = registry.findGroup('Bolt_Chat')!;
const since = { ...group, recording: { enabled: true, since: minute(0) } };
const whyOf = (facts: FactsBySource, of: typeof group | undefined): string | undefined => {
  const expectation = expectAudio(facts, of);
  return expectation.expected ? undefined : expectation.why;
};

describe('expectAudio', () => {
  it.each<[string, FactsBySource, typeof group | undefined]>([
    ['we know the group only', {}, group],
    ['we know no fact and no group', {}, undefined],
    ['no event names the channel', { start: { startedAt: minute(0) } }, group],
    ['the channel is recorded', { start: { channel: 'voice' } }, group],
    ['the channel is OCP’s word for a phone call', { start: { channel: 'sip' } }, group],
    ['the channel has an unknown name', { start: { channel: 'phone' } }, group],
    ['the channel only contains the word for a chat', { start: { channel: 'chatty-voice' } }, group],
    ['the group is unknown, and so are its channels', { start: { channel: 'chat' } }, undefined],
    ['the start is not known yet', { end: {} }, since],
    [
      'only the recording has a start, which is not the call’s',
      { recording: { startedAt: minute(-1) } },
      since,
    ],
    ['the call starts at that very instant', { start: { startedAt: minute(0) } }, since],
    ['it is not a test call', { start: { isTest: false } }, group],
  ])('expects audio if %s', (_, facts, of) => {
    expect(whyOf(facts, of)).toBeUndefined();
  });

  it.each<[string, FactsBySource, typeof group | undefined, string]>([
    ['a chat', { start: { channel: 'chat' } }, group, 'channel "chat" is not recorded'],
    ['a chat known from its end only', { end: { channel: 'chat' } }, group, 'channel "chat" is not recorded'],
    ['a test call', { end: { isTest: true } }, group, 'test call'],
    ['a test call of an unknown group', { start: { isTest: true } }, undefined, 'test call'],
    ['a group that is not recorded', {}, off, 'recording is off for group Bolt_Chat'],
    [
      'a call from before recording was on',
      { start: { startedAt: minute(-0.001) } },
      since,
      `group Acme_EN is recorded since ${minute(0)}`,
    ],
  ])('expects no audio of %s and says why', (_, facts, of, why) => {
    expect(whyOf(facts, of)).toBe(why);
  });

  it.each(['webchat', 'web_chat', 'sms', 'whatsapp', 'messenger', 'facebook', 'email', 'text', 'teams_chat'])(
    'expects no audio of the channel %s, unless the registry says otherwise',
    (channel) => {
      expect(expectAudio({ start: { channel } }, group)).toMatchObject({ reason: 'channel' });
      expect(whyOf({ start: { channel } }, { ...group, unrecordedChannels: ['fax'] })).toBeUndefined();
      expect(whyOf({ start: { channel: 'fax' } }, { ...group, unrecordedChannels: ['fax'] })).toBeDefined();
    },
  );

  it.each<[string, FactsBySource, typeof group]>([
    ['test', { start: { isTest: true, channel: 'chat' } }, group],
    ['channel', { end: { channel: 'chat' } }, group],
    ['recording-off', {}, off],
    ['before-since', { start: { startedAt: minute(-1) } }, since],
  ])('gives the reason %s', (reason, facts, of) => {
    expect(expectAudio(facts, of)).toMatchObject({ expected: false, reason });
  });

  it('uses the start event where the sources contradict each other', () => {
    expect(whyOf({ start: { channel: 'voice' }, end: { channel: 'chat' } }, group)).toBeUndefined();
    expect(whyOf({ end: { channel: 'voice' }, start: { channel: 'chat' } }, group)).toBeDefined();
  });

  it('does not explain a call by a start that a later report corrects', () => {
    const start = { startedAt: minute(-600), otherStarts: [minute(60)] };
    expect(whyOf({ start }, since)).toBeUndefined();
    expect(
      whyOf({ start: { startedAt: minute(-600) }, end: { startedAt: minute(60) } }, since),
    ).toBeUndefined();
  });
});

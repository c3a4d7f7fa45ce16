import { parseRecordingName } from './recording-name.ts';

const time = '1768473000000';

describe('parseRecordingName', () => {
  it('reads group, account, start and dialog', () => {
    expect(parseRecordingName(`Acme_EN~42~${time}~d-1.wav`)).toEqual({
      groupName: 'Acme_EN',
      accountId: '42',
      startedAt: '2026-01-15T10:30:00.000Z',
      dialogId: 'd-1',
    });
  });

  it.each([
    ['a group with "~"', `Acme~EN~2~42~${time}~d-1.wav`, 'Acme~EN~2', 'd-1'],
    ['a group that looks like the rest', `G~1~${time}~x~42~${time}~d-1.wav`, `G~1~${time}~x`, 'd-1'],
    ['a dialog id with dots', `G~42~${time}~1768.4242.7.wav`, 'G', '1768.4242.7'],
    ['a dialog id with dots and no extension', `G~42~${time}~1768.4242`, 'G', '1768.4242'],
    ['no extension', `G~42~${time}~d-1`, 'G', 'd-1'],
    ['another extension', `G~42~${time}~d-1.MP3`, 'G', 'd-1'],
    ['a blank and a slash in the group', `My group/EN~42~${time}~d-1.wav`, 'My group/EN', 'd-1'],
  ])('splits from the right: %s', (_, name, groupName, dialogId) => {
    expect(parseRecordingName(name)).toMatchObject({ groupName, accountId: '42', dialogId });
  });

  it.each([
    ['20260115103000', '14 digits are date and time of day in UTC'],
    ['1768473000', '10 digits are seconds'],
  ])('reads the time %s: %s', (digits) => {
    expect(parseRecordingName(`G~42~${digits}~d-1.wav`)?.startedAt).toBe('2026-01-15T10:30:00.000Z');
  });

  it.each(['99991231235959', '20260230103000', '9999999999999', '000000000000'])(
    'keeps group and dialog of a name with the impossible time %s',
    (digits) => {
      const name = parseRecordingName(`G~42~${digits}~d-1.wav`);
      expect(name).toEqual({ groupName: 'G', accountId: '42', dialogId: 'd-1' });
    },
  );

  it.each([
    ['three parts', `G~${time}~d-1.wav`],
    ['no group', `~42~${time}~d-1.wav`],
    ['no account', `G~~${time}~d-1.wav`],
    ['no dialog', `G~42~${time}~.wav`],
    ['a dialog written "undefined"', `G~42~${time}~undefined.wav`],
    ['a dialog written "NULL"', `G~42~${time}~NULL.wav`],
    ['a time of too few digits', 'G~42~17684730~d-1.wav'],
    ['a word instead of a time', 'G~42~yesterday~d-1.wav'],
    ['the parts in another order', `G~42~d-1~${time}.wav`],
    ['an empty text', ''],
  ])('refuses a name with %s', (_, name) => {
    expect(parseRecordingName(name)).toBeUndefined();
  });
});

import { GroupId, TenantId } from '@recordings/call-record';
import { awaitGroup } from './await-group.ts';

const key = { tenantId: TenantId.parse('acme'), groupId: GroupId.parse('New_EN') };
const postponed = { kind: 'postpone', delayS: 300, reason: 'GROUP_UNKNOWN' };

describe('awaitGroup', () => {
  it.each([
    ['is received for the first time', undefined],
    ['waited for five hours and 55 minutes', { reason: 'GROUP_UNKNOWN', times: 71 }],
    ['waited for another reason', { reason: 'OTHER', times: 1_000 }],
  ])('postpones a message that %s', (_, before) => {
    expect(awaitGroup(key, before)).toEqual(postponed);
  });

  it('dead-letters a message that waited for six hours', () => {
    expect(awaitGroup(key, { reason: 'GROUP_UNKNOWN', times: 72 })).toEqual({
      kind: 'dead-letter',
      reason: 'GROUP_UNKNOWN: New_EN of acme',
    });
  });
});
